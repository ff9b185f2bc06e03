"""What is said of an imported file, change by change, so that each can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lib.studies.intake.instructions import NOTHING_SAID, Instructions

_HISTORIES = "intake_histories"
STEP = "intake_made_step"
"""Session key of the step that is shown."""


@dataclass(frozen=True)
class CellFix:
    """The new text of a cell, by its place in the file and the header of its column."""

    place: str
    header: str
    text: str


@dataclass(frozen=True)
class FileState:
    """All that is settled of a file by hand.

    Attributes
    ----------
    accepted
        The keys of the proposals that were accepted.
    fixes
        The corrected cells, oldest first.
    change, step
        What the last change was, in words that follow *Undo*, and the step that it was made at.
    """

    said: Instructions = NOTHING_SAID
    accepted: frozenset[str] = frozenset()
    fixes: tuple[CellFix, ...] = ()
    change: str = ""
    step: int = 1


Histories = Mapping[str, tuple[FileState, ...]]
NONE_SETTLED: Histories = {}


def has_state(place: str) -> bool:
    return place in histories()


def file_state(place: str) -> FileState:
    """What is settled of a file now."""
    history = histories().get(place)
    return history[-1] if history else FileState()


def present_step() -> int:
    """Give the step of the import that is shown; 0 where none was chosen yet."""
    return int(st.session_state.get(STEP) or 0)


def put_step_back(step: int) -> None:
    """Go on at a step of another session."""
    st.session_state[STEP] = step


def put_histories_back(known: Histories) -> None:
    """Go on with what was settled in another session."""
    st.session_state[_HISTORIES] = known


def change_count(place: str) -> int:
    """How many changes can be undone."""
    return max(0, len(histories().get(place, ())) - 1)


def start_state(place: str, state: FileState) -> None:
    """Begin the history of a file."""
    _store(place, (state,))


def change_state(place: str, change: str, **parts: Any) -> None:
    """Change what is settled of a file; `change` follows *Undo*."""
    history = histories().get(place, (FileState(),))
    step = st.session_state.get(STEP) or 1
    _store(place, (*history, replace(history[-1], **parts, change=change, step=step)))


def say_of_file(place: str, change: str, **parts: Any) -> None:
    """Change what is said of how a file is read."""
    change_state(place, change, said=replace(file_state(place).said, **parts))


def undo_change(place: str) -> None:
    """Take the last change of a file back, at the step where it was made."""
    history = histories()[place]
    st.session_state[STEP] = history[-1].step
    _store(place, history[:-1])


def histories() -> Histories:
    """What is settled of each file, by its place: the last state is the present one."""
    known: Histories | None = st.session_state.get(_HISTORIES)
    return NONE_SETTLED if known is None else known


def _store(place: str, history: tuple[FileState, ...]) -> None:
    st.session_state[_HISTORIES] = {**histories(), place: history}
