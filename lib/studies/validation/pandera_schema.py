"""Rules over the numbers and choices of a row, as a pandera schema.

The schema runs lazily, so that every failure comes back at once; pandera's own words are not used,
only which rows failed which rule.
"""

import pandas as pd
import pandera.pandas as pandera

from lib.studies.problems import Facts, Finding, facts, nothing_more
from lib.studies.schema import BY_NAME, COLUMNS, Column
from lib.studies.validation.row_rules import ACROSS, Across, Numbers

_ACROSS = {across.rule: across for across in ACROSS}
_FLOATS = [*(column.name for column in COLUMNS if column.kind != "text"), "rate_decimals"]
_CHOSEN = [column.name for column in COLUMNS if column.choices]


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
        return Finding(rule, across.column, rows, across.facts(Numbers(frame)))
    column = BY_NAME[error.schema.name]
    about = _range_facts(column) if rule == "range" else nothing_more
    return Finding(rule, column.name, rows, about)


def _range_facts(column: Column) -> Facts:
    otherwise = "" if column.needed else ", or leave it empty if it is not stated"
    return facts(allowed=allowed(column), otherwise=otherwise)


def allowed(column: Column) -> str:
    """A column's range in words."""
    if column.low_excluded:
        return f"above {column.low:.0f} and at most {column.high:.0f}"
    return f"from {column.low:.0f} to {column.high:.0f}"


def _check(across: Across) -> pandera.Check:
    # Only check_output is read; one failure case keeps a file of a million failures cheap.
    return pandera.Check(
        lambda frame: pd.Series(~across.broken(Numbers(frame)), index=frame.index),
        name=across.rule,
        ignore_na=False,
        n_failure_cases=1,
    )


def _column(column: Column) -> pandera.Column:
    if column.choices:
        checks = pandera.Check.isin(["", *column.choices], name="choice", n_failure_cases=1)
        return pandera.Column(checks=checks)
    checks = pandera.Check.in_range(
        column.low,
        column.high,
        include_min=not column.low_excluded,
        name="range",
        n_failure_cases=1,
    )
    return pandera.Column("float64", checks, nullable=True)


_SCHEMA = pandera.DataFrameSchema(
    {column.name: _column(column) for column in COLUMNS if column.choices or column.unit},
    checks=[_check(across) for across in ACROSS],
)
