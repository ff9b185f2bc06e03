"""The steps of an import, which skip what needs no answer, and the one way on from each."""

from collections.abc import Sequence

import streamlit as st

from lib.phrases import capital, listing, with_noun
from lib.studies.intake.file_kinds import make_kind
from lib.studies.intake.instructions import to_json
from lib.ui.components.html_text import escape_markdown, say, say_all
from lib.ui.components.tables import show_cells
from lib.ui.importing.by_hand import choose_sheets, say_by_hand
from lib.ui.importing.columns_grid import edit_columns
from lib.ui.importing.file_state import (
    STEP,
    change_count,
    change_state,
    file_state,
    undo_change,
)
from lib.ui.importing.kinds import forget_kind, kinds, remember_kind
from lib.ui.importing.pipeline import CheckedSource, ReadSource
from lib.ui.importing.questions import ask_questions
from lib.ui.importing.set_aside import show_set_aside
from lib.ui.importing.sources import MADE, start_again

IN_IT, WRONG, CHANGES = 1, 2, 3
STEPS = {IN_IT: "1 What is in it", WRONG: "2 What is wrong", CHANGES: "3 What would change"}
PICKED = "intake_picked"
_WIDGET = f"{MADE}step_choice"
_ROWS_SHOWN = 8


def choose_step(items: Sequence[CheckedSource]) -> int:
    """Show the steps, open at the first that needs an answer."""
    if STEP not in st.session_state:
        st.session_state[STEP] = _first_step(items)
    st.session_state[_WIDGET] = st.session_state[STEP]
    step = st.segmented_control(
        "Steps",
        list(STEPS),
        format_func=lambda number: STEPS[number],
        key=_WIDGET,
        required=True,
        on_change=lambda: st.session_state.update({STEP: st.session_state[_WIDGET]}),
        label_visibility="collapsed",
    )
    return step or IN_IT


def _first_step(items: Sequence[CheckedSource]) -> int:
    return IN_IT if any(item.needs_an_answer for item in items) else _step_after_answers(items)


def _step_after_answers(items: Sequence[CheckedSource]) -> int:
    return WRONG if any(item.errors for item in items) else CHANGES


def describe_file(item: CheckedSource) -> None:
    """Say in a line what a file is and what comes out of it."""
    read = item.read
    imported = read.imported
    if not imported.tables:
        return
    header = listing(
        dict.fromkeys(
            _header_words(each.table.header_row, each.table.header_rows) for each in imported.tables
        )
    )
    layout = listing(dict.fromkeys(each.layout for each in imported.tables))
    number = len(imported.text.cells)
    rows = [f"{with_noun(number, 'row')} {_come(number)} out"] if number else []
    if item.lack:
        rows = ["no row can be used yet"]
    if imported.waiting:
        rows.append(f"{with_noun(imported.waiting, 'row')} {_wait(imported.waiting)} for an answer")
    aside = len(imported.set_aside)
    if aside:
        rows.append(f"{with_noun(aside, 'row')} {'was' if aside == 1 else 'were'} set aside")
    say(
        f"{capital(imported.file.kind)}, {header}, {layout}: {listing(rows or ['no row'])}.",
        "headline",
    )
    if imported.notes:
        say_all(imported.notes, "small")
    if read.kind and read.kind in kinds():
        with st.container(horizontal=True, vertical_alignment="center"):
            say("It is read as a file with the same headers was before.")
            st.button("Forget that", on_click=forget_kind, args=(read.kind,), type="tertiary")


def _header_words(row: int, rows: int) -> str:
    if not row:
        return "no header"
    return f"header in row {row}" if rows < 2 else f"header in rows {row} to {row + rows - 1}"


def _come(number: int) -> str:
    return "comes" if number == 1 else "come"


def _wait(number: int) -> str:
    return "waits" if number == 1 else "wait"


def show_what_is_in_it(item: CheckedSource) -> None:
    """The first step: sheets, questions, columns, and the rows that come out."""
    read, imported = item.read, item.read.imported
    if item.lack:
        say(f"{item.lack} Say below how the file is read.", "warning")
    is_asked = any(question.key == "sheet" for question in imported.asked)
    if not is_asked:
        choose_sheets(read)
    ask_questions(read)
    edit_columns(read)
    cells = imported.text.cells
    if len(cells):
        st.subheader("Rows that come out", anchor=False)
        places = imported.places if imported.places.any() else None
        show_cells(cells.head(_ROWS_SHOWN), places, "Rows that come out")
        if len(cells) > _ROWS_SHOWN:
            say(f"The first {_ROWS_SHOWN} of {with_noun(len(cells), 'row')}.", "quiet")
    show_set_aside(read)
    say_by_hand(read, with_sheets=is_asked)


