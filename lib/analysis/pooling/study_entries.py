"""Of each study one entry to a pool: which of its arms are in it, and their counts added up."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.estimates import ASSUMED, DERIVED
from lib.analysis.pooling.added_arms import obstacles
from lib.analysis.pooling.question import ARMS_TO_USE, Question
from lib.analysis.settings import METHOD_KEYS, WHAT_IF, View
from lib.analysis.what_if import supposed_shares
from lib.arrays import Floats
from lib.phrases import beside_study, listing
from lib.stats.intervals import interval

NOT_CHOSEN = "another arm of this study is chosen"
OTHER_DEFINITION = "this study is in by the definition asked for"
COUNTS_FIRST = "this study is in with its counts"
CANNOT_ADD = "cannot be added up"


def patients_of(points: pd.DataFrame) -> list[str]:
    """Name for each row the set of patients of its arm: arms that share patients have one name.

    Parameters
    ----------
    points
        All rows, with `study`, `arm` and `same_patients_as`.

    Returns
    -------
    The first, by the alphabet, of the labels of all arms that are linked to the row's arm, directly
    or through others.
    """
    is_linked = points["same_patients_as"] != ""
    links = points.loc[is_linked, ["study", "arm", "same_patients_as"]].astype(str)
    name: dict[tuple[str, str], str] = {}
    for study in links["study"].unique():
        part = links[links["study"] == study]
        pairs = part[["arm", "same_patients_as"]].drop_duplicates().to_numpy().tolist()
        name |= {(study, arm): min(group) for group in _groups(pairs) for arm in group}
    keys = zip(points["study"], points["arm"], strict=True)
    return [name.get(key, key[1]) for key in keys]


def _groups(pairs: list[list[str]]) -> list[set[str]]:
    """Join pairs that have a member in common."""
    groups: list[set[str]] = []
    for pair in pairs:
        touching = [group for group in groups if group & set(pair)]
        apart = [group for group in groups if not group & set(pair)]
        groups = [*apart, set(pair).union(*touching)]
    return groups


def reasons_by_study(judged: pd.DataFrame, question: Question) -> list[str]:
    """Let each study enter a window once.

    Parameters
    ----------
    judged
        The series in one window, with `why_not` of each by itself, `patients` and `is_published`.

    Returns
    -------
    `why_not` of each series. Blank are those that enter: one of a study, or several whose counts
    may be added up. Nothing depends on the order of the rows.
    """
    why_not = judged["why_not"].copy()
    if question.arms:
        is_chosen = judged["label"].isin(question.arms)
        is_passed_over = judged["study"].isin(judged.loc[is_chosen, "study"]) & ~is_chosen
        why_not[is_passed_over & (why_not == "")] = NOT_CHOSEN
    usable = judged["study"][why_not == ""]
    several = usable[usable.duplicated(keep=False)].index
    for _, part in judged.loc[several].groupby("study") if len(several) else ():
        why_not.update(_settle(part, question))
    return why_not.tolist()


def _settle(part: pd.DataFrame, question: Question) -> pd.Series:
    """Decide between the usable series of one study."""
    why_not = pd.Series("", index=part.index)
    for is_better, reason in (
        (part["outcome"] == question.outcome, OTHER_DEFINITION),
        (~part["is_published"], COUNTS_FIRST),
    ):
        left = why_not == ""
        if (is_better & left).any():
            why_not[left & ~is_better] = reason
    rest = part[why_not == ""]
    if len(rest) > 1 and (why := next(_obstacles(rest), "")):
        names = listing(sorted(map(beside_study, rest["label"], rest["study"])))
        why_not[rest.index] = f"{names} {CANNOT_ADD}, as {why}; choose under “{ARMS_TO_USE}”"
    return why_not


def _obstacles(rest: pd.DataFrame) -> Iterator[str]:
    """Say why the counts of several series of a study may not be added up."""
    if rest["is_published"].any():
        yield "a published estimate has no counts"
    is_shared = rest.duplicated("patients", keep=False)
    yield from obstacles(
        rest["arm"].tolist(),
        rest["arm"][is_shared].tolist(),
        months=rest["months"],
        cohorts=rest["cohort"],
        outcomes=rest["outcome"],
        imors=set(rest["imor"].dropna()),
    )


def entries(used: pd.DataFrame, view: View) -> pd.DataFrame:
    """Give one row a study, of the visits that enter a window.

    Parameters
    ----------
    used
        The visits, one a series: rows of `candidates` that qualify.

    Returns
    -------
    The rows, those of one study as one: counts added up, with an interval by the view's method;
    `arms_added` is how many. Their words must be made anew by `with_words`. In the order of `used`.
    """
    arms = used.groupby("study")["study"].transform("size").astype(int)
    single = used.assign(arms_added=arms)
    if not (arms > 1).any():
        return single
    several = single[arms > 1].groupby("study", sort=False)
    added = [part.iloc[:1].assign(**_sum_up(part, view)) for _, part in several]
    return pd.concat([single[arms == 1], *added]).sort_index()


def entry_counts(entries: pd.DataFrame) -> tuple[Floats, Floats]:
    """Give those who respond, and those counted, of each entry; shape (k,) each."""
    return entries["r"].to_numpy(float), entries["n"].to_numpy(float)


def _share(entry: pd.DataFrame, view: View) -> tuple[Floats, Floats, Floats]:
    """Give the share of an entry with its interval, in percent, by the rules of a view."""
    if view.missing == WHAT_IF:
        found = supposed_shares(entry, view.level)
        return 100 * found.share, 100 * found.low, 100 * found.high
    r, n = entry_counts(entry)
    low, high = interval(r, n, METHOD_KEYS[view.method], view.level)
    return 100 * r / n, 100 * low, 100 * high


def _sum_up(arms: pd.DataFrame, view: View) -> dict[str, Any]:
    """Add up the arms of one study (Cochrane Handbook 23.3.4)."""
    r, n = arms["r"].sum(), arms["n"].sum()
    one_by_name = arms.sort_values("arm").iloc[0]
    persons = {
        name: pd.Series([arms[name].sum(skipna=False)], dtype=str(arms[name].dtype)).array
        for name in ("r_assessed", "n_assessed", "n_enrolled")
    }
    rate, low, high = _share(one_by_name.to_frame().T.assign(r=r, n=n, **persons), view)
    return {
        **persons,
        "r": r,
        "n": n,
        "rate": rate,
        "rate_pct": np.nan,  # the sum is printed nowhere
        "low": low,
        "high": high,
        "count": DERIVED if (arms["count"] == DERIVED).any() else one_by_name["count"],
        "is_assumed": bool(arms["is_assumed"].any()),
        "n_is": ASSUMED if (arms["n_is"] == ASSUMED).any() else one_by_name["n_is"],
        "caution": " ".join(sorted(set(arms["caution"]) - {""})),
        "tried": bool(arms["tried"].any()),
        "arm": listing(sorted(arms["arm"])),
        "label": one_by_name["study"],
    }
