"""Pooling studies: how long it takes, as ratios to other tools in the same run.

    python -m benchmarks.pooling              times
    python -m benchmarks.pooling --coverage   how often the intervals hold the truth

Contrasts of arms, changes within studies, shares with the missing unlike the others, and Bayes are
timed for 20 studies, beside `rma` and `rma.glmm` (`UM.FS`) where these are installed.

The times are medians of whole answers: estimate, intervals, tau2 with its interval, Q and I2. Tools
that are not installed are said to be missing, and left out. statsmodels (DerSimonian-Laird) and
PyMARE (REML) give less: neither has a model for counts. `rma.glmm` of the R package metafor (with
lme4; Debian's `r-cran-metafor` and `r-cran-lme4`) fits the same model, is timed inside R without
R's start, and must find the same mean and tau2, or the benchmark stops.

The coverage counts how often a 95% interval of 3 to 8 simulated studies of 15 to 40 patients holds
the true proportion of the median study. Random numbers start from a fixed seed.
"""

import argparse
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lib.stats.arm_contrast import Enrolment
from lib.stats.intervals import interval
from lib.stats.meta_analysis.bayes import bayesian_pool
from lib.stats.meta_analysis.change import pool_change
from lib.stats.meta_analysis.contrasts import glmm_odds_ratio, mantel_haenszel, pool_contrasts
from lib.stats.meta_analysis.pool import leave_one_out, logits, pool_counts, pool_estimates
from lib.stats.missing import IMORS, imor_share
from lib.stats.tipping_point import tipping_point

Floats = NDArray[np.float64]
Run = Callable[[], object]

# Seconds that a pooled GLMM may take.
LIMITS = {14: 0.005, 5_000: 0.5}

R_TURNS = 15
R_SCRIPT = """
suppressMessages(library(metafor))
x <- c({x}); n <- c({n})
fit <- rma.glmm(measure="PLO", xi=x, ni=n, nAGQ=25)
times <- replicate({turns}, system.time(rma.glmm(measure="PLO", xi=x, ni=n, nAGQ=25))[["elapsed"]])
cat(median(times), coef(fit), fit$tau2, as.character(packageVersion("metafor")))
"""


# Seconds that each answer for 20 studies may take.
LIMITS_OF_20 = {
    "pool_contrasts": 0.002,
    "mantel_haenszel": 0.002,
    "glmm_odds_ratio": 0.030,
    "imor_share, 20 studies, 7 imors": 0.002,
    "tipping_point": 0.005,
    "pool_change": 0.002,
    "bayesian_pool": 0.002,
}

