"""Rules that compare a rate with the counts of its row."""

import numpy as np

from lib.arrays import Floats, Mask
from lib.stats.intervals import counts_behind, nearest_counts
from lib.studies.problems import Facts
from lib.studies.validation.row_numbers import Numbers, RowRule

PERSONS_NEAR, POINTS_NEAR = 1, 0.5
"""How many persons and percentage points a misprinted rate is away from the counts at most."""
_HAIR = 1e-9


def _countable(numbers: Numbers, n: Floats) -> Mask:
    """Rows with a printed rate and n, where the rate is a count over a count."""
    rate = numbers["rate_pct"]
    return (rate >= 0) & (rate <= 100) & (n >= 1) & ~numbers.timed


def _possible(numbers: Numbers, n: Floats, able: Mask) -> tuple[Floats, Floats]:
    """First and last count of n that prints as the rate does; nan for rows not able."""
    first, last = np.full(len(able), np.nan), np.full(len(able), np.nan)
    rate, decimals = numbers["rate_pct"][able], numbers["rate_decimals"][able]
    first[able], last[able] = counts_behind(rate, decimals, n[able])
    return first, last


def _fits(numbers: Numbers, n: Floats) -> Mask:
    """Rows whose printed rate is what `responders` of n give, to its own decimals."""
    responders = numbers["responders"]
    able = _countable(numbers, n) & (responders >= 0)
    first, last = _possible(numbers, n, able)
    return (responders >= first) & (responders <= last)


def _differs(numbers: Numbers) -> Mask:
    n, responders = numbers["n_assessed"], numbers["responders"]
    both = _countable(numbers, n) & (responders >= 0) & (responders <= n)
    return both & ~_fits(numbers, n)


def _is_near(numbers: Numbers) -> Mask:
    """Rows whose rate and counts lie so close that one can be a misprint of the other."""
    rate, n = numbers["rate_pct"], numbers["n_assessed"]
    persons = np.abs(rate * n / 100 - numbers["responders"])
    with np.errstate(divide="ignore", invalid="ignore"):
        points = 100 * persons / n
    return (persons <= PERSONS_NEAR + _HAIR) & (points <= POINTS_NEAR + _HAIR)


def _disagrees(numbers: Numbers) -> Mask:
    return _differs(numbers) & ~_is_near(numbers)


def _misprint(numbers: Numbers) -> Mask:
    return _differs(numbers) & _is_near(numbers)


def _no_count(numbers: Numbers) -> Mask:
    n = numbers["n_assessed"]
    able = _countable(numbers, n) & np.isnan(numbers["responders"])
    first, last = _possible(numbers, n, able & ~_below_one(numbers["rate_pct"]))
    return first > last


def _below_one(rate: Floats) -> Mask:
    return (rate > 0) & (rate < 1)


def _all_fractions(numbers: Numbers) -> bool:
    return not (numbers["rate_pct"] > 1).any()


def _fraction(numbers: Numbers) -> Mask:
    rate = numbers["rate_pct"]
    small = _below_one(rate)
    if small.any() and _all_fractions(numbers):
        small |= rate == 1
    return small & ~_fits(numbers, numbers["n_assessed"])


def _about_disagreement(numbers: Numbers) -> Facts:
    fits_enrolled = _fits(numbers, numbers["n_enrolled"])

    def words(row: int) -> dict[str, str]:
        places = max(1, int(numbers.at(row, "rate_decimals")))
        share = 100 * numbers.at(row, "responders") / numbers.at(row, "n_assessed")
        also = f" It is the share of the {numbers.at(row, 'n_enrolled'):.0f} enrolled."
        enrolled = fits_enrolled[numbers.index.get_loc(row)]
        return {"computed": f"{share:.{places}f}", "also": also if enrolled else ""}

    return words


def _about_counts(numbers: Numbers) -> Facts:
    def words(row: int) -> dict[str, str]:
        rate, n = numbers.at(row, "rate_pct"), numbers.at(row, "n_assessed")
        places = int(numbers.at(row, "rate_decimals"))
        low, high = (float(count) for count in nearest_counts(rate, n))
        return {
            "low": f"{low:.0f}",
            "low_pct": f"{100 * low / n:.{places}f}",
            "high": f"{high:.0f}",
            "high_pct": f"{100 * high / n:.{places}f}",
        }

    return words


def _about_fraction(numbers: Numbers) -> Facts:
    whole = "; no rate in this file is above 1" if _all_fractions(numbers) else ""
    return lambda row: {
        "whole_column": whole,
        "rate_times_100": f"{100 * numbers.at(row, 'rate_pct'):.10g}",
    }


RATE_DISAGREES = RowRule(
    "rate_disagrees",
    "The rate is responders / assessed",
    "error",
    ("rate_pct", "responders", "n_assessed"),
    "{responders} of {n_assessed} is {computed}%, not {value}.{also}",
    "Correct the one that is wrong, or leave empty the one that is not printed.",
    _disagrees,
    _about_disagreement,
)
RATE_MISPRINT = RowRule(
    "rate_misprint",
    "The rate is printed as the counts give it",
    "warning",
    ("rate_pct", "responders", "n_assessed"),
    "{responders} of {n_assessed} is {computed}%, printed as {value}: the counts are used.{also}",
    "If the source prints all three so, leave them; otherwise correct the one that is wrong.",
    _misprint,
    _about_disagreement,
)
GRIM = RowRule(
    "grim",
    "Some count gives the rate (GRIM test)",
    "warning",
    ("rate_pct", "n_assessed"),
    "No count of {n_assessed} gives {value}%: {low} of {n_assessed} is {low_pct}%, {high} is "
    "{high_pct}%.",
    "Check both numbers. If they are printed so, it may be an estimate (time_to_event), "
    "another denominator or a misprint: say so in the note.",
    _no_count,
    _about_counts,
)
FRACTION = RowRule(
    "fraction",
    "A rate is in percent, not a fraction",
    "warning",
    ("rate_pct",),
    "{value} means {value}%, less than one in a hundred{whole_column}.",
    "If {rate_times_100}% is meant, write {rate_times_100}.",
    _fraction,
    _about_fraction,
)
RULES = (
    RATE_DISAGREES,
    RATE_MISPRINT,
    GRIM,
    FRACTION,
)
