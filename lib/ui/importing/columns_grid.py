"""Each column of a file and what it is read as, to be changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from lib.phrases import listing, with_noun
from lib.studies.intake.acceptance import column_key
from lib.studies.intake.columns.column_use import ColumnUse, parse_use, use_record
from lib.studies.intake.columns.meaning_words import (
    MEANING_WORDS,
    UNIT_WORDS,
    fit_use,
    units_of,
)
from lib.studies.intake.columns.table_columns import Proposal
from lib.studies.problems import visible
from lib.studies.schema import MONTHS_MOST, PERSONS_MOST
from lib.ui.components.html_text import say
from lib.ui.importing.file_state import change_count, file_state, say_of_file
from lib.ui.importing.pipeline import ReadSource
from lib.ui.importing.sources import MADE

_HEADER, _SAMPLES, _WHY = "In the file", "First values", "Why"
_MEANS, _UNIT, _MONTHS, _ARM = "Is read as", "Unit", "Month of visit", "Arm"
_OUTCOME, _ASSESSED = "Outcome", "Assessed"
_PARTS = {
    _MEANS: "means",
    _UNIT: "unit",
    _MONTHS: "months",
    _ARM: "arm",
    _OUTCOME: "outcome",
    _ASSESSED: "assessed",
}
_MORE = "Say the arm, the outcome or the number assessed of a whole column"
_SAMPLED = 3
_LONGEST = 200
_MEANING_OF = {words: name for name, words in MEANING_WORDS.items()}
_UNIT_OF = {words: name for name, words in UNIT_WORDS.items()}
_CONFIG: dict[str, Any] = {
    _MEANS: st.column_config.SelectboxColumn(options=list(_MEANING_OF), required=True),
    _UNIT: st.column_config.SelectboxColumn(
        options=list(_UNIT_OF), width=95, help="What its numbers are in"
    ),
    _MONTHS: st.column_config.NumberColumn(
        min_value=0,
        max_value=MONTHS_MOST,
        format="%g",
        width=120,
        help="If the whole column is one visit: how many months after treatment",
    ),
    _ARM: st.column_config.TextColumn(
        width=90, max_chars=_LONGEST, help="If the whole column is of one arm"
    ),
    _OUTCOME: st.column_config.TextColumn(
        width=105, max_chars=_LONGEST, help="If the whole column is of one outcome"
    ),
    _ASSESSED: st.column_config.NumberColumn(
        min_value=1,
        max_value=PERSONS_MOST,
        step=1,
        width=110,
        help="How many patients its header states",
    ),
    _WHY: st.column_config.TextColumn(width="large"),
}


def edit_columns(read: ReadSource) -> None:
    """Show the columns of the tables that are read: what is proposed first."""
    proposals = {
        header: each for table in read.imported.tables for header, each in table.proposals.items()
    }
    if not proposals:
        return
    st.subheader("Columns", anchor=False)
    key, order = _grid_key(read, proposals)
    waits = {header for header, each in proposals.items() if _is_proposed(read, header, each)}
    if waits:
        many = len(waits) > 1
        verb, them = ("are", "they come first") if many else ("is", "it comes first")
        say(f"{with_noun(len(waits), 'column')} {verb} proposed; {them}.", "quiet")
    frame = _frame(read, {header: proposals[header] for header in order}, waits)
    used = any(use.arm or use.outcome or use.assessed for use in _uses(proposals))
    more = st.toggle(_MORE, value=used, key=f"intake_more_columns_{read.place}_{used}")
    st.data_editor(
        frame if more else frame.drop(columns=[_ARM, _OUTCOME, _ASSESSED]),
        key=key,
        hide_index=True,
        disabled=[_HEADER, _SAMPLES, _WHY],
        alt="Each column of the file, and what it is read as",
        column_config=_CONFIG,
        placeholder="",
    )
    _take_edits(read, key, order, proposals)


def _uses(proposals: Mapping[str, Proposal]) -> list[ColumnUse]:
    return [each.use for each in proposals.values()]


def _is_proposed(read: ReadSource, header: str, proposal: Proposal) -> bool:
    return not proposal.is_certain and (column_key(header, proposal.use) not in read.state.accepted)


def _grid_key(read: ReadSource, proposals: Mapping[str, Proposal]) -> tuple[str, list[str]]:
    """The key of the grid and the order of its rows.

    Both stay while cells of it are edited, so that the keyboard stays in its place; they are new
    after any other change, since Streamlit would put the old edits over what is shown.
    """
    kept = f"{MADE}grid_{read.place}"
    sign = tuple(proposals)
    held: dict[str, Any] | None = st.session_state.get(kept)
    if held is None or held["sign"] != sign or held["changes"] != change_count(read.place):
        order = sorted(proposals, key=lambda name: not _is_proposed(read, name, proposals[name]))
        number = held["number"] + 1 if held else 0
        held = {"sign": sign, "changes": change_count(read.place), "number": number}
        held |= {"order": order, "edits": {}}
        st.session_state[kept] = held
    return f"intake_uses_{read.place}_{held['number']}", held["order"]


def _frame(read: ReadSource, proposals: Mapping[str, Proposal], waits: set[str]) -> pd.DataFrame:
    uses = _uses(proposals)
    cells = {name: table.table.cells for table in read.imported.tables for name in table.proposals}
    return pd.DataFrame(
        {
            _HEADER: [visible(header) for header in proposals],
            _SAMPLES: [_samples(cells[header][header]) for header in proposals],
            _MEANS: [MEANING_WORDS[use.means] for use in uses],
            _UNIT: [UNIT_WORDS[use.unit] if units_of(use.means) else "" for use in uses],
            _MONTHS: pd.array([use.months for use in uses], dtype="Float64"),
            _ARM: [use.arm for use in uses],
            _OUTCOME: [use.outcome for use in uses],
            _ASSESSED: pd.array([use.assessed for use in uses], dtype="Int64"),
            _WHY: [
                f"Proposed. {each.why}" if header in waits else each.why
                for header, each in proposals.items()
            ],
        }
    )


def _samples(cells: pd.Series) -> str:
    first = cells.head(1000)
    some = first[first.str.strip() != ""].drop_duplicates().head(_SAMPLED)
    return " | ".join(map(visible, some))


def _take_edits(
    read: ReadSource, key: str, order: Sequence[str], proposals: Mapping[str, Proposal]
) -> None:
    """Say by hand what was typed into the grid since the last run."""
    held = st.session_state[f"{MADE}grid_{read.place}"]
    edits = {int(row): dict(cells) for row, cells in st.session_state[key]["edited_rows"].items()}
    fresh = {row: cells for row, cells in edits.items() if cells != held["edits"].get(row, {})}
    if not fresh:
        return
    held["edits"] = edits
    said = {order[row]: _use(proposals[order[row]].use, cells) for row, cells in fresh.items()}
    sound = {header: use for header, use in said.items() if use}
    if len(sound) < len(said):
        wrong = listing(f"'{visible(name)}'" for name in said if name not in sound)
        say(f"What was typed for {wrong} does not fit what it is read as.", "warning")
    if sound:
        what = f"how {listing(repr(visible(name)) for name in sound)} is read"
        columns = {**file_state(read.place).said.columns, **sound}
        say_of_file(read.place, what, columns=columns)
        held["changes"] = change_count(read.place)
        st.rerun()


def _use(use: ColumnUse, cells: Mapping[str, Any]) -> ColumnUse | None:
    """A use with the cells that were typed; None if they do not fit it."""
    typed = {_PARTS[name]: value for name, value in cells.items() if name in _PARTS}
    if "means" in typed:
        use = fit_use(replace(use, means=_MEANING_OF[typed["means"]]))
    record = use_record(use) | {
        name: _part(name, value) for name, value in typed.items() if name != "means"
    }
    said = parse_use({name: value for name, value in record.items() if value not in (None, "")})
    return fit_use(said) if said else None


def _part(name: str, value: Any) -> Any:
    if name == "unit":
        return _UNIT_OF[value or ""]
    if name == "assessed":
        return None if value is None else int(value)
    return value.strip() if isinstance(value, str) else value
