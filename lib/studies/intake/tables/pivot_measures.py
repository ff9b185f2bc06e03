"""Long results: a row for each measure, such as responders and assessed, made one row."""

from dataclasses import replace

import pandas as pd

from lib.studies.headers.header_meaning import header_meaning
from lib.studies.intake.columns.column_use import MEASURES
from lib.studies.intake.instructions import Instructions
from lib.studies.intake.tables.table import Table


def pivot_measures(table: Table, said: Instructions) -> Table:
    """Make a column of each measure, if a column names measures of the schema and one holds values.

    A row of the result stands at the first row of the file that it is made of.
    """
    measure = _column(table, "measure")
    values = [value] if (value := _column(table, "value")) else _timed(table)
    if not measure or not values or {measure, *values} & said.columns.keys():
        return table
    names = table.cells[measure].str.strip()
    words = {name: header_meaning(name) for name in names.unique() if name}
    if len(words) < 2 or any(each.column not in MEASURES for each in words.values()):
        return table
    others = [header for header in table.headers if header not in (measure, *values)]
    keys = [header for header in others if header_meaning(header).column != "value_unit"]
    cells = table.cells[keys].assign(_row=table.cells.index)
    groups = cells.groupby(keys, sort=False, dropna=False)["_row"].transform("min")
    twice = pd.DataFrame({"at": groups, "name": names}).duplicated()
    if not keys or twice.any():
        return table
    wide = [_wide(table.cells[value], groups, names, value, len(values) > 1) for value in values]
    first = table.cells.loc[wide[0].index, keys]
    frame = pd.concat([first, *wide], axis=1).fillna("").astype("str")
    frame.index.name = "row"
    return replace(table, cells=frame)


def _wide(
    cells: pd.Series, groups: pd.Series, names: pd.Series, value: str, is_one_of_several: bool
) -> pd.DataFrame:
    """A column for each measure, named by it, and by the column of its values if these are many."""
    wide = cells.groupby([groups, names], sort=False).first().unstack(fill_value="").fillna("")
    return wide.add_prefix(f"{value} / ") if is_one_of_several else wide


def _timed(table: Table) -> list[str]:
    """The columns of values where each visit has its own."""
    meanings = {header: header_meaning(header) for header in table.headers}
    return [header for header, each in meanings.items() if each.time and not each.column]


def _column(table: Table, means: str) -> str:
    return next((header for header in table.headers if header_meaning(header).column == means), "")
