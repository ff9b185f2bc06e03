"""What a reader asks of studies that are pooled: frozen values, each field declared once."""

from dataclasses import dataclass, field
from typing import Any

from lib.analysis.setting import Control, setting
from lib.analysis.settings import View
from lib.stats.meta_analysis.bayes import TAU_SCALES
from lib.stats.meta_analysis.change import CORRELATIONS

CENTRES: tuple[float, ...] = (3, 6, 12, 15, 24)
"""The default centres of the windows, in months."""
WINDOWS_MOST = 12
WIDTHS: tuple[float, ...] = (1, 1.5, 2, 3)
DEFAULT_WIDTH = 1.5
ARMS_TO_USE = "Arms to use, where a study has several"
RETENTION, POINTS, ODDS = "Retention ratio", "Percentage points", "Odds ratio"
CHANGE_KEYS = {RETENTION: "RR", POINTS: "RD", ODDS: "OR"}
"""The measures of a change by the name a reader sees, and the name `lib.stats` knows."""
PROPOSED = "As proposed"


def cautions_setting() -> Any:
    """Declare whether the reader includes rows with a caution, in any question of pools."""
    return setting(
        "with_cautions",
        "Include rows with a caution",
        Control.BOX,
        default=False,
        choices=(True, False),
    )


@dataclass(frozen=True)
class Question:
    """What is to be pooled.

    Attributes
    ----------
    treatment, outcome
        Select the rows, in the words of the file.
    width
        Months to either side of a window's centre.
    with_cautions
        Whether the reader includes rows with a caution.
    same_outcomes
        Whether the reader states that all definitions of response are the same.
    centres
        Centres of the windows, in months and in order; at least one.
    arms
        Labels of series: of the studies that have one of them, only these are used.
    with_published
        Whether the reader includes published estimates with an interval but without counts; all
        studies of a window are then pooled by REML.
    """

    treatment: str = setting("treatment", "Treatment", Control.LIST)
    outcome: str = setting("outcome", "Definition of response", Control.LIST)
    width: float = setting(
        "width",
        "A window takes visits this near, in months",
        Control.SEGMENTS,
        default=DEFAULT_WIDTH,
        choices=WIDTHS,
        help="A visit between two windows counts in the nearer one only.",
    )
    with_cautions: bool = cautions_setting()
    same_outcomes: bool = setting(
        "same_outcomes",
        "I state that these definitions of response are the same",
        Control.BOX,
        default=False,
        choices=(True, False),
        help="All definitions of the treatment are then pooled, and every figure and file says "
        "that you stated this.",
    )
    centres: tuple[float, ...] = setting(
        "centres",
        "Windows around these months",
        Control.SEVERAL,
        default=CENTRES,
        most=WINDOWS_MOST,
        arrange=lambda centres: tuple(sorted(set(centres))),
        help="Other windows hold other visits, and the results move with them.",
    )
    arms: tuple[str, ...] = setting(
        "arms",
        ARMS_TO_USE,
        Control.SEVERAL,
        default=(),
        placeholder="All that may be added up",
        arrange=lambda arms: tuple(sorted(set(arms))),
        help="Counts of arms of one study are added up if they are of one visit month and one "
        "definition and share no patients. Otherwise the study is left out until you choose.",
    )
    with_published: bool = setting(
        "with_published",
        "Include published estimates with an interval (no counts)",
        Control.BOX,
        default=False,
        choices=(True, False),
        help="Their weight comes from the published interval. All studies are then pooled by "
        "another model (REML, on logits), and every figure and file says so.",
    )


@dataclass(frozen=True)
class PoolingQuestion:
    """What is to be pooled, and by which rules its numbers are made."""

    question: Question
    view: View = field(default_factory=View)


@dataclass(frozen=True)
class ChangeQuestion:
    """What is asked of the studies that are seen in two windows.

    Attributes
    ----------
    earlier, later
        Centres of the two windows, in months; None for the one that is proposed.
    measure
        A key of `CHANGE_KEYS`.
    correlation
        Of the same patients' responses at both visits, one of `CORRELATIONS`.
    """

    earlier: float | None = setting(
        "earlier", "Earlier, at month", Control.OPTIONAL, default=None, placeholder=PROPOSED
    )
    later: float | None = setting(
        "later",
        "Later, at month",
        Control.OPTIONAL,
        default=None,
        placeholder=PROPOSED,
        help="Proposed are the two windows with most studies seen in both, of equals those "
        "farthest apart.",
    )
    measure: str = setting(
        "change_measure",
        "Change told as",
        Control.SEGMENTS,
        default=RETENTION,
        choices=tuple(CHANGE_KEYS),
        help="The retention ratio is the share responding later over that earlier: what is left "
        "of the response.",
    )
    correlation: float = setting(
        "correlation",
        "Correlation between the two visits of a patient",
        Control.SEGMENTS,
        default=CORRELATIONS[0],
        choices=CORRELATIONS,
        help="The same patients are counted twice, and studies seldom publish how much the two "
        "counts go together. The stronger, the surer each study is of its own change; the studies "
        "then differ more. Each study's is held within what its counts allow.",
    )


@dataclass(frozen=True)
class Worth:
    """Which share a new study is to exceed, and what is supposed before the data.

    Attributes
    ----------
    percent
        Of those assessed in a new study: more than so many are to respond.
    tau_scale
        Scale of the half-normal prior of how much the studies differ (tau, on logits).
    """

    percent: int = setting(
        "worth",
        "Worth it above, in percent",
        Control.SLIDER,
        default=50,
        choices=tuple(range(1, 100)),
        help="The share responding that you hold a treatment to be worth. The chance that a new, "
        "similar study exceeds it follows at once.",
    )
    tau_scale: float = setting(
        "prior",
        "Prior of how much studies differ: half-normal, scale",
        Control.SEGMENTS,
        default=TAU_SCALES[0],
        choices=TAU_SCALES,
        help="1 lets studies differ much and is the one to use. 0.5 expects them to be more alike, "
        "and its intervals are too narrow where they are not: it shows what hangs on the prior.",
    )
