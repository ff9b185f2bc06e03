"""Rules that compare an interval with the rate and the numbers of patients of its row."""

import numpy as np

from lib.arrays import Floats, Mask
from lib.studies.problems import Facts
from lib.studies.validation.row_numbers import Numbers, RowRule, above

_Z95 = 1.959964
_ROUNDING = 0.001  # ends and rate printed with one decimal, as shares


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


def _about_interval(numbers: Numbers) -> Facts:
    rates, effective, patients = _rate(numbers), _effective(numbers), _patients(numbers)

    def words(row: int) -> dict[str, str]:
        place = numbers.index.get_loc(row)
        return {
            "rate": f"{rates[place]:.6g}",
            "effective": f"{effective[place]:.0f}",
            "patients": f"{patients[place]:.0f}",
        }

    return words


INTERVAL_ORDER = RowRule(
    "interval_order",
    "The low end is not above the high end",
    "error",
    ("ci_low_pct", "ci_high_pct"),
    "The interval runs from {ci_low_pct} down to {ci_high_pct}.",
    "Exchange the two ends, or correct one.",
    above("ci_low_pct", "ci_high_pct"),
)
INTERVAL_EXCLUDES_RATE = RowRule(
    "interval_excludes_rate",
    "An interval contains its rate",
    "error",
    ("rate_pct", "ci_low_pct", "ci_high_pct"),
    "The interval from {ci_low_pct} to {ci_high_pct} does not contain the rate of {rate}.",
    "Correct the rate or the interval; all are percents.",
    _excludes_rate,
    _about_interval,
)
INTERVAL_TOO_NARROW = RowRule(
    "interval_too_narrow",
    "An interval is not too narrow",
    "warning",
    ("ci_low_pct", "ci_high_pct", "n_assessed", "n_enrolled"),
    "The interval is as narrow as one from {effective} patients would be, but there are only "
    "{patients}.",
    "Check the interval and the numbers of patients against the publication.",
    _too_narrow,
    _about_interval,
)
RULES = (
    INTERVAL_ORDER,
    INTERVAL_EXCLUDES_RATE,
    INTERVAL_TOO_NARROW,
)
