"""How often 95% intervals of pooled changes and of the Bayesian pool hold the truth.

    python -m benchmarks.coverage           in full, at most 10 minutes
    python -m benchmarks.coverage --small   about half a minute

Changes: 3 to 15 simulated studies of 15 to 40 patients, each seen twice; 60% respond at first and
50% later, and a patient's two answers have the true correlation. Each set is pooled with the
correlation asked as 0, the default, and as the true one, which the counts of a study may not allow.

Bayes: the share of the median study, and the true share of one more study, with tau's prior at
1 and at 0.5. Random numbers start from a fixed seed.
"""

import argparse
import statistics
import time

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lib.stats.meta_analysis.bayes import TAU_SCALES, bayesian_pool
from lib.stats.meta_analysis.change import pool_change

Floats = NDArray[np.float64]

STUDIES = (3, 5, 8, 15)
CORRELATIONS = (0.0, 0.2, 0.4, 0.6, 0.8)
SPREADS = (0.0, 0.5, 1.0)
SEED = 2026


def main() -> None:
    parser = argparse.ArgumentParser(description="Coverage of pooled changes, and of Bayes.")
    parser.add_argument("--small", action="store_true", help="fewer simulations and scenarios")
    parser.add_argument("--simulations", type=int, help="for each scenario")
    options = parser.parse_args()
    turns = options.simulations or (150 if options.small else 2_000)
    start = time.perf_counter()
    print(f"Coverage of 95% intervals, {turns:,} simulations each; refused ones are left out")
    _changes(turns, (0.0, 0.4, 0.8) if options.small else CORRELATIONS)
    _bayes(turns, (3, 8) if options.small else STUDIES)
    print(f"{time.perf_counter() - start:.0f} s")


def _changes(turns: int, correlations: tuple[float, ...]) -> None:
    random = np.random.default_rng(SEED)
    print("\nRetention ratio\nstudies  true correlation  asked 0  asked as true  refused")
    for k in STUDIES:
        for correlation in correlations:
            sets = [two_visits(random, k, correlation) for _ in range(turns)]
            columns = [_held(sets, asked) for asked in (0.0, correlation)]
            refused = turns - columns[0][1]
            print(
                f"{k:7} {correlation:17.1f} {columns[0][0]:8.1%} {columns[1][0]:14.1%} {refused:8}"
            )


def _held(sets: list[tuple[Floats, ...]], asked: float) -> tuple[float, int]:
    """Share of the sets whose interval holds the truth, and how many have one."""
    found = [pool_change(*tables, measure="RR", correlation=asked) for tables in sets]
    held = [each.low <= TRUTH <= each.high for each in found if not each.reason]
    return statistics.fmean(held), len(held)


FIRST, LATER = 0.6, 0.5
TRUTH = float(np.log(LATER / FIRST))


def two_visits(random: np.random.Generator, k: int, correlation: float) -> tuple[Floats, ...]:
    """Responders and assessed of k studies at two visits of the same patients.

    Each patient responds both times, once or never, with the chances that give the two shares
    and the correlation.
    """
    n = random.integers(15, 41, k)
    spread = np.sqrt(FIRST * (1 - FIRST) * LATER * (1 - LATER))
    both = FIRST * LATER + correlation * spread
    chances = [both, FIRST - both, LATER - both, 1 - FIRST - LATER + both]
    cells = random.multinomial(n, chances).astype(float)
    size = n.astype(float)
    return cells[:, 0] + cells[:, 1], size, cells[:, 0] + cells[:, 2], size


def _bayes(turns: int, studies: tuple[int, ...]) -> None:
    random = np.random.default_rng(SEED)
    scales = "".join(f"  median, tau {scale:g}  new, tau {scale:g}" for scale in TAU_SCALES)
    print(f"\nBayesian pool\nstudies  share  tau{scales}")
    for k in studies:
        for share in (0.2, 0.5):
            for tau in SPREADS:
                shown = _bayes_row(random, (k, share, tau), turns)
                print(f"{k:7} {share:6.0%} {tau:4.1f}{shown}")


def _bayes_row(random: np.random.Generator, scenario: tuple[int, float, float], turns: int) -> str:
    k, share, tau = scenario
    median: dict[float, list[bool]] = {scale: [] for scale in TAU_SCALES}
    new: dict[float, list[bool]] = {scale: [] for scale in TAU_SCALES}
    for _ in range(turns):
        logits = special.logit(share) + tau * random.standard_normal(k + 1)
        shares, n = special.expit(logits), random.integers(15, 41, k)
        x = random.binomial(n, shares[:k])
        for scale in TAU_SCALES:
            found = bayesian_pool(x, n, tau_scale=scale)
            median[scale].append(found.low <= share <= found.high)
            new[scale].append(bool(found.new_low <= shares[k] <= found.new_high))
    return "".join(
        f"{statistics.fmean(median[scale]):15.1%} {statistics.fmean(new[scale]):11.1%}"
        for scale in TAU_SCALES
    )


if __name__ == "__main__":
    main()
