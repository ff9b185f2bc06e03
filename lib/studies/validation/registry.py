"""Every rule that a studies file is held against, collected from the modules that declare them."""

from lib.studies.reading import headers, limits, numbers, records, text_table
from lib.studies.reading.delimited import delimited_text, encoding
from lib.studies.reading.workbooks import refusals
from lib.studies.rules import Rule
from lib.studies.validation import (
    count_rules,
    cross_row_rules,
    gap_rules,
    interval_rules,
    number_rules,
    rate_rules,
    text_rules,
)
from lib.studies.validation.row_numbers import RowRule

_FILE = (encoding, records, delimited_text, limits, text_table, refusals, headers)
_CELLS = (gap_rules, numbers, text_rules)
_ROWS = (count_rules, interval_rules, rate_rules, number_rules, cross_row_rules)

MODULES = (*_FILE, *_CELLS, *_ROWS)

RULES: dict[str, Rule] = {rule.name: rule for module in MODULES for rule in module.RULES}

ROW_RULES = [rule for rule in RULES.values() if isinstance(rule, RowRule)]

BETWEEN_ROWS = [rule.name for rule in cross_row_rules.RULES]
"""The rules that compare a row with others; all the rest look at a row by itself."""
