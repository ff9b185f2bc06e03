"""The numbers of rows, and what a rule that compares those of one row is made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from lib.arrays import Floats, Mask
from lib.studies.encoded import Encoded
from lib.studies.problems import Facts, Finding, Rows, nothing_more
from lib.studies.rules import Rule
from lib.studies.schema import COLUMNS, TIME_TO_EVENT
from lib.studies.validation.type_conversion import Converted

_FLOATS = [*(column.name for column in COLUMNS if column.kind != "text"), "rate_decimals"]


@dataclass(frozen=True)
class Numbers:
    """The numbers of all rows, as plain arrays: on a few rows they cost a tenth of a Series.

    `texts` has the text columns, which say what some of the numbers are.
    """

    index: pd.Index
    values: Mapping[str, Floats]
    texts: Mapping[str, Encoded]

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def rows_where(self, hit: Mask) -> Rows:
        return self.index.to_numpy()[hit]

    def at(self, row: int, name: str) -> float:
        """One number of one row."""
        return float(self[name][self.index.get_loc(row)])

    @cached_property
    def timed(self) -> Mask:
        """Rows whose rate is a time-to-event estimate, and so no count over a count."""
        return self.texts["estimate"].is_any_of([TIME_TO_EVENT])


@dataclass(frozen=True)
class RowRule(Rule):
    """A rule that compares the numbers of one row; a blank breaks none.

    Attributes
    ----------
    broken
        Which rows break it.
    facts
        What the words say beside the cells of a row; only asked for where the rule is broken.
    """

    broken: Callable[[Numbers], Mask]
    facts: Callable[[Numbers], Facts] = lambda _numbers: nothing_more


def numbers_of(converted: Converted) -> Numbers:
    """Take the numbers out of typed rows."""
    rows = converted.rows
    values = {name: rows[name].to_numpy(float, na_value=np.nan) for name in _FLOATS}
    return Numbers(rows.index, values, converted.encoded)


def row_findings(numbers: Numbers, rules: Iterable[RowRule]) -> list[Finding]:
    """Every comparison of the numbers of a row that breaks a rule."""
    masks = ((rule, rule.broken(numbers)) for rule in rules)
    return [
        Finding(rule, rule.columns[0], numbers.rows_where(broken), rule.facts(numbers))
        for rule, broken in masks
        if broken.any()
    ]


def above(name: str, most: str) -> Callable[[Numbers], Mask]:
    """Give what finds the rows where one number is above another."""
    return lambda numbers: numbers[name] > numbers[most]
