"""The schema and the rules on the screen, a row a column and a row a rule."""

import html
import re
from collections.abc import Iterable

import streamlit as st

from lib.exports.tables.schema_files import entry
from lib.studies.rules import Rule
from lib.studies.schema import BY_NAME, COLUMNS, Column
from lib.studies.validation.registry import RULES
from lib.ui.components.tables import html_table

CAPTION = "The columns of a file of studies, a row a column"
HEADERS = ("Column", "What it holds", "Values", "Example", "Other headers that mean it")
RULES_CAPTION = "The rules that a file is held against, a row a rule"
RULE_HEADERS = ("Rule", "Columns", "Kind", "What is said when it is broken", "How to correct it")

# A fact without a space before it is an addition that only some problems have.
_ADDITION = re.compile(r"(?<=[\w.}])\{\w+\}")
_FACT = re.compile(r"\{(\w+)\}")


def show_columns() -> None:
    """Show what each column holds, and which headers mean it."""
    rows = ([html.escape(text) for text in _cells(column)] for column in COLUMNS)
    _show(CAPTION, HEADERS, rows)


def show_rules() -> None:
    """Show what each rule asks for, what it says when it is broken, and how that is corrected."""
    _show(RULES_CAPTION, RULE_HEADERS, map(_rule_cells, RULES.values()))


def _show(caption: str, headers: Iterable[str], rows: Iterable[list[str]]) -> None:
    table = html_table(caption, headers, rows)
    st.html(table.replace('class="rd-table"', 'class="rd-table rd-words"', 1))


def _cells(column: Column) -> list[str]:
    about = entry(column)
    needed = {"no": "", "yes": " Needed."}.get(about["needed"], f" Needed {about['needed']}.")
    blank = f" Blank means {column.default}." if column.default else ""
    return [
        column.name,
        column.meaning,
        f"{about['kind'].capitalize()}{_limits(column)}.{blank}{needed}",
        column.example,
        ", ".join(column.spellings),
    ]


def _limits(column: Column) -> str:
    """Say what may stand in a column beside its kind, after a comma."""
    if column.choices:
        return f": {' or '.join(column.choices)}"
    if column.longest:
        return f", up to {column.longest:,} characters"
    if column.low is None or column.high is None:
        return ""
    if column.low_excluded:
        return f", more than {column.low:g}, up to {column.high:,.0f}"
    # A year is no amount, so its thousands are not set apart.
    return f", {column.low:g} to {column.high:{'.0f' if column.unit == 'year' else ',.0f'}}"


def _rule_cells(rule: Rule) -> list[str]:
    return [
        html.escape(rule.title),
        html.escape(", ".join(rule.columns) or "the whole file"),
        rule.severity.capitalize(),
        _template(rule.says),
        _template(rule.fix),
    ]


def _template(text: str) -> str:
    """The words of a rule, with what is put in from the file set in italics."""
    words = html.escape(_ADDITION.sub("", text))
    return _FACT.sub(lambda fact: f"<i>{_fact(fact[1])}</i>", words)


def _fact(name: str) -> str:
    return name if name in BY_NAME else name.replace("_", " ")
