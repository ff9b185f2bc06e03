"""Half-lives with profile-likelihood intervals, as ratios to SciPy's optimisers a series at a time.

    python -m benchmarks.decay

Simulated are series of three to eight visits of 15 to 80 patients whose response falls. Both sides
fit the same series in the same process and take turns:

- `scipy`: for each series ``scipy.optimize.minimize`` (L-BFGS-B, bounded) for the fit, and
  ``brentq`` for each end of the interval over a profile by ``minimize_scalar``: what one would
  write without knowing that the likelihood is concave.
- `dashboard`: `half_lives`, all series at once, from counts to what the page shows.

A share of the series is given to SciPy (``--scipy-series``), and its time scaled to all. The two
must agree on the half-lives and their ends, or the benchmark stops.

With ``--coverage`` it tells instead how often the interval holds the true half-life, of the series
that are not refused, at 3, 6 and 12 months: where the same patients are followed, none of whom
responds again once they have stopped, and where each visit assesses others.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from math import log
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from lib.stats.decay.half_life import HalfLife, half_lives
from lib.stats.persistence import Visit

Counts = NDArray[np.int64]
T = TypeVar("T")
Ends = tuple[float, float, float]
"""Half-life, and the ends of its interval."""

_MONTHS = (1, 3, 6, 9, 12, 15, 18, 24)
_DROP = special.ndtri(0.975) ** 2 / 2
_SMALLEST_RATE = 1e-9


def main() -> None:
    options = _arguments()
    rng = np.random.default_rng(options.seed)
    if options.coverage:
        _coverage(options.series, rng)
        return
    series = _falling(options.series, rng)
    few = series[: options.scipy_series]
    half_lives(few[:1])  # whatever is got ready once
    turns = []
    for _ in range(options.turns):
        scipy_seconds, theirs = _timed(lambda: [_by_scipy(visits) for visits in few])
        seconds, ours = _timed(lambda: half_lives(series))
        turns.append((scipy_seconds * len(series) / len(few), seconds))
    _require_agreement(ours[: len(few)], theirs)
    _report(turns, series, len(few))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Half-lives of many series against SciPy.")
    parser.add_argument("--series", type=int, default=1_000)
    parser.add_argument("--scipy-series", type=int, default=50)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--coverage", action="store_true")
    return parser.parse_args()


def _falling(count: int, rng: np.random.Generator) -> list[list[Visit]]:
    """Series that are not refused, so that each is a fit."""
    series: list[list[Visit]] = []
    while len(series) < count:
        drawn = [_drawn(rng) for _ in range(count)]
        found = half_lives(drawn)
        series += [visits for visits, half in zip(drawn, found, strict=True) if not half.reason]
    return series[:count]


def _drawn(rng: np.random.Generator) -> list[Visit]:
    months = np.sort(rng.choice(_MONTHS, rng.integers(3, len(_MONTHS) + 1), replace=False))
    n = int(rng.integers(15, 81))
    p = rng.uniform(0.5, 1) * np.exp(-rng.uniform(0.01, 0.15) * months)
    return _visits(months, rng.binomial(n, p), n)


def _visits(months: Sequence[int] | Counts, responders: Counts, n: int) -> list[Visit]:
    return [Visit(int(t), int(x), n) for t, x in zip(months, responders, strict=True)]


def _timed(run: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def _by_scipy(visits: list[Visit]) -> Ends:
    t, x, n = np.array([(v.months, v.responders, v.assessed) for v in visits]).T

    def lacking(p0: float, rate: float) -> float:
        p = np.clip(p0 * np.exp(-rate * t), 1e-300, 1 - 1e-15)
        return -float((x * np.log(p) + (n - x) * np.log1p(-p)).sum())

    def profile(rate: float) -> float:
        found = optimize.minimize_scalar(
            lacking, (), (1e-9, 1), (rate,), method="bounded", options={"xatol": 1e-10}
        )
        return min(float(found.fun), lacking(1, rate))

    best = optimize.minimize(
        lambda at: lacking(*at), (0.8, 0.05), bounds=[(1e-6, 1), (0, 5)], tol=1e-12
    )
    rate, target = best.x[1], best.fun + _DROP
    high = optimize.brentq(lambda at: profile(at) - target, rate, 5)
    if profile(0) <= target:
        return log(2) / rate, log(2) / high, float("inf")
    low = optimize.brentq(lambda at: profile(at) - target, 0, rate)
    return log(2) / rate, log(2) / high, log(2) / low


def _require_agreement(ours: list[HalfLife], theirs: list[Ends]) -> None:
    for half, ends in zip(ours, theirs, strict=True):
        if not np.allclose((half.months, half.low, half.high), ends, rtol=1e-3):
            raise SystemExit(f"not the same: {half.months:.1f} months and {ends} by SciPy")


def _report(turns: list[tuple[float, float]], series: list[list[Visit]], few: int) -> None:
    print(f"{len(series):,} half-lives with intervals, {len(turns)} turns, medians (ranges)")
    for name, seconds in zip(("scipy", "dashboard"), zip(*turns, strict=True), strict=True):
        print(f"  {name:10} {_spread(seconds, 3)} s")
    print(f"  dashboard / scipy {_spread([ours / theirs for theirs, ours in turns], 5)}")
    print(f"  scipy did {few} of the series, its seconds are scaled to all")


def _spread(values: Sequence[float], digits: int) -> str:
    median, low, high = statistics.median(values), min(values), max(values)
    return f"{median:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def _coverage(count: int, rng: np.random.Generator) -> None:
    months = (3, 6, 12)
    print(f"{count:,} series each at 3, 6 and 12 months; 95% interval holds the true half-life")
    print("   n   p0  half-life  same patients     refused     others each time  refused")
    for n, p0, half in ((20, 0.9, 6), (20, 0.9, 12), (20, 0.7, 12), (40, 0.8, 12), (40, 0.9, 24)):
        p = p0 * 0.5 ** (np.array(months) / half)
        others = rng.binomial(n, p, (count, 3))
        # The same patients: each responds as long as one draw of theirs allows, and never again.
        same = (rng.uniform(size=(count, n, 1)) < p).sum(axis=1)
        print(f"{n:4} {p0:4} {half:10}", end="")
        for responders in (same, others):
            found = half_lives([_visits(months, row, n) for row in responders])
            fitted = [each for each in found if not each.reason]
            held = statistics.mean(each.low <= half <= each.high for each in fitted)
            print(f"  {100 * held:12.1f}% {100 * (1 - len(fitted) / count):10.1f}%", end="")
        print()


if __name__ == "__main__":
    main()
