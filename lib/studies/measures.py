"""Rules over the numbers of a row, as a pandera schema.

The schema runs lazily, so that every failure comes back at once; pandera's own words are not used,
only which rows failed which rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pandera.pandas as pandera
from numpy.typing import NDArray

from lib.stats.proportions import counts_behind, nearest_counts
from lib.studies.columns import BY_NAME, COLUMNS, Column
from lib.studies.problems import Facts, Finding, facts, nothing_more

Mask = NDArray[np.bool_]

_YEAR_FIRST = 1900
_WEEKS = {26: 6, 52: 12, 78: 18, 104: 24, 156: 36, 208: 48, 260: 60}
_DAYS = {90: 3, 91: 3, 180: 6, 182: 6, 183: 6, 270: 9, 273: 9, 274: 9, 365: 12, 366: 12}
_MONTHS_MOST = 240  # twenty years: no such follow-up of an injection or an operation is known
_DAYS_IN_MONTH = 365.25 / 12
_Z95 = 1.959964


@dataclass(frozen=True)
class Across:
    """A rule that compares numbers of one row, and the column it is told about."""

    rule: str
    column: str
    broken: Callable[[pd.DataFrame], Mask]
    facts: Callable[[pd.DataFrame], Facts] = lambda _frame: nothing_more


def measure_findings(rows: pd.DataFrame) -> list[Finding]:
    """Every number, choice and comparison of numbers that breaks a rule.

    Parameters
    ----------
    rows
        Typed rows; a blank breaks no rule here.
    """
    frame = rows[_FLOATS].astype("float64").assign(**rows[_CHOSEN])
    try:
        _SCHEMA.validate(frame, lazy=True, inplace=True)
    except pandera.errors.SchemaErrors as failed:
        return [_finding(error, frame) for error in failed.schema_errors]
    return []


def _finding(error: pandera.errors.SchemaError, frame: pd.DataFrame) -> Finding:
    held = error.check_output
    rows = held.index.to_numpy()[~held.to_numpy(dtype=bool)]
    rule = error.check.name
    if rule in _ACROSS:
        across = _ACROSS[rule]
        return Finding(rule, across.column, rows, across.facts(frame))
    column = BY_NAME[error.schema.name]
    about = facts(allowed=allowed(column)) if rule == "range" else nothing_more
    return Finding(rule, column.name, rows, about)


def allowed(column: Column) -> str:
    """A column's range in words."""
    if column.high is None:
        return f"above {column.low:g}" if column.low_excluded else f"{column.low:g} or more"
    return f"from {column.low:.0f} to {column.high:.0f}"


def _fits(frame: pd.DataFrame, n: pd.Series) -> Mask:
    """Rows whose printed rate is what `responders` of n give, to its own decimals."""
    fits = np.zeros(len(frame), bool)
    able = _countable(frame, n) & (frame["responders"] >= 0)
    use = frame[able]
    first, last = counts_behind(use["rate_pct"], use["rate_decimals"], n[able])
    fits[able] = (use["responders"] >= first) & (use["responders"] <= last)
    return fits


def _countable(frame: pd.DataFrame, n: pd.Series) -> pd.Series:
    """Rows with a printed rate and n, where the rate is a count over a count."""
    printed = frame["rate_pct"].between(0, 100) & (n >= 1)
    return printed & (frame["estimate"] != "time_to_event")


def _disagrees(frame: pd.DataFrame) -> Mask:
    n, responders = frame["n_assessed"], frame["responders"]
    both = _countable(frame, n) & responders.between(0, n)
    return np.asarray(both & ~_fits(frame, n))


def _no_count(frame: pd.DataFrame) -> Mask:
    broken = np.zeros(len(frame), bool)
    able = _countable(frame, frame["n_assessed"]) & frame["responders"].isna()
    able &= ~_below_one(frame["rate_pct"])
    use = frame[able]
    first, last = counts_behind(use["rate_pct"], use["rate_decimals"], use["n_assessed"])
    broken[able] = first > last
    return broken


def _below_one(rate: pd.Series) -> pd.Series:
    return (rate > 0) & (rate < 1)


def _all_fractions(frame: pd.DataFrame) -> bool:
    return bool(frame["rate_pct"].max() <= 1)


def _fraction(frame: pd.DataFrame) -> Mask:
    rate = frame["rate_pct"]
    small = _below_one(rate)
    if small.any() and _all_fractions(frame):
        small |= rate == 1
    return np.asarray(small & ~_fits(frame, frame["n_assessed"]))


def _other_unit(frame: pd.DataFrame) -> Mask:
    months = frame["months"]
    return np.asarray(months.isin([*_WEEKS, *_DAYS]) | (months > _MONTHS_MOST))


def _rate(frame: pd.DataFrame) -> pd.Series:
    return frame["rate_pct"].fillna(100 * frame["responders"] / frame["n_assessed"])


def _excludes_rate(frame: pd.DataFrame) -> Mask:
    rate, low, high = _rate(frame), frame["ci_low_pct"], frame["ci_high_pct"]
    # A rate made from the counts has more decimals than the printed ends.
    slack = np.where(frame["rate_pct"].isna(), 0.5, 0.0)
    return np.asarray((low <= high) & ((rate < low - slack) | (rate > high + slack)))


def _effective(frame: pd.DataFrame) -> pd.Series:
    """Patients that would give the published interval, if it is symmetric: p(1-p)/SE^2."""
    p, low, high = (frame[name] / 100 for name in ("rate_pct", "ci_low_pct", "ci_high_pct"))
    plain = (high > low) & (abs((low + high) / 2 - p) <= 0.001)
    return (p * (1 - p) / ((high - low) / 2 / _Z95) ** 2).where(plain)


