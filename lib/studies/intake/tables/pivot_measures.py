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
    value = _column(table, "value")
    if not measure or not value or {measure, value} & said.columns.keys():
        return table
    names = table.cells[measure].str.strip()
    words = {name: header_meaning(name) for name in names.unique() if name}
    if len(words) < 2 or any(each.column not in MEASURES for each in words.values()):
        return table
    others = [header for header in table.headers if header not in (measure, value)]
    keys = [header for header in others if header_meaning(header).column != "value_unit"]
    cells = table.cells[keys].assign(_row=table.cells.index)
    groups = cells.groupby(keys, sort=False, dropna=False)["_row"].transform("min")
    twice = pd.DataFrame({"at": groups, "name": names}).duplicated()
    if twice.any():
        return table
    wide = table.cells[value].groupby([groups, names], sort=False).first().unstack(fill_value="")
    first = table.cells.loc[wide.index, keys]
    frame = pd.concat([first, wide.fillna("")], axis=1).astype("str")
    frame.index.name = "row"
    return replace(table, cells=frame)


def _column(table: Table, means: str) -> str:
    return next((header for header in table.headers if header_meaning(header).column == means), "")
