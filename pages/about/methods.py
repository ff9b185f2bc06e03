"""Methods: how each number is made, and from which source its formula comes."""

import streamlit as st

from lib.ui.data import dataset
from lib.ui.frame import DISCLAIMER, closing
from lib.ui.prose import say

st.title("Methods", anchor=False)
say("Does the response last, and how sure are we? How each number on these pages is made.")

st.header("What this is, and is not", anchor="about")
say(DISCLAIMER)
st.markdown(
    """
Response Decay shows what published studies of a treatment report about the share of
patients responding at each follow-up visit. Every number comes from a row of a CSV file
that says where it was read. Nothing is shown that nobody published: no 100% at the start,
no smoothing, nothing past the last visit.
"""
)

st.header("A point", anchor="point")
st.markdown(
    """
**Share responding** is responders divided by patients assessed at that visit, $p = r / n$,
in percent. A printed percentage is drawn as printed.

It is a *prevalence*: how many respond at that visit. It does **not** say that the same
people still respond; some may have stopped and others begun.

- A **line** joins visits of one series only: same study, arm, definition of response, kind
  of estimate, unit and set of patients.
- A **hollow** marker: the number assessed is not stated, or a caution belongs to the number.
- A **diamond**: a time-to-event estimate.
- A **dashed** line: a comparator.
- A **whisker** (or, for the study in focus, a shaded band between visits): the interval.
"""
)

st.header("Intervals", anchor="intervals")
st.markdown(
    """
Made from the count $r$ of $n$ at the confidence level you choose (95% at the start);
$z$ is the standard normal quantile of $1-\\alpha/2$, $B_q(a, b)$ the $q$ quantile of the
Beta distribution. With no count there is no such interval, and the page says why.

**Wilson** (the default; Wilson 1927, *JASA* 22:209; recommended for small $n$ by Brown, Cai
& DasGupta 2001, *Stat Sci* 16:101):
"""
)
st.latex(
    r"\frac{p + \frac{z^2}{2n} \pm z\sqrt{\frac{p(1-p)}{n} + \frac{z^2}{4n^2}}}{1 + \frac{z^2}{n}}"
)
st.markdown("**Clopper-Pearson**, called exact (Clopper & Pearson 1934, *Biometrika* 26:404):")
st.latex(r"\left[B_{\alpha/2}(r,\; n-r+1),\quad B_{1-\alpha/2}(r+1,\; n-r)\right]")
st.markdown(
    "**Jeffreys**, equal-tailed, from 0 if nobody and to 1 if everybody responds (Brown et al.):"
)
st.latex(
    r"\left[B_{\alpha/2}(r+\tfrac12,\; n-r+\tfrac12),\quad "
    r"B_{1-\alpha/2}(r+\tfrac12,\; n-r+\tfrac12)\right]"
)
st.markdown("**Agresti-Coull**, cut to 0-100% (Agresti & Coull 1998, *Am Stat* 52:119):")
st.latex(
    r"\tilde p \pm z\sqrt{\tilde p(1-\tilde p)/\tilde n},\qquad "
    r"\tilde n = n + z^2,\quad \tilde p = (r + z^2/2)/\tilde n"
)
st.markdown(
    """
The usual $p \\pm z\\sqrt{p(1-p)/n}$ (Wald) is not offered: in samples this small it covers
the truth far less often than it claims (Brown et al. 2001).

A **published interval** is shown as published (95%) where no count is known.
"""
)

st.header("Time-to-event estimates", anchor="time-to-event")
st.markdown(
    """
Some studies publish a Kaplan-Meier-like estimate: it allows for patients who left early and
is not a count of anybody. Such a point is a diamond. It gets its published interval or
none: never a count, never an interval made from the percentage and a number of patients.
"""
)

st.header("The count behind a percentage", anchor="counts")
st.markdown(
    """
Where a study prints only a percentage $v$ with $D$ decimals and the number assessed $n$,
a whole count $k$ is possible if
"""
)
st.latex(r"\left|\,100\,k/n - v\,\right| \le \tfrac12 \cdot 10^{-D}")
st.markdown(
    """
(the GRIM test; Brown & Heathers 2017, *Soc Psychol Personal Sci* 8:363). Exactly one $k$: it
is used and marked as **derived** (†). Several: none is chosen. None: the percentage is shown,
without an interval, with the two nearest counts. The usual reasons are an estimate that is
no count, another denominator, or a misprint.
"""
)

st.header("Missing patients", anchor="missing")
st.markdown(
    """
With $e$ patients enrolled, $n$ assessed and $r$ responding, the share is

- **as reported**: $r / n$;
- **missing as non-responders**: $r / e$, the lowest it can be;
- **missing as responders**: $(r + e - n) / e$, the highest it can be.

What is true lies between the last two. Where the counts do not allow this, the point is not
drawn and the page says which and why; nothing is guessed.
"""
)

st.header("What is not done here", anchor="not-done")
st.markdown(
    """
- Studies are not averaged or pooled, and no single curve is drawn through several studies.
- No test compares visits or studies.
- Curves that use different definitions of response, kinds of estimate or units are shown
  with a statement of what may not be compared.
"""
)

st.header("Data and privacy", anchor="data")
st.markdown(
    """
The *data version* is the start of the SHA-256 of the file, so the same version always
means the same numbers. By default the dashboard is served to this computer only, and
nothing is sent anywhere.
"""
)
closing(dataset())
