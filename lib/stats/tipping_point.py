"""How unlike the assessed the missing must be before a change or a difference is in doubt."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, isnan, nan, sqrt

import numpy as np

from lib.arrays import Floats
from lib.stats.arm_contrast import Enrolment
from lib.stats.effect_measures import Counts, Effect, require_level, z_at
from lib.stats.missing import ImorShare, effects_of_shares, imor_share
from lib.stats.refusal import AnyRefusal, ModelRefusal
from lib.stats.risk_ratio import why_no_odds_ratio, why_no_ratio

IMOR_METHOD = "normal, from both standard errors (Higgins, White & Wood)"
"""Of the interval of such a difference."""
IMOR_RATIO_METHOD = "normal on the log, from both standard errors (Higgins, White & Wood)"
"""Of the interval of such a ratio."""

BOTH, FIRST, SECOND = "both", "first", "second"
VARIED: tuple[str, ...] = (BOTH, FIRST, SECOND)
"""Whose odds ratio is varied."""

_LOGS = np.linspace(-30.0, 30.0, 601)
"""Logarithms of odds ratios among which a crossing is looked for; 0 is one of them."""


@dataclass(frozen=True)
class ImorDifference:
    """First share less second, in percentage points from -100 to 100; nan where refused."""

    points: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class TippingPoint:
    """Odds ratios of the missing at which an end of the interval meets 0; nan where there is none.

    Of those below 1 and those above 1 the nearest to 1: nearer than these the interval stays on
    one side of 0, or stays across it.
    """

    below: float = nan
    """From 0 up to 1."""
    above: float = nan
    """From 1 up."""
    excludes_zero: bool = False
    """Whether the interval excludes 0 where the missing are like the assessed."""
    reason: AnyRefusal | None = None
    """Why there is no such odds ratio."""
    lacking: tuple[int, ...] = ()
    """Which of the two is the reason: 0 for the first, 1 for the second."""


def imor_difference(
    first: Enrolment,
    second: Enrolment,
    imors: tuple[Floats, Floats],
    *,
    sd_log_imor: float = 0.0,
    level: int = 95,
) -> ImorDifference:
    """Difference between two arms, or change between two visits, under assumptions on the missing.

    Its interval is on the normal distribution, from both standard errors as if independent; for
    two visits of the same patients that is conservative. Higgins, White & Wood (2008), Clinical
    Trials 5:225.

    Parameters
    ----------
    first, second : Enrolment
        Persons responding, assessed and enrolled; the first less the second is given.
    imors : pair of ndarray of float
        Odds ratios of the missing of each, from 0 to infinity; they broadcast.
    sd_log_imor : float
        As in `imor_share`, for both.
    level : int
        Percent, one of `LEVELS`.

    Raises
    ------
    ValueError
        As `imor_share`.
    """
    one, other = (
        _share_of(side, imor, sd_log_imor)
        for side, imor in zip((first, second), imors, strict=True)
    )
    return share_difference(one, other, level)


def imor_ratio(
    measure: str,
    arms: tuple[Enrolment, Enrolment],
    imors: tuple[Floats, Floats],
    level: int = 95,
) -> Effect:
    """Ratio of two arms' shares, or of their odds, under assumptions on the missing.

    Parameters
    ----------
    measure : str
        ``RR`` or ``OR``.
    arms, imors
        The first arm and the second, each with the odds ratio of its missing, of shape ().
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    Effect
        Refused for the reasons of `risk_ratio` and `odds_ratio`, by the counts of those assessed:
        where nobody of them responded, the odds of the missing are not known either.

    Raises
    ------
    ValueError
        As `imor_share`.
    """
    name, why_none = {
        "RR": ("risk ratio", why_no_ratio),
        "OR": ("odds ratio", why_no_odds_ratio),
    }[measure]
    if reason := why_none(*(Counts(arm.responders, arm.assessed) for arm in arms)):
        return Effect(name, IMOR_RATIO_METHOD, require_level(level), reason=reason)
    one, other = (_share_of(*side) for side in zip(arms, imors, strict=True))
    log_ratio, *variances = (each.item() for each in effects_of_shares(one, other, measure))
    half = z_at(level) * sqrt(sum(variances))
    value, low, high = (exp(end) for end in (log_ratio, log_ratio - half, log_ratio + half))
    return Effect(name, IMOR_RATIO_METHOD, level, value, low, high)


def _share_of(arm: Enrolment, imor: Floats, sd_log_imor: float = 0.0) -> ImorShare:
    return imor_share(arm.responders, arm.assessed, arm.enrolled - arm.assessed, imor, sd_log_imor)


def share_difference(first: ImorShare, second: ImorShare, level: int = 95) -> ImorDifference:
    """Difference of shares under assumptions on the missing, as `imor_difference` makes it."""
    points = 100 * (first.share - second.share)
    half = 100 * z_at(level) * np.hypot(first.se, second.se)
    low, high = np.maximum(points - half, -100.0), np.minimum(points + half, 100.0)
    return ImorDifference(points, low, high)


def tipping_point(
    first: Enrolment,
    second: Enrolment,
    *,
    varied: str = BOTH,
    other_imor: float = 1.0,
    sd_log_imor: float = 0.0,
    level: int = 95,
) -> TippingPoint:
    """Find the odds ratio of the missing at which the interval of a difference meets 0.

    Parameters
    ----------
    first, second : Enrolment
        Two arms, or two visits of one series; nan where a count is not known.
    varied : str
        Whose odds ratio is varied: ``both`` (by the same), ``first`` or ``second``.
    other_imor : float
        Odds ratio of the one that is not varied.
    sd_log_imor, level
        As in `imor_difference`.

    Returns
    -------
    TippingPoint
        Refused, with a reason, as `imor_share`; where nobody is missing (`NOBODY_MISSING`), and
        where no odds ratio from 0 to infinity makes the interval meet 0 (`NEVER_MEETS_ZERO`).

    Raises
    ------
    ValueError
        As `imor_share`, and for an unknown `varied`.
    """
    if varied not in VARIED:
        raise ValueError(f"unknown choice {varied!r}: choose one of {', '.join(VARIED)}")
    if refused := _no_share(first, second):
        return refused
    sides = {BOTH: (first, second), FIRST: (first,), SECOND: (second,)}[varied]

    def ends(imor: Floats) -> Floats:
        still = np.full(imor.shape, other_imor)
        imors = (still if varied == SECOND else imor, still if varied == FIRST else imor)
        found = imor_difference(first, second, imors, sd_log_imor=sd_log_imor, level=level)
        return np.stack([found.low, found.high])

    low, high = ends(np.ones(1))[:, 0].tolist()
    excludes_zero = low > 0 or high < 0
    if all(side.enrolled == side.assessed for side in sides):
        return TippingPoint(excludes_zero=excludes_zero, reason=ModelRefusal.NOBODY_MISSING)
    return tipping_among(_nearest(ends, -1), _nearest(ends, 1), excludes_zero)


def tipping_among(below: float, above: float, excludes_zero: bool) -> TippingPoint:
    """Give the tipping point of the crossings below and above 1; nan where there is none."""
    never = isnan(below) and isnan(above)
    reason = ModelRefusal.NEVER_MEETS_ZERO if never else None
    return TippingPoint(below, above, excludes_zero, reason)


def _no_share(first: Enrolment, second: Enrolment) -> TippingPoint | None:
    reasons: list[AnyRefusal | None] = [
        _share_of(side, np.array(1.0)).reasons.item() for side in (first, second)
    ]
    lacking = tuple(place for place, reason in enumerate(reasons) if reason)
    return TippingPoint(reason=reasons[lacking[0]], lacking=lacking) if lacking else None


def _nearest(ends: Callable[[Floats], Floats], side: int) -> float:
    """Nearest odds ratio to 1 at which an end changes its sign, on one side of 1; nan if none."""
    logs = side * _LOGS[_LOGS.size // 2 :]
    logs = np.concatenate([logs, [side * inf]])
    for _ in range(14):
        with np.errstate(over="ignore"):
            is_above = ends(np.exp(logs)) > 0
        changed = np.flatnonzero((is_above[:, 1:] != is_above[:, :-1]).any(axis=0))
        if not changed.size:
            return nan
        near, far = logs[changed[0]], logs[changed[0] + 1]
        if np.isinf(far) or abs(far - near) <= 1e-14 * max(1.0, abs(near)):
            break
        logs = np.linspace(near, far, 513)
    return float(np.exp(far))
