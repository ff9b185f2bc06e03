"""All that a reader can set on a page: frozen values, each field of which is declared once.

From a field's declaration come its control, its place in the address and in lists of slides, the
statement of it in the code of a bundle, and its words.
"""

from dataclasses import dataclass, field
from math import inf
from typing import Any

from lib.analysis.setting import Control, setting
from lib.phrases import few, listing
from lib.stats.intervals import LEVELS
from lib.stats.missing import IMORS

AS_REPORTED = "As reported"
NON_RESPONDERS = "Missing as non-responders"
RESPONDERS = "Missing as responders"
WHAT_IF = "What if"
MISSING_RULES = (AS_REPORTED, NON_RESPONDERS, RESPONDERS, WHAT_IF)

IMOR_NAMES = {
    0.0: "none responded",
    0.2: "a fifth of the odds",
    0.5: "half the odds",
    1.0: "as those assessed",
    2.0: "twice the odds",
    5.0: "five times the odds",
    inf: "all responded",
}
"""How the missing did against those assessed, by the odds ratio, as controls and addresses say."""
_IMOR_WORDS = {0.0: "as if none responded", 1.0: "like those assessed", inf: "as if all responded"}

WHAT_IF_LOGIT = "What-if logit"
"""The interval of a share by the rule `WHAT_IF`, on the logit scale."""

RANGE_WORDS = "With the range from all missing failed to all responded"

METHOD_KEYS = {
    "Wilson": "wilson",
    "Clopper-Pearson": "clopper-pearson",
    "Jeffreys": "jeffreys",
    "Agresti-Coull": "agresti-coull",
}
"""The interval methods by the name a reader sees, and the name `lib.stats` knows."""

ONE_CHART, PANELS, TABLE = "Chart", "Panels", "Table"
AS_FITS, BY_STUDY, BY_TREATMENT = "as fits the data", "study", "treatment"
BY_SHARE = "share"

MOST_IN_FOCUS = 6
"""Studies that can be read one by one before all others."""


def _filter(name: str, label: str, short: str) -> Any:
    """Declare which values of a column are kept; none chosen keeps all."""
    return setting(
        name,
        label,
        Control.SEVERAL,
        default=(),
        selects=True,
        placeholder="All",
        words=lambda view: f"{short}: {listing(few(getattr(view, name)))}",
    )


def _imor(name: str, label: str, control: Control, **more: Any) -> Any:
    """Declare an odds ratio of the missing."""
    return setting(name, label, control, choices=IMORS, text=IMOR_NAMES.__getitem__, **more)


def _imor_words(imor: float) -> str:
    return _IMOR_WORDS.get(imor, f"with {IMOR_NAMES[imor]} of those assessed")


@dataclass(frozen=True)
class View:
    """A selection of the studies and the rules by which its numbers are made.

    Attributes
    ----------
    studies, treatments, designs, outcomes
        The values to keep; an empty tuple keeps all of them.
    months
        First and last month to keep (months since treatment), or None for all.
    focus
        The studies to set apart from the others; an empty tuple shows all alike.
    missing
        One of `MISSING_RULES`: how enrolled patients without a result count.
    imor
        By the rule `WHAT_IF`: the odds of responding of the missing over those of the assessed.
    imor_comparator, imor_last
        The same in comparators, and at the last visit of each series, where that counts more; None
        for no other.
    method
        A key of `METHOD_KEYS`: how intervals are made from counts.
    level
        Confidence level in percent: one of `lib.stats.intervals.LEVELS`.
    """

    studies: tuple[str, ...] = _filter("studies", "Studies", "Studies")
    treatments: tuple[str, ...] = _filter("treatments", "Treatments", "Treatments")
    designs: tuple[str, ...] = _filter("designs", "Designs", "Designs")
    outcomes: tuple[str, ...] = _filter("outcomes", "Definitions of response", "Definitions")
    months: tuple[float, float] | None = setting(
        "months",
        "Months since treatment",
        Control.RANGE,
        default=None,
        selects=True,
        words=lambda view: f"Months {view.months[0]:g} to {view.months[1]:g}",
    )
    focus: tuple[str, ...] = setting(
        "focus",
        "Find and highlight studies",
        Control.SEVERAL,
        default=(),
        selects=True,
        placeholder="None: show all alike",
        help="The others fade to grey. Clicking a point does the same.",
        most=MOST_IN_FOCUS,
        words=lambda view: f"In focus: {listing(view.focus)}",
    )
    missing: str = setting(
        "missing",
        "Patients enrolled but not assessed",
        Control.RADIO,
        default=AS_REPORTED,
        choices=MISSING_RULES,
        help="Non-responders and responders bound what anyone can say about the patients not "
        "seen; “What if” is anything between.",
        words=lambda view: view.rule,
    )
    imor: float = _imor("imor", "Those missing, against those assessed", Control.STEPS, default=1.0)
    imor_comparator: float | None = _imor(
        "imor_comparator",
        "Those missing in comparators",
        Control.OPTIONAL,
        default=None,
        placeholder="The same",
    )
    imor_last: float | None = _imor(
        "imor_last",
        "Those missing at the last visit",
        Control.OPTIONAL,
        default=None,
        placeholder="The same",
    )
    method: str = setting(
        "interval", "Interval", Control.LIST, default="Wilson", choices=tuple(METHOD_KEYS)
    )
    level: int = setting(
        "level",
        "Confidence level (%)",
        Control.SEGMENTS,
        default=95,
        choices=LEVELS,
        words=lambda view: f"{view.interval_name} {view.level}% intervals",
    )

    @property
    def rule(self) -> str:
        """The rule for missing patients in words: of `WHAT_IF` with its odds."""
        if self.missing != WHAT_IF:
            return self.missing
        others = (("in comparators", self.imor_comparator), ("at the last visit", self.imor_last))
        said = (f"{who} {_imor_words(imor)}" for who, imor in others if imor is not None)
        return ", ".join([f"Missing {_imor_words(self.imor)}", *said])

    @property
    def interval_name(self) -> str:
        """How intervals are made: of supposed shares not by a method for counts."""
        return WHAT_IF_LOGIT if self.missing == WHAT_IF else self.method