R_CONTRASTS = """
suppressMessages(library(metafor))
x1 <- c({0}); n1 <- c({1}); x2 <- c({2}); n2 <- c({3})
one <- function() {{
  fit <- rma(measure="OR", ai=x1, ci=x2, n1i=n1, n2i=n2, test="adhoc"); confint(fit); fit
}}
two <- function() rma.glmm(measure="OR", ai=x1, ci=x2, n1i=n1, n2i=n2, model="UM.FS", test="t")
times <- function(run, turns) median(replicate(turns, system.time(run())[["elapsed"]]))
cat(times(one, 15), times(two, 5), coef(one()), as.character(packageVersion("metafor")))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Pooling: times, or coverage.")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--simulations", type=int, default=1_000, help="for each scenario")
    options = parser.parse_args()
    if options.coverage:
        _coverage(options.simulations)
        return
    _times_of_two_sides(20, turns=100)
    _times(14, 40, turns=100)
    _times(5_000, 40, turns=5)
    _times(5_000, 400, turns=5)  # hardly two alike, which else are reckoned once


def _times(k: int, largest: int, turns: int) -> None:
    random = np.random.default_rng(k)
    x, n = simulate(random, random.integers(15, largest + 1, k), 0.4, 0.8)
    seconds = {"GLMM": _median(lambda: pool_counts(x, n), turns)}
    seconds["REML"] = _median(lambda: pool_estimates(*logits(x, n)), turns)
    if k < 100:
        seconds["GLMM, leave one out"] = _median(lambda: leave_one_out(pool_counts, x, n), 5)
    different = np.unique(np.stack([x, n]), axis=1).shape[1]
    print(f"{k:,} studies of 15 to {largest} patients, {different:,} of them different")
    within = "within" if seconds["GLMM"] <= LIMITS[k] else "OVER"
    baselines = _baselines(x, n, turns)
    for name, taken in (seconds | baselines).items():
        ratios = (f"{taken / base:.2f} x {other}" for other, base in baselines.items())
        note = f", {within} {1e3 * LIMITS[k]:g} ms" if name == "GLMM" else ""
        shown = "" if name in baselines else f"  {', '.join(ratios)}"
        print(f"  {name:34} {1e3 * taken:8.2f} ms{note}{shown}")


def _times_of_two_sides(k: int, turns: int) -> None:
    """Times of what takes two arms or visits of each study, of Bayes, and of the same in R."""
    random = np.random.default_rng(k)
    x1, n1 = simulate(random, random.integers(15, 61, k), 0.4, 0.6)
    x2, n2 = simulate(random, random.integers(15, 61, k), 0.3, 0.6)
    tables = (np.maximum(x1, 1), n1, x2, n2)
    arms = [Enrolment(30, 60, 70), Enrolment(20, 60, 80)]
    runs: dict[str, Run] = {
        "pool_contrasts": lambda: pool_contrasts(*tables, measure="OR"),
        "mantel_haenszel": lambda: mantel_haenszel(*tables, measure="OR"),
        "glmm_odds_ratio": lambda: glmm_odds_ratio(*tables),
        "imor_share, 20 studies, 7 imors": lambda: imor_share(x1, n1, 5, np.array([IMORS]).T),
        "tipping_point": lambda: tipping_point(*arms, varied="first"),
        "pool_change": lambda: pool_change(*tables, measure="RR", correlation=0.5),
        "bayesian_pool": lambda: bayesian_pool(x1, n1),
    }
    print(f"{k} studies of 15 to 60 patients a side")
    others = _metafor_contrasts(tables)
    for name, run in runs.items():
        taken, limit = _median(run, turns), LIMITS_OF_20[name]
        within = "within" if taken <= limit else "OVER"
        ratios = "".join(f", {taken / base:.3f} x {other}" for other, base in others.items())
        print(f"  {name:34} {1e3 * taken:8.2f} ms, {within} {1e3 * limit:g} ms{ratios}")


def _metafor_contrasts(tables: tuple[Floats, ...]) -> dict[str, float]:
    """Seconds of metafor for the same tables; it must find the same odds ratio."""
    if not shutil.which("Rscript"):
        print("  rma and rma.glmm: skipped, R is not installed")
        return {}
    script = R_CONTRASTS.format(*(",".join(map(str, each)) for each in tables))
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode:
        print("  rma and rma.glmm: skipped, metafor and lme4 are not both installed")
        return {}
    *numbers, version = done.stdout.split()
    rma, rma_glmm, estimate = map(float, numbers)
    ours = pool_contrasts(*tables, measure="OR").estimate
    if not np.isclose(ours, estimate, rtol=1e-5):
        raise SystemExit(f"not the same: {ours}, by rma {estimate}")
    print(f"  rma: metafor {version} finds the same odds ratio")
    return {"rma": rma, "rma.glmm": rma_glmm}


def _baselines(x: Floats, n: Floats, turns: int) -> dict[str, float]:
    """Seconds of the other tools, those that are installed."""
    estimates, errors = logits(x, n)
    found: dict[str, float] = {}
    for name, make in (("statsmodels DL", _statsmodels), ("PyMARE REML", _pymare)):
        try:
            found[name] = _median(make(estimates, errors**2), turns)
        except ImportError as missing:
            print(f"  {name}: not installed ({missing.name})")
    return found | _metafor(x, n)


def _statsmodels(estimates: Floats, variances: Floats) -> Run:
    from statsmodels.stats.meta_analysis import combine_effects

    return lambda: combine_effects(estimates, variances, method_re="dl")


def _pymare(estimates: Floats, variances: Floats) -> Run:
    from pymare.estimators import (  # type: ignore[import-not-found, unused-ignore]
        VarianceBasedLikelihoodEstimator,
    )

    y, v, design = estimates[:, None], variances[:, None], np.ones((estimates.size, 1))
    return lambda: VarianceBasedLikelihoodEstimator(method="REML").fit(y, v, design).summary()


def _metafor(x: Floats, n: Floats) -> dict[str, float]:
    if not shutil.which("Rscript"):
        print("  rma.glmm: skipped, R is not installed")
        return {}
    if x.size > 100:
        print("  rma.glmm: skipped, it would take long")
        return {}
    script = R_SCRIPT.format(x=",".join(map(str, x)), n=",".join(map(str, n)), turns=R_TURNS)
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode:
        print("  rma.glmm: skipped, the R packages metafor and lme4 are not both installed")
        return {}
    *numbers, version = done.stdout.split()
    seconds, mean, tau2 = map(float, numbers)
    ours = pool_counts(x, n)
    if not np.allclose((ours.logit, ours.tau2), (mean, tau2), rtol=1e-3):
        raise SystemExit(f"not the same: {ours.logit} and {ours.tau2}, by rma.glmm {mean}, {tau2}")
    print(f"  rma.glmm: metafor {version} finds the same mean and tau2")
    return {"rma.glmm": seconds}


def _median(run: Run, turns: int) -> float:
    run()
    return statistics.median(_timed(run) for _ in range(turns))


def _timed(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def simulate(
    random: np.random.Generator, n: NDArray[np.int64], p: float, tau: float
) -> tuple[Floats, Floats]:
    """Responders and assessed of studies of n patients around the proportion p."""
    theta = special.logit(p) + tau * random.standard_normal(n.size)
    return random.binomial(n, special.expit(theta)).astype(float), n.astype(float)


def _coverage(simulations: int) -> None:
    random = np.random.default_rng(2024)
    print(f"Coverage of 95% intervals, {simulations:,} simulations each; refused ones are left out")
    print("studies  truth  tau   GLMM, t  REML, Knapp-Hartung  crude sums  refused")
    for k in (3, 5, 8):
        for p in (0.2, 0.5):
            for tau in (0.0, 0.5, 1.0):
                sizes = random.integers(15, 41, (simulations, k))
                drawn = [simulate(random, n, p, tau) for n in sizes]
                print(f"{k:7} {p:6.0%} {tau:4.1f} {_row(drawn, p)}")


def _row(drawn: list[tuple[Floats, Floats]], p: float) -> str:
    held: dict[str, list[bool]] = {"GLMM": [], "REML": [], "crude": []}
    for x, n in drawn:
        glmm = pool_counts(x, n)
        if glmm.reason:
            continue
        reml = pool_estimates(*logits(x, n))
        low, high = interval(x.sum(), n.sum())
        held["GLMM"].append(glmm.low <= p <= glmm.high)
        held["REML"].append(reml.low <= p <= reml.high)
        held["crude"].append(bool(low <= p <= high))
    shares = [statistics.fmean(each) for each in held.values()]
    refused = len(drawn) - len(held["GLMM"])
    return f"{shares[0]:9.1%} {shares[1]:20.1%} {shares[2]:11.1%} {refused:8}"


if __name__ == "__main__":
    main()
