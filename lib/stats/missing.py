"""What a share would be had the missing patients responded more, or less, than those assessed.

The odds of responding of those who are missing are `imor` times the odds of those assessed
(informative missingness odds ratio): 0 says that none of them responded, infinity that all did, 1
that they were like the others. Higgins, White & Wood (2008), Clinical Trials 5:225.
"""

from dataclasses import dataclass
from math import inf, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from lib.arrays import Floats
from lib.stats.effect_measures import z_at
from lib.stats.refusal import Refusal

IMORS: tuple[float, ...] = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0, inf)
"""Odds ratios for which a share is shown."""


@dataclass(frozen=True)
class ImorShare:
    """Shares of all enrolled, from 0 to 1, in the broadcast shape; nan where refused."""

    share: Floats
    se: Floats
    logit: Floats
    se_logit: Floats
    low: Floats
    """Lower end of the interval, made on the logit scale."""
    high: Floats
    reasons: NDArray[np.object_]
    """Why there is no share: a `Refusal`, or None where there is one."""


def imor_share(
    responders: ArrayLike,
    assessed: ArrayLike,
    missing: ArrayLike,
    imor: ArrayLike,
    sd_log_imor: ArrayLike = 0.0,
    level: int = 95,
) -> ImorShare:
    """Share of all enrolled who respond, under an assumption on those missing.

    Parameters
    ----------
    responders, assessed, missing : array_like
        Persons who respond of those assessed, persons assessed, and persons enrolled but not
        assessed; nan where not known. All arguments broadcast.
    imor : array_like
        Odds of responding of the missing over those of the assessed, from 0 to infinity.
    sd_log_imor : array_like
        Standard deviation of the logarithm of `imor`, 0 for a fixed one.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    ImorShare
        Refused where a count is not known (`COUNTS_NOT_KNOWN`), enrolment is not
        (`ENROLLED_NOT_KNOWN`), nobody was assessed (`NOBODY_ASSESSED`), and where more were
        assessed than enrolled (`FEWER_ENROLLED`).

    Raises
    ------
    ValueError
        For an unknown level, counts that are not whole numbers with ``0 <= responders <=
        assessed``, and an `imor` or `sd_log_imor` that is negative or not a number.

    Notes
    -----
    Equations in Higgins, White & Wood (2008); the part of `sd_log_imor` from White, Higgins & Wood
    (2008), Statistics in Medicine 27:711. Where none or all of those assessed respond, 1/2 is added
    to the responders and to the others. Elsewhere an imor of 0 and of infinity give the shares with
    the missing counted as not responding, and as responding.
    """
    z = z_at(level)
    x, n, m, d, sd = _broadcast(responders, assessed, missing, imor, sd_log_imor)
    reasons = _reasons(x, n, m)
    usable = reasons == None  # noqa: E711
    x, n, m = (np.where(usable, each, fill) for each, fill in ((x, 1.0), (n, 2.0), (m, 0.0)))
    share, variance = _share(x, n, m, d, sd)
    inner = share * (1 - share)
    # Where all are missing but a few, a share can come so near to 1 that its logit has no digits.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        logit, se = special.logit(share), np.sqrt(variance)
        se_logit = se / inner
        low, high = (special.expit(logit + side * z * se_logit) for side in (-1, 1))
    share, se, logit, se_logit, low, high = (
        np.where(usable, each, nan) for each in (share, se, logit, se_logit, low, high)
    )
    return ImorShare(share, se, logit, se_logit, low, high, reasons)


def effects_of_shares(
    first: ImorShare, second: ImorShare, measure: str
) -> tuple[Floats, Floats, Floats]:
    """Effect of each study, first share against second, and what each adds to its variance.

    OR and RR are on the natural log, RD is from -1 to 1. By the delta method; nan where a share is
    refused. Shape (k,) each.
    """
    if measure == "OR":
        return first.logit - second.logit, first.se_logit**2, second.se_logit**2
    if measure == "RD":
        return first.share - second.share, first.se**2, second.se**2
    log_ratio: Floats = np.log(first.share / second.share)
    return log_ratio, (first.se / first.share) ** 2, (second.se / second.share) ** 2


def missing_share(responders: float, assessed: float, imor: float) -> float:
    """Share of the missing who respond, from 0 to 1, under an assumption on their odds.

    `responders` of `assessed` persons, above 0; `imor` as in `imor_share`, which adds the same 1/2.
    """
    x, n = (np.asarray(each, np.float64) for each in (responders, assessed))
    p, _ = _assessed_share(x, n)
    return float(_missing_share(p, np.asarray(imor, np.float64)))


def _broadcast(*values: ArrayLike) -> list[Floats]:
    arrays = np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in values))
    x, n, m, d, sd = arrays
    if not (np.all(d >= 0) and np.all(sd >= 0) and np.all(np.isfinite(sd))):
        raise ValueError("an odds ratio and the standard deviation of its logarithm are 0 or more")
    if np.any(x < 0) or np.any(x > n) or np.any(np.isinf(n)) or np.any(np.isinf(m)):
        raise ValueError("responders must lie between 0 and assessed, and all counts be finite")
    for each in (x, n, m):
        if np.any(each != np.rint(each), where=~np.isnan(each)):
            raise ValueError("counts must be whole numbers")
    return list(arrays)


def _reasons(x: Floats, n: Floats, m: Floats) -> NDArray[np.object_]:
    reasons = np.full(x.shape, None, dtype=object)
    for reason, holds in (
        (Refusal.FEWER_ENROLLED, m < 0),
        (Refusal.ENROLLED_NOT_KNOWN, np.isnan(m)),
        (Refusal.NOBODY_ASSESSED, n == 0),
        (Refusal.COUNTS_NOT_KNOWN, np.isnan(x) | np.isnan(n)),
    ):
        reasons[holds] = reason
    return reasons


def _share(x: Floats, n: Floats, m: Floats, d: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """Share of all enrolled and its variance; n is above 0."""
    enrolled = n + m
    a = m / enrolled
    p, n = _assessed_share(x, n)
    p_missing = _missing_share(p, d)
    is_all = np.isinf(d)
    odds = np.where(is_all, 1.0, d)
    below = odds * p + 1 - p
    slope = (1 - a) + np.where(is_all, 0.0, a * odds / below**2)
    variance = (
        p * (1 - p) / n * slope**2
        + a * (1 - a) / enrolled * (p_missing - p) ** 2
        + (a * p_missing * (1 - p_missing) * sd) ** 2
    )
    return (1 - a) * p + a * p_missing, variance


def _assessed_share(x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Share of those assessed, and how many they are, with the 1/2 where that is needed."""
    added = np.where((x == 0) | (x == n), 0.5, 0.0)
    return (x + added) / (n + 2 * added), n + 2 * added


def _missing_share(p: Floats, d: Floats) -> Floats:
    is_all = np.isinf(d)
    odds = np.where(is_all, 1.0, d)
    return np.where(is_all, 1.0, odds * p / (odds * p + 1 - p))
