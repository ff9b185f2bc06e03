"""The way of a brought file: opened, understood, mended, checked; each step made once."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from lib.phrases import counted
from lib.studies.dataset import Dataset
from lib.studies.mapping.apply_mapping import MappedTable, map_columns
from lib.studies.mapping.column_mapping import (
    ColumnMapping,
    from_json,
    propose_mapping,
    reuse_mapping,
)
from lib.studies.reading.uploads import Upload
from lib.studies.revisions.diff import Comparison, compare
from lib.studies.validation.validate import Checked, check_text
from lib.ui.components.html_text import literal, say
from lib.ui.components.progress import once, told
from lib.ui.importing.fix_cells import mended, mends
from lib.ui.importing.sources import MADE, Source, mappings

_LAYOUTS, _COMPARED = "intake_layouts", f"{MADE}compared"


@dataclass(frozen=True, eq=False)
class Opened:
    """A source that was read, and the layout that is proposed for it."""

    source: Source
    brought: Upload
    proposed: ColumnMapping

    @property
    def layout(self) -> ColumnMapping:
        """The layout as it was settled, else as it is proposed."""
        settled: dict[str, ColumnMapping] = st.session_state.get(_LAYOUTS, {})
        return settled.get(self.source.key, self.proposed)


@dataclass(frozen=True, eq=False)
class Item:
    """A source on its way: arranged as its layout says, mended and checked.

    Attributes
    ----------
    key
        Names the file and its visits: other columns made rows are other rows, so that cells mended
        in one are not put in another.
    """

    opened: Opened
    arranged: MappedTable
    checked: Checked
    key: str

    @property
    def name(self) -> str:
        return self.opened.brought.name

    @property
    def problems(self) -> pd.DataFrame:
        """The problems, each with its place in the file where rows were made of visits."""
        problems = self.checked.problems
        if not self.opened.layout.wide:
            return problems
        places = problems["row"].map(self.arranged.places).fillna("")
        return problems.assign(place=places)


def open_source(source: Source) -> Opened:
    """Read a source and propose how its columns are read, with the mapping brought beside it."""

    def make() -> Opened:
        # A mapping that was brought since goes before what was settled.
        settled = st.session_state.get(_LAYOUTS, {})
        st.session_state[_LAYOUTS] = {
            key: layout for key, layout in settled.items() if key != source.key
        }
        with told(source.rows, f"Reading {literal(source.name)}") as step:
            brought = source.opened(step)
        return Opened(source, brought, _proposed(brought))

    remembered = tuple(mapping.key for mapping in mappings())
    return once(f"{MADE}opened_{source.key}", remembered, make)


def _proposed(brought: Upload) -> ColumnMapping:
    layout = propose_mapping(brought.text)
    for mapping in mappings():
        remembered = from_json(mapping.data)
        if isinstance(remembered, ColumnMapping):
            layout = reuse_mapping(remembered, brought.text)
    return layout


def tell_mappings() -> None:
    """Say what became of the mappings that were brought."""
    for mapping in mappings():
        remembered = from_json(mapping.data)
        if isinstance(remembered, str):
            say(f"{mapping.name}: {remembered}", "warning")
        else:
            say(f"{mapping.name} says how to read {counted(len(remembered.uses), 'column')}.")


def settle_layout(opened: Opened, layout: ColumnMapping) -> None:
    """Remember how the columns of a source are read."""
    settled = st.session_state.get(_LAYOUTS, {})
    st.session_state[_LAYOUTS] = {**settled, opened.source.key: layout}


def check_source(opened: Opened) -> Item:
    """Arrange, mend and check a source, once for each layout and mended cell."""
    layout = opened.layout
    key = f"{opened.source.key}_{hash(str(sorted(layout.wide.items())))}"
    place = opened.source.key
    arranged = once(
        f"{MADE}arranged_{place}",
        (opened, _told(layout)),
        partial(map_columns, opened.brought.text, layout),
    )
    cells = mends(key)

    def make() -> Checked:
        text = mended(arranged.text, cells)
        with told(len(text.cells), f"Checking {literal(opened.brought.name)}") as step:
            return check_text(text, step)

    return Item(opened, arranged, once(f"{MADE}checked_{place}", (arranged, cells), make), key)


def _told(layout: ColumnMapping) -> str:
    """What tells two layouts apart."""
    return f"{sorted(map(str, layout.uses.items()))} {layout.months_in} {layout.read_units}"


def compare_items(seen: Dataset, items: list[Item]) -> Comparison:
    """Compare everything that was brought with what is saved.

    What was compared stays until it is asked for again, so that a row which somebody else changes
    meanwhile is not overwritten unseen.
    """
    checked = tuple(item.checked for item in items)

    def make() -> Comparison:
        rows = sum(len(each.rows) for each in checked) + len(seen.rows)
        with told(rows, "Comparing") as step:
            return compare(seen, [(_label(item, items), item.checked) for item in items], step)

    return once(_COMPARED, checked, make)


def compare_again() -> None:
    """Compare with what is saved by now."""
    st.session_state.pop(_COMPARED, None)


def _label(item: Item, items: list[Item]) -> str:
    """The name of a file, where there are several."""
    return item.name if len(items) > 1 else ""