@dataclass(frozen=True)
class CurveDisplay:
    """How the figure of a view is drawn, which changes none of its numbers.

    Attributes
    ----------
    layout
        `ONE_CHART`, `PANELS` or `TABLE`.
    colour_by
        `BY_STUDY`, `BY_TREATMENT`, or `AS_FITS`: what `selection.colour_key` makes of it.
    fitted
        Whether the exponentials behind the half-lives are drawn.
    with_range
        Whether the range from 'all missing failed' to 'all responded' is drawn.
    page
        Which page of the panels is shown, from 1.
    """

    layout: str = setting(
        "layout",
        "Shown as",
        Control.SEGMENTS,
        default=ONE_CHART,
        choices=(ONE_CHART, PANELS, TABLE),
        former=(("One chart", ONE_CHART), ("A panel per study", PANELS)),
    )
    colour_by: str = setting(
        "colour",
        "Colour by",
        Control.SEGMENTS,
        default=AS_FITS,
        choices=(AS_FITS, BY_STUDY, BY_TREATMENT),
        text=str.capitalize,
        help="It holds on every page and slide. What fits is the treatment, if the data have "
        "several, else the study.",
    )
    fitted: bool = setting(
        "fitted",
        "Fitted line",
        Control.SWITCH,
        default=False,
        choices=(True, False),
        help="An exponential fitted to the counts, for each curve that has a half-life.",
    )
    with_range: bool = setting(
        "range",
        "The range",
        Control.SWITCH,
        default=False,
        choices=(True, False),
        help="A light band around each curve: from all enrolled but not assessed failed, to all "
        "of them responded.",
        words=lambda look: RANGE_WORDS if look.with_range else "",
    )
    page: int = setting("page", "Page", Control.NONE, default=1)


@dataclass(frozen=True)
class MonthQuestion:
    """What is asked of one month.

    Attributes
    ----------
    month, within
        The month, and how far from it a visit may be, in months.
    order
        `BY_STUDY` or `BY_SHARE`.
    view
        Which series are shown, and by which rules the numbers are made.
    """

    month: float = setting("month", "Month", Control.OPTIONAL)
    within: float = setting(
        "within",
        "Or a visit this near to it, in months",
        Control.SEGMENTS,
        default=0.0,
        choices=(0.0, 1.0, 1.5, 3.0),
    )
    order: str = setting(
        "order",
        "Order by",
        Control.SEGMENTS,
        default=BY_STUDY,
        choices=(BY_STUDY, BY_SHARE),
        text=str.capitalize,
        help="By study: the oldest first. By share: the highest first, rows with a caution last.",
    )
    view: View = field(default_factory=View)


@dataclass(frozen=True)
class TwoArms:
    """Two series, by their labels, of which a reader asks whether they may be compared."""

    one: str | None = setting(
        "one", "One arm", Control.OPTIONAL, default=None, placeholder="Choose an arm"
    )
    other: str | None = setting(
        "other", "The other arm", Control.OPTIONAL, default=None, placeholder="Choose an arm"
    )
