"""What a reader asks of two treatments that several studies set against each other."""

from dataclasses import dataclass

from lib.analysis.pooling.question import cautions_setting
from lib.analysis.setting import Control, setting

AGAINST = " against "
RISK_RATIO, RISK_DIFFERENCE, ODDS_RATIO = "Risk ratio", "Risk difference", "Odds ratio"
CONTRAST_KEYS = {RISK_RATIO: "RR", RISK_DIFFERENCE: "RD", ODDS_RATIO: "OR"}
"""The measures by the name a reader sees, and the name `lib.stats` knows."""


def pair_name(first: str, second: str) -> str:
    """Name two treatments, the first against the second, so that no other two have that name."""
    return AGAINST.join(f"“{name}”" if AGAINST in name else name for name in (first, second))


@dataclass(frozen=True)
class ContrastQuestion:
    """Which two treatments are set against each other over studies, and how.

    Attributes
    ----------
    pair
        As `pair_name` names two treatments; None for that which most studies have at the month.
    measure
        A key of `CONTRAST_KEYS`. A risk ratio at first: "1.2 times as many" reads as it stands, an
        odds ratio is misread as that, and a difference varies most with the level of the second arm
        (Cochrane Handbook 10.4.3).
    share
        Of the second arm, in percent, at which the shares are told; None for the median of the
        studies.
    with_cautions
        Whether the reader includes rows with a caution.
    """

    pair: str | None = setting(
        "pair",
        "The same two treatments in several studies",
        Control.OPTIONAL,
        default=None,
        placeholder="Those that most studies compare",
        help="The first was given to the arms marked as intervention, the second to those marked "
        "as comparator.",
    )
    measure: str = setting(
        "effect",
        "Pooled over studies as",
        Control.SEGMENTS,
        default=RISK_RATIO,
        choices=tuple(CONTRAST_KEYS),
    )
    share: int | None = setting(
        "second_share",
        "At this share of the second arm, in percent",
        Control.OPTIONAL,
        default=None,
        choices=tuple(range(1, 100)),
        placeholder="The median of the studies",
        help="What a ratio comes to in patients hangs on how many respond without the first "
        "treatment. Set what you see in your own patients.",
    )
    with_cautions: bool = cautions_setting()
