"""The way of an imported file: read, understood as is said, mended, checked, compared.

Each step is cached, so that only what a change touches is made again.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
import streamlit as st

from lib.events import IMPORT, measure
from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.intake.acceptance import open_proposals
from lib.studies.intake.file_kinds import FileKind, find_kind, headers_of
from lib.studies.intake.import_file import Import, import_sheets
from lib.studies.intake.instructions import NOTHING_SAID, Instructions, from_json
from lib.studies.reading.grid import SheetFile, TextFormat
from lib.studies.revisions.diff import Comparison, compare
from lib.studies.validation.validate import Checked, check_text
from lib.ui.components.html_text import escape_markdown, say
from lib.ui.components.progress import cache_in_session, show_progress
from lib.ui.importing.file_state import FileState, file_state, has_state, start_state
from lib.ui.importing.fix_cells import apply_fixes
from lib.ui.importing.kinds import kinds
from lib.ui.importing.sources import EXAMPLES, MADE, Source, mappings
from lib.ui.session.dataset import saved_dataset

_COMPARED, _TURN = f"{MADE}compared", f"{MADE}turn"


@dataclass(frozen=True, eq=False)
class ReadSource:
    """A source as it is read under what is said of it.

    Attributes
    ----------
    place
        Under which what is said of it is kept in the session.
    found
        The headers that were found while nothing was said of it.
    kind
        The kind of file that it was found to be; None if it is of none.
    """

    source: Source
    place: str
    imported: Import
    found: tuple[str, ...]
    kind: FileKind | None

    @property
    def name(self) -> str:
        return self.imported.name

    @property
    def state(self) -> FileState:
        return file_state(self.place)

    @property
    def said(self) -> Instructions:
        return self.imported.said

    @property
    def proposals(self) -> tuple[str, ...]:
        """The keys of the proposals that wait to be accepted."""
        return open_proposals(self.imported, self.state.accepted)


@dataclass(frozen=True, eq=False)
class CheckedSource:
    """A source after its cells were mended and its rows checked."""

    read: ReadSource
    checked: Checked

    @property
    def name(self) -> str:
        return self.read.name

    @cached_property
    def problems(self) -> pd.DataFrame:
        """The problems, each with its place in the file if rows were made of others."""
        return self.read.imported.with_places(self.checked.problems)

    @property
    def lack(self) -> str:
        """Why no row of a table can be used, though it could be if more were said of it."""
        imported = self.read.imported
        return self.checked.refused if imported.tables and not imported.waiting else ""

    @property
    def needs_an_answer(self) -> bool:
        return bool(self.read.imported.questions or self.read.proposals or self.lack)

    @property
    def errors(self) -> int:
        """How many errors there are; that no row is there is none while rows wait."""
        if self.read.imported.waiting and not len(self.checked.text.cells):
            return 0
        return self.checked.errors


def read_source(source: Source) -> ReadSource:
    """Read a source as far as it can be read under what is said of it."""
    place = _place(source)
    found, kind = cache_in_session(
        f"{MADE}found_{source.key}", place, lambda: _start(source, place)
    )
    imported = _import(source, file_state(place).said)
    return ReadSource(source, place, imported, found, kind)


def _place(source: Source) -> str:
    """A mapping that comes later begins anew what is said of a file; short, since keys hold it."""
    keys = "|".join((source.key, *(mapping.key for mapping in mappings())))
    return hashlib.sha256(keys.encode()).hexdigest()[:12]


def _start(source: Source, place: str) -> tuple[tuple[str, ...], FileKind | None]:
    """Find the headers of a source and its kind, and begin what is said of it."""
    mapped = [said for each in mappings() if isinstance(said := from_json(each.data), Instructions)]
    first = FileState(mapped[-1] if mapped else source.said)
    imported = _import(source, first.said)
    if source.way == EXAMPLES:  # in our own files a study's label is its key
        labels = [each.key for each in imported.questions if each.key.startswith("study:")]
        first = FileState(replace(first.said, answers=dict.fromkeys(labels, "same")))
    found = headers_of(imported)
    kind = None if mapped else find_kind(kinds(), imported.file, found)
    if not has_state(place):
        start_state(place, FileState(kind.said, kind.accepted) if kind else first)
    return found, kind


def _import(source: Source, said: Instructions) -> Import:
    seen = saved_dataset()
    file = _read(source, said)

    def make() -> Import:
        what = f"Finding the columns of {escape_markdown(source.name)}"
        with measure(IMPORT, "columns"), show_progress(source.rows, what) as step:
            return import_sheets(file, said, seen.rows, step)

    # Not again when somebody saves: what was compared stays until the editor asks for more.
    turn = st.session_state.get(_TURN, 0)
    return cache_in_session(f"{MADE}import_{source.key}", (file, said, turn), make)


def _read(source: Source, said: Instructions) -> SheetFile:
    """Read the cells of a source, once for each encoding and separator."""
    how = TextFormat(said.encoding or None, said.separator or None)

    def make() -> SheetFile:
        what = f"Reading {escape_markdown(source.name)}"
        with measure(IMPORT, "cells"), show_progress(source.rows, what) as step:
            return source.read(how, step)

    return cache_in_session(f"{MADE}sheets_{source.key}", how, make)


def tell_mappings() -> None:
    """Say for each uploaded mapping whether it could be read."""
    for mapping in mappings():
        said = from_json(mapping.data)
        if isinstance(said, str):
            say(f"{mapping.name}: {said}", "warning")
        elif said == NOTHING_SAID:
            say(f"{mapping.name} says nothing of how a file is read.")
        else:
            columns = with_noun(len(said.columns), "column")
            say(f"{mapping.name} says how to read a file, {columns} of it.")


def check_source(read: ReadSource) -> CheckedSource:
    """Mend the cells of a source and check its rows."""
    imported, fixes = read.imported, read.state.fixes

    def make() -> Checked:
        text = apply_fixes(imported.text, imported.places, fixes)
        what = f"Checking {escape_markdown(read.name)}"
        with measure(IMPORT, "check"), show_progress(len(text.cells), what) as step:
            return check_text(text, step)

    key = f"{MADE}checked_{read.source.key}"
    return CheckedSource(read, cache_in_session(key, (imported, fixes), make))


def compare_sources(seen: Dataset, items: list[CheckedSource]) -> Comparison:
    """Compare all imported rows with the saved ones.

    The comparison stays until the editor asks for another, so that a row which somebody else
    changes meanwhile is not overwritten unseen.
    """
    checked = tuple(item.checked for item in items)

    def make() -> Comparison:
        rows = sum(len(each.rows) for each in checked) + len(seen.rows)
        with show_progress(rows, "Comparing") as step:
            named = [(_label(item, items), item.checked) for item in items]
            return compare(seen, named, step, [item.read.imported.places for item in items])

    return cache_in_session(_COMPARED, checked, make)


def compare_again() -> None:
    """Forget the comparison, so that the next run reads and compares with the newest version."""
    st.session_state.pop(_COMPARED, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _label(item: CheckedSource, items: list[CheckedSource]) -> str:
    """Give the name of a file if there are several."""
    return item.name if len(items) > 1 else ""