def show_ways_on(step: int, item: CheckedSource, items: Sequence[CheckedSource]) -> None:
    """The one way on from a step, and the ways back."""
    with st.container(key="intake_ways_on", horizontal=True, vertical_alignment="center"):
        if step == IN_IT:
            _offer_acceptance(item, items)
        elif step == WRONG and any(len(each.checked.rows) for each in items):
            rows = sum(len(each.checked.rows) for each in items)
            st.button(
                f"Go on with {with_noun(rows, 'row')}",
                type="primary",
                on_click=_go,
                args=(CHANGES,),
            )
        place = item.read.place
        if change_count(place):
            change = escape_markdown(file_state(place).change)
            st.button(f"Undo {change}", on_click=undo_change, args=(place,))
        st.button("Start again", on_click=start_again)


def _offer_acceptance(item: CheckedSource, items: Sequence[CheckedSource]) -> None:
    read = item.read
    questions, proposals = len(read.imported.questions), len(read.proposals)
    if questions and not len(read.imported.text.cells):
        label = f"Answer {with_noun(questions, 'question')} to go on"
        st.button(label, type="primary", disabled=True)
        return
    after = _next_file(item, items)
    onward = f"go on to {escape_markdown(after.name)}" if after else "go on"
    if questions:
        onward = f"{onward} without {with_noun(read.imported.waiting, 'row')}"
    accept = f"accept {with_noun(proposals, 'proposal')} and " if proposals else ""
    st.button(
        capital(f"{accept}{onward}"),
        type="primary",
        on_click=_accept,
        args=(item, items, after),
    )


def _next_file(item: CheckedSource, items: Sequence[CheckedSource]) -> CheckedSource | None:
    """The next file that needs an answer."""
    at = items.index(item)
    return next((each for each in items[at + 1 :] if each.needs_an_answer), None)


def _accept(
    item: CheckedSource, items: Sequence[CheckedSource], after: CheckedSource | None
) -> None:
    accept_proposals(item.read)
    if after:
        st.session_state[PICKED] = file_names(items)[list(items).index(after)]
    else:
        _go(_step_after_answers(items))


def accept_proposals(read: ReadSource) -> None:
    """Accept all proposals of a file."""
    if read.proposals:
        what = f"accepting {with_noun(len(read.proposals), 'proposal')}"
        change_state(read.place, what, accepted=read.state.accepted | set(read.proposals))


def _go(step: int) -> None:
    st.session_state[STEP] = step


def file_names(items: Sequence[CheckedSource]) -> list[str]:
    """The names of several files, by which one is chosen."""
    return [f"{place}: {each.name}" for place, each in enumerate(items, 1)]


def hold_back_unaccepted(items: Sequence[CheckedSource]) -> bool:
    """Say that proposals wait, before anything of them can be tried or saved."""
    waiting = [item for item in items if item.read.proposals]
    for item in waiting:
        number = len(item.read.proposals)
        proposals = f"{with_noun(number, 'proposal')} {_wait(number)}"
        say(f"{item.name}: {proposals} to be accepted in step 1.", "warning")
    return bool(waiting)


def offer_memory(item: CheckedSource) -> None:
    """Offer to remember how a file is read, and to download it, if anything was settled."""
    read = item.read
    if read.said == read.source.said and not read.state.accepted:
        return
    kind = make_kind(read.imported, read.found, read.state.accepted)
    with st.container(horizontal=True, vertical_alignment="center"):
        if kind in kinds():
            say("Remembered in this browser for files with the same headers.", "quiet")
            st.button("Forget it", on_click=forget_kind, args=(kind,), type="tertiary")
        else:
            st.button(
                "Remember for files like this one",
                on_click=remember_kind,
                args=(kind,),
                help="Kept in this browser, for files with the same headers.",
            )
        st.download_button(
            "Download this mapping",
            to_json(read.said),
            "mapping.json",
            "application/json",
            on_click="ignore",
            key=f"intake_mapping_{read.place}",
            help="To be dropped beside the next file, or given to `python -m lib import`.",
        )
