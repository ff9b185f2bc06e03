"""Ratios of two independent proportions and of their odds, with score intervals."""

from collections.abc import Callable
from math import exp, inf, log, sqrt

from lib.stats.effect_measures import Counts, Effect, require_level, z_at
from lib.stats.refusal import Refusal

KOOPMAN = "Koopman's score (1984)"
MIETTINEN_NURMINEN = "Miettinen and Nurminen's score (1985)"

# Logarithm of a ratio beyond that of any study.
_FAR = 60.0


def risk_ratio(first: Counts, second: Counts, level: int = 95) -> Effect:
    """Ratio of two arms' proportions, with Koopman's interval.

    The interval holds each ratio that the score test does not reject: with both proportions
    estimated under that ratio, Pearson's chi-squared stays below its quantile. Koopman (1984),
    Biometrics 40:513. The ratio and its upper end are inf where nobody in the second arm responds.
    """
    name = "risk ratio"
    if reason := why_no_ratio(first, second):
        return Effect(name, KOOPMAN, require_level(level), reason=reason)
    x, n, y, m = first.responders, first.n, second.responders, second.n
    limit = z_at(level) ** 2
    best = x * m / (y * n) if y else inf
    # The search for the ends starts at the estimate, or at the end that the estimate is at.
    middle = log(best) if 0 < best < inf else -_FAR if best == 0 else _FAR

    def too_far(log_ratio: float) -> bool:
        return _chi_squared_of_ratio(first, second, exp(log_ratio)) > limit

    low = exp(_edge(too_far, middle, -_FAR)) if x else 0.0
    high = exp(_edge(too_far, middle, _FAR)) if y else inf
    return Effect(name, KOOPMAN, level, best, low, high)


def odds_ratio(first: Counts, second: Counts, level: int = 95) -> Effect:
    """Ratio of two arms' odds of responding, with Miettinen and Nurminen's interval.

    Miettinen & Nurminen (1985), Statistics in Medicine 4:213. The interval always contains the
    estimate and becomes its reciprocal when the arms are exchanged, even with a 0 in the table.
    With the totals fixed, an odds ratio determines how many of the first arm are expected to
    respond, so the ends are searched on that scale. The odds ratio and its upper end are inf where
    everybody in the first arm or nobody in the second responds.
    """
    name = "odds ratio"
    if reason := why_no_odds_ratio(first, second):
        return Effect(name, MIETTINEN_NURMINEN, require_level(level), reason=reason)
    x, n, y, m = first.responders, first.n, second.responders, second.n
    total = n + m
    limit = z_at(level) ** 2 * total / (total - 1)

    def cells(expected: float) -> tuple[float, float, float, float]:
        return expected, m - (x + y - expected), n - expected, x + y - expected

    def too_far(expected: float) -> bool:
        table = cells(expected)
        if min(table) <= 0:
            return True
        return (x - expected) ** 2 * sum(1 / cell for cell in table) > limit

    low = _odds(cells(_edge(too_far, x, max(0.0, x + y - m)))) if x and m - y else 0.0
    high = _odds(cells(_edge(too_far, x, min(n, x + y)))) if y and n - x else inf
    best = _odds(cells(x))
    return Effect(name, MIETTINEN_NURMINEN, level, best, low, high)


def _chi_squared_of_ratio(first: Counts, second: Counts, ratio: float) -> float:
    """Pearson's chi-squared with both proportions estimated under the ratio."""
    x, n, y, m = first.responders, first.n, second.responders, second.n
    # The second arm's proportion q solves a q^2 - b q + c = 0; this root loses no digits.
    a, b, c = (n + m) * ratio, n * ratio + x + m + y * ratio, x + y
    q = min(2 * c / (b + sqrt(max(b * b - 4 * a * c, 0.0))), 1 / ratio, 1.0)
    return _distance(first, q * ratio) + _distance(second, q)


def _distance(arm: Counts, proportion: float) -> float:
    gap = arm.responders - arm.n * proportion
    spread = arm.n * proportion * (1 - proportion)
    if spread > 0:
        return gap * gap / spread
    return 0.0 if abs(gap) <= 1e-9 * arm.n else inf


def _edge(too_far: Callable[[float], bool], inside: float, outside: float) -> float:
    """Where `too_far` begins to hold between `inside` and `outside`, by bisection."""
    for _ in range(200):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        if too_far(middle):
            outside = middle
        else:
            inside = middle
    return inside


def _odds(cells: tuple[float, float, float, float]) -> float:
    above, below = cells[0] * cells[1], cells[2] * cells[3]
    return above / below if below else inf


def why_no_ratio(first: Counts, second: Counts) -> Refusal | None:
    """Why two arms have no ratio of proportions; None where they have."""
    if not (first.has_proportion and second.has_proportion):
        return Refusal.NOBODY_ASSESSED
    return None if first.responders + second.responders else Refusal.NOBODY_RESPONDED


def why_no_odds_ratio(first: Counts, second: Counts) -> Refusal | None:
    """Why two arms have no odds ratio; None where they have."""
    if reason := why_no_ratio(first, second):
        return reason
    everybody = first.responders == first.n and second.responders == second.n
    return Refusal.EVERYBODY_RESPONDED if everybody else None
