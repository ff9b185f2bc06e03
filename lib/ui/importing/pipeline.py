"""The steps of an import: parse, map columns, fix cells, check, compare; each is cached."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from lib.phrases import with_noun
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
from lib.ui.components.html_text import escape_markdown, say
from lib.ui.components.progress import cache_in_session, show_progress
from lib.ui.importing.fix_cells import apply_fixes, cell_fixes
from lib.ui.importing.sources import MADE, Source, mappings

_LAYOUTS, _COMPARED = "intake_layouts", f"{MADE}compared"


@dataclass(frozen=True, eq=False)
class ParsedSource:
    """A source that was read, and the layout proposed for it."""

    source: Source
    brought: Upload
    proposed: ColumnMapping

    @property
    def layout(self) -> ColumnMapping:
        """The edited layout, or else the proposed one."""
        settled: dict[str, ColumnMapping] = st.session_state.get(_LAYOUTS, {})
        return settled.get(self.source.key, self.proposed)


@dataclass(frozen=True, eq=False)
class CheckedSource:
    """A source after its layout and fixes were applied and it was checked.

    Attributes
    ----------
    key
        Identifies the file and its columns of visits: with others the rows are others, so their
        fixes are kept apart.
    """

    parsed: ParsedSource
    arranged: MappedTable
    checked: Checked
    key: str

    @property
    def name(self) -> str:
        return self.parsed.brought.name

    @property
    def problems(self) -> pd.DataFrame:
        """The problems, each with its place in the file if rows were made from visits."""
        problems = self.checked.problems
        if not self.parsed.layout.wide:
            return problems
        places = problems["row"].map(self.arranged.places).fillna("")
        return problems.assign(place=places)


def parse_source(source: Source) -> ParsedSource:
    """Read a source and propose its layout, by an uploaded mapping if there is one."""

    def make() -> ParsedSource:
        # A mapping uploaded later overrides an edited layout.
        settled = st.session_state.get(_LAYOUTS, {})
        st.session_state[_LAYOUTS] = {
            key: layout for key, layout in settled.items() if key != source.key
        }
        with show_progress(source.rows, f"Reading {escape_markdown(source.name)}") as step:
            brought = source.read(step)
        return ParsedSource(source, brought, _propose_layout(brought))

    remembered = tuple(mapping.key for mapping in mappings())
    return cache_in_session(f"{MADE}opened_{source.key}", remembered, make)


def _propose_layout(brought: Upload) -> ColumnMapping:
    layout = propose_mapping(brought.text)
    for mapping in mappings():
        remembered = from_json(mapping.data)
        if isinstance(remembered, ColumnMapping):
            layout = reuse_mapping(remembered, brought.text)
    return layout


def tell_mappings() -> None:
    """Say for each uploaded mapping whether it could be read."""
    for mapping in mappings():
        remembered = from_json(mapping.data)
        if isinstance(remembered, str):
            say(f"{mapping.name}: {remembered}", "warning")
        else:
            say(f"{mapping.name} says how to read {with_noun(len(remembered.uses), 'column')}.")


def remember_layout(parsed: ParsedSource, layout: ColumnMapping) -> None:
    """Remember the layout of a source."""
    settled = st.session_state.get(_LAYOUTS, {})
    st.session_state[_LAYOUTS] = {**settled, parsed.source.key: layout}


def check_source(parsed: ParsedSource) -> CheckedSource:
    """Apply layout and fixes to a source and check it, cached for both."""
    layout = parsed.layout
    key = f"{parsed.source.key}_{hash(str(sorted(layout.wide.items())))}"
    place = parsed.source.key
    arranged = cache_in_session(
        f"{MADE}arranged_{place}",
        (parsed, _layout_key(layout)),
        partial(map_columns, parsed.brought.text, layout),
    )
    cells = cell_fixes(key)

    def make() -> Checked:
        text = apply_fixes(arranged.text, cells)
        with show_progress(
            len(text.cells), f"Checking {escape_markdown(parsed.brought.name)}"
        ) as step:
            return check_text(text, step)

    checked = cache_in_session(f"{MADE}checked_{place}", (arranged, cells), make)
    return CheckedSource(parsed, arranged, checked, key)


def _layout_key(layout: ColumnMapping) -> str:
    """Make a cache key of a layout."""
    return f"{sorted(map(str, layout.uses.items()))} {layout.months_in} {layout.read_units}"


def compare_sources(seen: Dataset, items: list[CheckedSource]) -> Comparison:
    """Compare all imported rows with the saved ones.

    The comparison stays until the editor asks for another, so that a row which somebody else
    changes meanwhile is not overwritten unseen.
    """
    checked = tuple(item.checked for item in items)

    def make() -> Comparison:
        rows = sum(len(each.rows) for each in checked) + len(seen.rows)
        with show_progress(rows, "Comparing") as step:
            return compare(seen, [(_label(item, items), item.checked) for item in items], step)

    return cache_in_session(_COMPARED, checked, make)


def compare_again() -> None:
    """Forget the comparison, so that the next run compares with the newest version."""
    st.session_state.pop(_COMPARED, None)


def _label(item: CheckedSource, items: list[CheckedSource]) -> str:
    """Give the name of a file if there are several."""
    return item.name if len(items) > 1 else ""