def _patients(frame: pd.DataFrame) -> pd.Series:
    return frame["n_assessed"].fillna(frame["n_enrolled"])


def _too_narrow(frame: pd.DataFrame) -> Mask:
    # A tenth more is within what rounding of the two ends can do.
    return np.asarray(
        (frame["estimate"] == "time_to_event") & (_effective(frame) > 1.1 * _patients(frame))
    )


def _number(frame: pd.DataFrame, row: int, name: str) -> float:
    return float(frame[name].to_numpy()[frame.index.get_loc(row)])


def _about_disagreement(frame: pd.DataFrame) -> Facts:
    def told(row: int) -> dict[str, str]:
        one = frame.loc[[row]]
        places = max(1, int(_number(frame, row, "rate_decimals")))
        share = 100 * _number(frame, row, "responders") / _number(frame, row, "n_assessed")
        also = f" It is the share of the {_number(frame, row, 'n_enrolled'):.0f} enrolled."
        enrolled = bool(_fits(one, one["n_enrolled"])[0])
        return {"computed": f"{share:.{places}f}", "also": also if enrolled else ""}

    return told


def _about_counts(frame: pd.DataFrame) -> Facts:
    def told(row: int) -> dict[str, str]:
        rate, n = _number(frame, row, "rate_pct"), _number(frame, row, "n_assessed")
        places = int(_number(frame, row, "rate_decimals"))
        low, high = (float(count) for count in nearest_counts(rate, n))
        return {
            "low": f"{low:.0f}",
            "low_pct": f"{100 * low / n:.{places}f}",
            "high": f"{high:.0f}",
            "high_pct": f"{100 * high / n:.{places}f}",
        }

    return told


def _about_fraction(frame: pd.DataFrame) -> Facts:
    whole = "; no rate in this file is above 1" if _all_fractions(frame) else ""
    return lambda row: {
        "whole_column": whole,
        "times_100": f"{100 * _number(frame, row, 'rate_pct'):.10g}",
    }


def _about_months(frame: pd.DataFrame) -> Facts:
    def told(row: int) -> dict[str, str]:
        months = _number(frame, row, "months")
        meant = _WEEKS.get(int(months)) or _DAYS.get(int(months)) or months / _DAYS_IN_MONTH
        usual = "weeks" if months in _WEEKS else "days"
        return {"years": f"{months / 12:.1f}", "usual": usual, "months_meant": f"{meant:.3g}"}

    return told


_ACROSS_ALL = (
    Across(
        "responders_above_assessed",
        "responders",
        lambda frame: np.asarray(frame["responders"] > frame["n_assessed"]),
    ),
    Across(
        "assessed_above_enrolled",
        "n_assessed",
        lambda frame: np.asarray(frame["n_assessed"] > frame["n_enrolled"]),
    ),
    Across(
        "responders_above_enrolled",
        "responders",
        lambda frame: np.asarray(
            frame["n_assessed"].isna() & (frame["responders"] > frame["n_enrolled"])
        ),
    ),
    Across(
        "interval_order",
        "ci_low_pct",
        lambda frame: np.asarray(frame["ci_low_pct"] > frame["ci_high_pct"]),
    ),
    Across(
        "interval_excludes_rate",
        "rate_pct",
        _excludes_rate,
        lambda frame: lambda row: {"rate": f"{_rate(frame.loc[[row]]).iloc[0]:.6g}"},
    ),
    Across(
        "interval_too_narrow",
        "ci_low_pct",
        _too_narrow,
        lambda frame: (
            lambda row: {
                "effective": f"{_effective(frame.loc[[row]]).iloc[0]:.0f}",
                "patients": f"{_patients(frame.loc[[row]]).iloc[0]:.0f}",
            }
        ),
    ),
    Across("rate_disagrees", "rate_pct", _disagrees, _about_disagreement),
    Across("grim", "rate_pct", _no_count, _about_counts),
    Across("fraction", "rate_pct", _fraction, _about_fraction),
    Across("months_in_other_unit", "months", _other_unit, _about_months),
    Across(
        "year",
        "year",
        lambda frame: np.asarray(
            (frame["year"] < _YEAR_FIRST) | (frame["year"] > date.today().year + 1)
        ),
    ),
)
_ACROSS = {across.rule: across for across in _ACROSS_ALL}
_FLOATS = [*(column.name for column in COLUMNS if column.kind != "text"), "rate_decimals"]
_CHOSEN = [column.name for column in COLUMNS if column.choices]


def _check(rule: str, broken: Callable[[pd.DataFrame], Mask]) -> pandera.Check:
    # Only check_output is read; one failure case keeps a file of a million failures cheap.
    return pandera.Check(
        lambda frame: pd.Series(~broken(frame), index=frame.index),
        name=rule,
        ignore_na=False,
        n_failure_cases=1,
    )


def _column(column: Column) -> pandera.Column:
    if column.choices:
        checks = pandera.Check.isin(["", *column.choices], name="choice", n_failure_cases=1)
        return pandera.Column(checks=checks)
    checks = pandera.Check.in_range(
        column.low,
        np.inf if column.high is None else column.high,
        include_min=not column.low_excluded,
        name="range",
        n_failure_cases=1,
    )
    return pandera.Column("float64", checks, nullable=True)


_SCHEMA = pandera.DataFrameSchema(
    {column.name: _column(column) for column in COLUMNS if column.choices or column.unit},
    checks=[_check(across.rule, across.broken) for across in _ACROSS_ALL],
)
