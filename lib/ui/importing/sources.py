"""Where rows come from: files, pasted cells, a grid to type in, or the examples."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
import streamlit as st

from lib.progress import Progress
from lib.studies.intake.instructions import NOTHING_SAID, Instructions
from lib.studies.reading.delimited.encoding import MOST_FILE_MEGABYTES
from lib.studies.reading.grid import SheetFile, TextFormat
from lib.studies.reading.limits import COLUMNS_MOST, ROWS_MOST
from lib.studies.reading.pasted_text import looks_headless
from lib.studies.reading.sheets import read_sheets
from lib.studies.reading.workbooks.refusals import MOST_UNPACKED_MEGABYTES, ZIPPED
from lib.studies.schema import COLUMNS
from lib.ui.components.html_text import say
from lib.ui.components.progress import LONG
from lib.ui.session.large_sessions import mark_large
from lib.ui.session.trial_rows import stop_trying

FILES, PASTE, TYPE, EXAMPLES = "Files", "Pasted cells", "A grid to type in", "Examples"
WAYS = (FILES, PASTE, TYPE, EXAMPLES)
EXAMPLES_FOLDER = Path(__file__).parents[3] / "data" / "examples"
PASTED, TYPED = "pasted cells", "typed rows"

SOURCES = "intake_sources"
_TRY_AT_ONCE = "intake_try_at_once"
_WAY = "intake_way"
MADE = "intake_made_"
"""Prefix of the session keys of all that is derived from the sources."""
_UPLOADER, _GRID, _DRAFT, _ROUND = "intake_files", "intake_grid", "intake_draft", "intake_round"
_EMPTY_ROWS = 5
LIMITS = (
    "Excel (.xlsx, .xlsm, .xls), OpenDocument (.ods), CSV, TSV and other text, Markdown and HTML "
    f"tables: up to {MOST_FILE_MEGABYTES} MB, {ROWS_MOST:,} rows and {COLUMNS_MOST} columns each; "
    f"a workbook up to {MOST_UNPACKED_MEGABYTES} MB unpacked."
)


@dataclass(frozen=True)
class Source:
    """Imported data: name, bytes, and the way they came."""

    name: str
    data: bytes
    way: str = FILES

    @cached_property
    def key(self) -> str:
        """A hash of the bytes and of the way they came."""
        about = f"{self.name}|{self.way}|".encode()
        return hashlib.sha256(about + self.data).hexdigest()

    @property
    def rows(self) -> int:
        """About how many rows there are; a row of a compressed workbook takes 40 bytes or more."""
        lines = self.data.count(b"\n")
        return max(lines, len(self.data) // 40) if self.data.startswith(ZIPPED) else lines

    @property
    def said(self) -> Instructions:
        """What the way says of how it is read: spreadsheets paste tabs, and leave commas alone."""
        if self.way != PASTE:
            return NOTHING_SAID
        text = self.data.decode()
        has_tabs = "\t" in text.strip("\r\n").split("\n", 1)[0]
        return Instructions(
            separator="\t" if has_tabs else "", header_row=0 if looks_headless(text) else None
        )

    @property
    def is_mapping(self) -> bool:
        return self.name.lower().endswith(".json")

    def read(self, how: TextFormat, step: Progress) -> SheetFile:
        """Read the cells."""
        file = read_sheets(self.data, self.name, how, step)
        if self.way != TYPE:
            return file
        # The grid numbers its rows from 1: its header is no row of it.
        sheets = tuple(
            replace(sheet, grid=replace(sheet.grid, rows=sheet.grid.rows - 1))
            for sheet in file.sheets
        )
        return replace(file, sheets=sheets)


def sources() -> tuple[Source, ...]:
    """Give the sources of this session, without the mappings."""
    return tuple(source for source in session_files() if not source.is_mapping)


def mappings() -> tuple[Source, ...]:
    """Give the mappings among the files of this session."""
    return tuple(source for source in session_files() if source.is_mapping)


def session_files() -> tuple[Source, ...]:
    """Give all files of this session, the mappings among them."""
    kept: tuple[Source, ...] = st.session_state.get(SOURCES, ())
    return kept


def set_sources(brought: Iterable[Source]) -> None:
    """Replace the sources, and forget what was derived from the old ones."""
    _forget(MADE)
    st.session_state.pop(_TRY_AT_ONCE, None)
    kept = st.session_state[SOURCES] = tuple(brought)
    if any(source.rows >= LONG for source in kept):
        mark_large()


def typed_rows() -> pd.DataFrame | None:
    """Give the grid that rows are typed in; None while all of it is blank."""
    typed: pd.DataFrame | None = st.session_state.get(_DRAFT)
    return None if typed is None or not (typed.fillna("") != "").to_numpy().any() else typed


def put_typed_rows_back(typed: pd.DataFrame) -> None:
    """Go on with rows that were typed in another session."""
    st.session_state.update({_DRAFT: typed, _WAY: TYPE})


def start_again() -> None:
    """Forget all sources and trial rows, and clear the fields."""
    stop_trying()
    forget_sources()


def forget_sources() -> None:
    """Forget all sources and clear the fields; trial rows stay."""
    after = st.session_state.get(_ROUND, 0) + 1
    way = st.session_state.get(_WAY, FILES)
    _forget("intake_")
    st.session_state.update({_ROUND: after, _WAY: way})


def _forget(prefix: str) -> None:
    for key in [str(key) for key in st.session_state]:
        if key.startswith(prefix):
            del st.session_state[key]


def choose_sources() -> None:
    """Show the ways to import rows; folded once there are some."""
    with st.expander("Where the rows come from", expanded=not sources()):
        _show_ways()


def _show_ways() -> None:
    way = st.segmented_control("Import from", WAYS, default=FILES, key=_WAY) or FILES
    {FILES: _file_form, PASTE: _paste_form, TYPE: _grid_form, EXAMPLES: _example_buttons}[way]()


def _field_key(name: str) -> str:
    """Give the key of a field; it changes with `start_again`, which clears the field."""
    return f"{name}_{st.session_state.get(_ROUND, 0)}"


def _file_form() -> None:
    key = _field_key(_UPLOADER)
    st.file_uploader(
        "Drop one or several files here; a mapping saved earlier (.json) may be among them",
        accept_multiple_files=True,
        max_upload_size=MOST_FILE_MEGABYTES,
        key=key,
        on_change=_take_files,
        args=(key,),
    )
    say(LIMITS, "quiet")


def _take_files(key: str) -> None:
    set_sources(Source(file.name, file.getvalue()) for file in st.session_state[key])


def _paste_form() -> None:
    # A form, since a text area by itself gives its text only as the button beside it is pressed.
    with st.form("intake_paste_form", border=False):
        text = st.text_area(
            "Paste cells here, as copied from a spreadsheet or a CSV",
            height=180,
            key=_field_key("intake_paste"),
            placeholder="study\tarm\tmonths\trate_pct",
        )
        pressed = st.form_submit_button("Check these cells")
    if pressed and text.strip():
        # Text pasted into a browser may hold half of a surrogate pair, which is no UTF-8.
        set_sources([Source(PASTED, text.encode(errors="replace"), PASTE)])
        st.rerun()
    elif pressed:
        say("There is nothing to check yet: paste some cells first.", "warning")


def _grid_form() -> None:
    key = _field_key(_GRID)
    if key not in st.session_state:
        # The grid is new on the page: it starts from the edits made before the page was left.
        st.session_state["intake_start"] = st.session_state.get(_DRAFT, _empty_grid())
    typed = st.data_editor(
        st.session_state["intake_start"],
        num_rows="dynamic",
        key=key,
        alt="A grid to type rows in, a column for each of the schema",
        column_config={
            column.name: st.column_config.TextColumn(
                help=f"{column.meaning} For instance: {column.example}"
            )
            for column in COLUMNS
        },
    )
    st.session_state[_DRAFT] = typed
    say("Needed are study, arm, months, and a rate: rate_pct, or responders and n_assessed.")
    if st.button("Check these rows"):
        data = typed.fillna("").to_csv(index=False).encode(errors="replace")
        set_sources([Source(TYPED, data, TYPE)])
        st.rerun()


def _empty_grid() -> pd.DataFrame:
    names = [
        column.name for column in sorted(COLUMNS, key=lambda column: not _is_in_front(column.name))
    ]
    return pd.DataFrame("", index=range(1, _EMPTY_ROWS + 1), columns=names, dtype="str")


def _is_in_front(name: str) -> bool:
    """Tell whether a column comes first in the grid: those that every row needs."""
    return name in ("study", "arm", "months", "rate_pct", "responders", "n_assessed")


def _example_buttons() -> None:
    say("Published studies of other treatments, to try beside the saved ones.")
    for path in sorted(EXAMPLES_FOLDER.glob("*.csv")):
        name = path.stem.replace("-", " ")
        st.button(f"Try {name}", key=f"intake_example_{name}", on_click=_take_example, args=(path,))


def _take_example(path: Path) -> None:
    set_sources([Source(path.name, path.read_bytes(), EXAMPLES)])
    st.session_state[_TRY_AT_ONCE] = True


def pop_try_at_once() -> bool:
    """Tell, once, whether to try the rows without asking."""
    return bool(st.session_state.pop(_TRY_AT_ONCE, False))
