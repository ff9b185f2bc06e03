"""Intervals for a proportion, and the whole counts behind a printed percentage.

Only NumPy and ``scipy.special`` are imported: ``scipy.stats`` alone would add about half a second
to every start of the dashboard.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lib.arrays import Floats

LEVELS: tuple[int, ...] = (80, 90, 95, 99)

# A double holds 15 decimal digits, and the 100 of a percentage takes three of them.
_READABLE_DECIMALS = 12


def interval(
    responders: ArrayLike, n: ArrayLike, method: str = "wilson", level: int = 95
) -> tuple[Floats, Floats]:
    """Two-sided confidence interval for the proportion ``responders / n``.

    Parameters
    ----------
    responders, n : array_like
        Persons who respond, and persons assessed. Broadcast against each other.
    method : str
        One of `METHODS`.
    level : int
        Percent, one of `LEVELS`.

    Returns
    -------
    low, high : ndarray of float
        Proportions from 0 to 1, in the broadcast shape; nan where ``n`` is 0 or an input is nan.

    Raises
    ------
    ValueError
        For an unknown method or level, and unless ``0 <= responders <= n < inf``.

    Notes
    -----
    Every method gives 0 as the lower end when nobody responds and 1 as the upper end when
    everybody does, and contains ``responders / n``.

    - ``wilson``: Wilson (1927), JASA 22:209; equation 4 in Brown, Cai & DasGupta (2001).
    - ``clopper-pearson``: Clopper & Pearson (1934), Biometrika 26:404.
    - ``jeffreys``: equal-tailed; Brown, Cai & DasGupta (2001), Statistical Science 16:101, section
      3.1.2.
    - ``agresti-coull``: Agresti & Coull (1998), The American Statistician 52:119, with z squared
      (not 4) pseudo-observations, clipped to 0-1.
    """
    if method not in _BOUNDS:
        raise ValueError(f"unknown method {method!r}: choose one of {', '.join(METHODS)}")
    if level not in LEVELS:
        raise ValueError(f"unknown level {level!r}: choose one of {LEVELS}, in percent")
    x, size = _counts(responders, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = _BOUNDS[method](x, size, (100 - level) / 100)
    low = np.where(x == 0, 0.0, np.clip(low, 0.0, 1.0))
    high = np.where(x == size, 1.0, np.clip(high, 0.0, 1.0))
    unknown = np.isnan(x) | np.isnan(size) | (size == 0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def counts_behind(percent: ArrayLike, decimals: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Whole counts that a printed percentage can stand for (GRIM test).

    A count k of n persons is possible if ``|100 k / n - percent| <= 0.5 * 10 ** -decimals``, which
    allows for a half rounded up or down. Brown & Heathers (2017), Social Psychological and
    Personality Science 8:363. Computed in whole numbers, so exact.

    Parameters
    ----------
    percent : array_like
        The percentage as printed.
    decimals : array_like
        Decimals with which it was printed, trailing zeros included; more than 12 are read as 12.
    n : array_like
        Persons, whole numbers. The three inputs broadcast.

    Returns
    -------
    first, last : ndarray of float
        Smallest and largest possible count, in the broadcast shape. ``first == last``: one count;
        ``first < last``: several; ``first > last``: none. nan where n is 0 or an input is nan.

    Raises
    ------
    ValueError
        If n is negative or not whole, or decimals is negative or not whole.
    """
    p, d, size = np.broadcast_arrays(*(_floats(values) for values in (percent, decimals, n)))
    _require_whole("n", size)
    _require_whole("decimals", d)
    known = np.isfinite(p) & np.isfinite(d) & (size > 0)
    scale = 10.0 ** np.minimum(d[known], _READABLE_DECIMALS)
    printed = np.rint(np.clip(p[known], -1, 101) * scale)  # -1 and 101 stand for any beyond
    bounds = _whole_bounds(printed, scale, size[known])
    first, last = np.full(p.shape, np.nan), np.full(p.shape, np.nan)
    first[known] = np.maximum(bounds[0], 0)
    last[known] = np.minimum(bounds[1], size[known])
    return first, last


def nearest_counts(percent: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Whole counts on either side of ``percent`` of n persons, within 0 to n.

    Parameters
    ----------
    percent, n : array_like
        Percent from 0 to 100, and persons. They broadcast.

    Returns
    -------
    below, above : ndarray of float
        Equal when ``percent * n / 100`` is whole; nan where an input is nan.
    """
    # Rounded, since 7% of 100 is 7.000000000000001 in floating point.
    exact = np.round(_floats(percent) * _floats(n) / 100, 9)
    return np.clip(np.floor(exact), 0, n), np.clip(np.ceil(exact), 0, n)


def _wilson(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    z = special.ndtri(1 - alpha / 2)
    centre = (x + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * np.sqrt(x * (n - x) / n + z**2 / 4)
    return centre - half, centre + half


def _agresti_coull(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    z = special.ndtri(1 - alpha / 2)
    centre = (x + z**2 / 2) / (n + z**2)
    half = z * np.sqrt(centre * (1 - centre) / (n + z**2))
    return centre - half, centre + half


def _clopper_pearson(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    low = special.betaincinv(x, n - x + 1, alpha / 2)
    high = special.betaincinv(x + 1, n - x, 1 - alpha / 2)
    return low, high


def _jeffreys(x: Floats, n: Floats, alpha: float) -> tuple[Floats, Floats]:
    a, b = x + 0.5, n - x + 0.5
    return special.betaincinv(a, b, alpha / 2), special.betaincinv(a, b, 1 - alpha / 2)


_BOUNDS: dict[str, Callable[[Floats, Floats, float], tuple[Floats, Floats]]] = {
    "wilson": _wilson,
    "clopper-pearson": _clopper_pearson,
    "jeffreys": _jeffreys,
    "agresti-coull": _agresti_coull,
}
METHODS: tuple[str, ...] = tuple(_BOUNDS)


def _counts(responders: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Responders and n as floats of one shape, checked."""
    x, size = np.broadcast_arrays(_floats(responders), _floats(n))
    if np.any(x < 0) or np.any(x > size):
        raise ValueError("responders must lie between 0 and n")
    if np.any(size < 0) or np.any(np.isinf(size)):
        raise ValueError("n must be finite and not negative")
    return x, size


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _require_whole(name: str, values: Floats) -> None:
    if np.any(values < 0) or np.any(values != np.rint(values), where=~np.isnan(values)):
        raise ValueError(f"{name} must be a whole number, 0 or more")


def _whole_bounds(printed: Floats, scale: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Counts k with ``|100 * scale * k - printed * n| <= n / 2``, in whole numbers throughout."""
    largest = 203 * scale.max(initial=1) * n.max(initial=1)
    whole = np.int64 if largest < 2.0**62 else object  # object: Python's unbounded integers
    v, step, size = (values.astype(np.int64).astype(whole) for values in (printed, scale, n))
    step = 200 * step
    first = -((1 - 2 * v) * size // step)
    last = (2 * v + 1) * size // step
    return first.astype(np.float64), last.astype(np.float64)
