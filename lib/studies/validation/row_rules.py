"""Rules that compare the numbers of one row, and what they tell about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.stats.intervals import counts_behind, nearest_counts
from lib.studies.problems import Facts, nothing_more
from lib.studies.schema import MONTHS_MOST, TIME_TO_EVENT

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]

_YEAR_FIRST = 1900
_WEEKS = {26: 6, 52: 12, 78: 18, 104: 24, 156: 36, 208: 48, 260: 60}
_DAYS = {90: 3, 91: 3, 180: 6, 182: 6, 183: 6, 270: 9, 273: 9, 274: 9, 365: 12, 366: 12}
_MONTHS_USUAL = 240  # twenty years: no such follow-up of an injection or an operation is known
_DAYS_IN_MONTH = 365.25 / 12
_Z95 = 1.959964
_ROUNDING = 0.001  # ends and rate printed with one decimal, as shares


@dataclass(frozen=True)
class Numbers:
    """The numbers of all rows, as plain arrays: on a few rows they cost a tenth of a Series."""

    frame: pd.DataFrame

    def __getitem__(self, name: str) -> Floats:
        return self.frame[name].to_numpy()

    def at(self, row: int, name: str) -> float:
        """One number of one row."""
        return float(self[name][self.frame.index.get_loc(row)])

    @property
    def timed(self) -> Mask:
        """Rows whose rate is a time-to-event estimate, and so no count over a count."""
        return np.asarray(self.frame["estimate"] == TIME_TO_EVENT, bool)


@dataclass(frozen=True)
class Across:
    """A rule that compares numbers of one row, and the column it is told about."""

    rule: str
    column: str
    broken: Callable[[Numbers], Mask]
    facts: Callable[[Numbers], Facts] = lambda _numbers: nothing_more


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


def _disagrees(numbers: Numbers) -> Mask:
    n, responders = numbers["n_assessed"], numbers["responders"]
    both = _countable(numbers, n) & (responders >= 0) & (responders <= n)
    return both & ~_fits(numbers, n)


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


def _other_unit(numbers: Numbers) -> Mask:
    months = numbers["months"]
    as_days = (months > _MONTHS_USUAL) & (months <= MONTHS_MOST * _DAYS_IN_MONTH)
    return np.isin(months, [*_WEEKS, *_DAYS]) | as_days


def _rate(numbers: Numbers) -> Floats:
    """The rate as printed, else from the counts, in percent."""
    printed, n = numbers["rate_pct"], numbers["n_assessed"]
    counted = 100 * numbers["responders"] / np.where(n > 0, n, np.nan)
    return np.where(np.isnan(printed), counted, printed)


def _excludes_rate(numbers: Numbers) -> Mask:
    rate, low, high = _rate(numbers), numbers["ci_low_pct"], numbers["ci_high_pct"]
    # A rate made from the counts has more decimals than the printed ends.
    slack = np.where(np.isnan(numbers["rate_pct"]), 0.5, 0.0)
    return (low <= high) & ((rate < low - slack) | (rate > high + slack))


def _effective(numbers: Numbers) -> Floats:
    """Patients that would give the published interval, if it is symmetric: p(1-p)/SE^2."""
    p, low, high = (numbers[name] / 100 for name in ("rate_pct", "ci_low_pct", "ci_high_pct"))
    symmetric = (high > low) & (abs((low + high) / 2 - p) <= _ROUNDING)
    error = np.where(symmetric, (high - low) / (2 * _Z95), np.nan)
    return np.asarray(p * (1 - p) / error**2)


def _patients(numbers: Numbers) -> Floats:
    assessed = numbers["n_assessed"]
    return np.where(np.isnan(assessed), numbers["n_enrolled"], assessed)


def _too_narrow(numbers: Numbers) -> Mask:
    # A tenth more is within what rounding of the two ends can do.
    return numbers.timed & (_effective(numbers) > 1.1 * _patients(numbers))


def _unlikely_year(numbers: Numbers) -> Mask:
    year = numbers["year"]
    return (year < _YEAR_FIRST) | (year > date.today().year + 1)


def _about_disagreement(numbers: Numbers) -> Facts:
    fits_enrolled = _fits(numbers, numbers["n_enrolled"])

    def told(row: int) -> dict[str, str]:
        places = max(1, int(numbers.at(row, "rate_decimals")))
        share = 100 * numbers.at(row, "responders") / numbers.at(row, "n_assessed")
        also = f" It is the share of the {numbers.at(row, 'n_enrolled'):.0f} enrolled."
        enrolled = fits_enrolled[numbers.frame.index.get_loc(row)]
        return {"computed": f"{share:.{places}f}", "also": also if enrolled else ""}

    return told


def _about_counts(numbers: Numbers) -> Facts:
    def told(row: int) -> dict[str, str]:
        rate, n = numbers.at(row, "rate_pct"), numbers.at(row, "n_assessed")
        places = int(numbers.at(row, "rate_decimals"))
        low, high = (float(count) for count in nearest_counts(rate, n))
        return {
            "low": f"{low:.0f}",
            "low_pct": f"{100 * low / n:.{places}f}",
            "high": f"{high:.0f}",
            "high_pct": f"{100 * high / n:.{places}f}",
        }

    return told


def _about_fraction(numbers: Numbers) -> Facts:
    whole = "; no rate in this file is above 1" if _all_fractions(numbers) else ""
    return lambda row: {
        "whole_column": whole,
        "times_100": f"{100 * numbers.at(row, 'rate_pct'):.10g}",
    }


def _about_months(numbers: Numbers) -> Facts:
    def told(row: int) -> dict[str, str]:
        months = numbers.at(row, "months")
        meant = _WEEKS.get(int(months)) or _DAYS.get(int(months)) or months / _DAYS_IN_MONTH
        usual = "weeks" if months in _WEEKS else "days"
        return {"years": f"{months / 12:.1f}", "usual": usual, "months_meant": f"{meant:.3g}"}

    return told


def _about_interval(numbers: Numbers) -> Facts:
    rates, effective, patients = _rate(numbers), _effective(numbers), _patients(numbers)

    def told(row: int) -> dict[str, str]:
        place = numbers.frame.index.get_loc(row)
        return {
            "rate": f"{rates[place]:.6g}",
            "effective": f"{effective[place]:.0f}",
            "patients": f"{patients[place]:.0f}",
        }

    return told


def _above(name: str, most: str) -> Callable[[Numbers], Mask]:
    return lambda numbers: numbers[name] > numbers[most]


def _unassessed_above(numbers: Numbers) -> Mask:
    unassessed = np.isnan(numbers["n_assessed"])
    return unassessed & (numbers["responders"] > numbers["n_enrolled"])


ACROSS = (
    Across("responders_above_assessed", "responders", _above("responders", "n_assessed")),
    Across("assessed_above_enrolled", "n_assessed", _above("n_assessed", "n_enrolled")),
    Across("responders_above_enrolled", "responders", _unassessed_above),
    Across("interval_order", "ci_low_pct", _above("ci_low_pct", "ci_high_pct")),
    Across("interval_excludes_rate", "rate_pct", _excludes_rate, _about_interval),
    Across("interval_too_narrow", "ci_low_pct", _too_narrow, _about_interval),
    Across("rate_disagrees", "rate_pct", _disagrees, _about_disagreement),
    Across("grim", "rate_pct", _no_count, _about_counts),
    Across("fraction", "rate_pct", _fraction, _about_fraction),
    Across("months_in_other_unit", "months", _other_unit, _about_months),
    Across("year", "year", _unlikely_year),
)
