"""The schema on the screen, a row a column."""

import html

import streamlit as st

from lib.exports.tables.schema_files import entry
from lib.studies.schema import COLUMNS, Column
from lib.ui.components.tables import html_table

CAPTION = "The columns of a file of studies, a row a column"
HEADERS = ("Column", "What it holds", "Values", "Example", "Other headers that mean it")


def show_columns() -> None:
    """Show what each column holds, and which headers mean it."""
    rows = ([html.escape(text) for text in _cells(column)] for column in COLUMNS)
    table = html_table(CAPTION, HEADERS, rows)
    st.html(table.replace('class="rd-table"', 'class="rd-table rd-words"', 1))


def _cells(column: Column) -> list[str]:
    told = entry(column)
    needed = {"no": "", "yes": " Needed."}.get(told["needed"], f" Needed {told['needed']}.")
    blank = f" Blank means {column.default}." if column.default else ""
    return [
        column.name,
        column.meaning,
        f"{told['kind'].capitalize()}{_limits(column)}.{blank}{needed}",
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
