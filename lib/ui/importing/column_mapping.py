"""The column mapping of an imported file: proposed, edited, remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
from lib.studies.mapping.apply_mapping import MappedTable, conversions
from lib.studies.mapping.column_mapping import KEEP, LEAVE_OUT, ColumnMapping, ColumnUse, to_json
from lib.studies.mapping.wide_to_long import MEASURES, VisitColumn
from lib.studies.problems import visible
from lib.studies.reading.durations import UNITS
from lib.studies.reading.headers import has_rate
from lib.studies.reading.text_table import TextTable
from lib.studies.schema import BY_NAME, COLUMNS
from lib.ui.components.html_text import say, say_all
from lib.ui.importing.sources import MADE

_KEPT, _LEFT_OUT = "an extra column", "left out"
_HEADER, _SAMPLES, _MEANS, _WHY = "In the file", "First values", "Is read as", "Why"
_SAMPLED = 3


@dataclass(frozen=True, eq=False)
class FileColumns:
    """The columns of an imported file, its proposed layout, and the layout in use."""

    text: TextTable
    proposed: ColumnMapping
    settled: ColumnMapping
    key: str


def edit_mapping(columns: FileColumns) -> ColumnMapping:
    """Show how the columns are read, to be changed; gives the layout as it is settled."""
    grid, kept = f"intake_uses_{columns.key}", f"{MADE}start_{columns.key}"
    if grid not in st.session_state:
        # The grid is new on the page: it forgot the edits when the page was left.
        st.session_state[kept] = columns.settled
    start: ColumnMapping = st.session_state[kept]
    with st.expander("How the columns are read", expanded=_needs_a_look(columns.proposed)):
        say("The third column can be changed.", "quiet")
        settled = _uses_grid(columns, start, grid)
        layout = _ask_units(replace(start, uses=settled), columns.key)
        st.download_button(
            "Download this mapping, to import it with the next file",
            to_json(layout),
            "mapping.json",
            "application/json",
            on_click="ignore",
            key=f"intake_mapping_{columns.key}",
        )
    say(_mapping_summary(layout, columns.proposed))
    return layout


def tell_conversions(text: TextTable, layout: ColumnMapping, arranged: MappedTable) -> None:
    """Say plainly what was made of the file's own cells."""
    if told := conversions(text, layout):
        say_all(told, "compare", "Read as months (a month is 365.25 / 12 days):")
    if visits := layout.wide:
        blank = with_noun(arranged.blank_visits, "blank visit")
        say(
            f"{with_noun(len(visits), 'column')} hold visits: each visit became a row, "
            f"{with_noun(len(arranged.text.cells), 'row')} in all; {blank} gave none."
        )


def _mapping_summary(layout: ColumnMapping, proposed: ColumnMapping) -> str:
    """How many columns are recognised, proposed, extra and left out, and what was not found."""
    uses = layout.uses
    guessed = sum(
        header in proposed.reasons and use == proposed.uses[header] for header, use in uses.items()
    )
    extra = sum(use == KEEP for use in uses.values())
    left_out = sum(
        use == LEAVE_OUT and header not in proposed.reasons for header, use in uses.items()
    )
    told = {
        "recognised or chosen": len(uses) - guessed - extra - left_out,
        "proposed": guessed,
        "extra": extra,
        "left out": left_out,
    }
    words = ", ".join(f"{number} {what}" for what, number in told.items() if number)
    missing = _missing_columns(layout)
    return f"Columns: {words or 'none'}{'; not found: ' if missing else ''}{', '.join(missing)}"


def _needs_a_look(layout: ColumnMapping) -> bool:
    return bool(layout.reasons or _missing_columns(layout))


def _missing_columns(layout: ColumnMapping) -> list[str]:
    """What every row needs and no column is read as."""
    used = {str(use): "" for use in layout.uses.values()}
    for visit in layout.wide.values():
        used |= dict.fromkeys(("months", *visit.columns), "")
    names = [column.name for column in COLUMNS if column.needed and column.name not in used]
    return names if has_rate(used) else [*names, "a rate"]


def _uses_grid(columns: FileColumns, start: ColumnMapping, key: str) -> Mapping[str, ColumnUse]:
    proposed = columns.proposed
    uses = {_use_name(use): use for use in _choices(start, proposed)}
    cells = columns.text.cells.rename(columns=columns.text.headers)
    lines = pd.DataFrame(
        {
            _HEADER: [visible(str(header)) for header in cells],
            _SAMPLES: [_samples(cells[header]) for header in cells],
            _MEANS: [_use_name(start.uses[str(header)]) for header in cells],
            _WHY: [proposed.reasons.get(str(header), "") for header in cells],
        }
    )
    settled = st.data_editor(
        lines,
        key=key,
        hide_index=True,
        disabled=[_HEADER, _SAMPLES, _WHY],
        alt="Each column of the file, and what it is read as",
        column_config={_MEANS: st.column_config.SelectboxColumn(options=list(uses), required=True)},
    )
    means = settled[_MEANS]
    return {str(header): uses[each] for header, each in zip(cells, means, strict=True)}


def _choices(*layouts: ColumnMapping) -> list[ColumnUse]:
    """Everything that a column of this file may be read as."""
    months = dict.fromkeys(visit.months for each in layouts for visit in each.wide.values())
    visits = [VisitColumn(month, measure) for month in months for measure in MEASURES]
    return [*BY_NAME, KEEP, LEAVE_OUT, *visits]


def _use_name(use: ColumnUse) -> str:
    if isinstance(use, VisitColumn):
        return f"{use.column} at {use.months:.10g} months"
    return {KEEP: _KEPT, LEAVE_OUT: _LEFT_OUT}.get(use, use)


def _samples(cells: pd.Series) -> str:
    some = cells[cells.str.strip() != ""].drop_duplicates().head(_SAMPLED)
    return " | ".join(map(visible, some))


def _ask_units(layout: ColumnMapping, key: str) -> ColumnMapping:
    """Ask what the numbers in the column of months count, where there is one."""
    if "months" not in layout.uses.values():
        return layout
    unit = st.selectbox(
        "The times are given in",
        UNITS,
        UNITS.index(layout.months_in),
        key=f"intake_unit_{key}",
    )
    read_units = st.checkbox(
        "Read units written in the cells (26 weeks)",
        layout.read_units,
        key=f"intake_read_units_{key}",
    )
    return replace(layout, months_in=unit, read_units=read_units)
