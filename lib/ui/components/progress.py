"""Long work: its progress on the page, and its result cached in the session."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from lib.progress import Progress, silent

LONG = 50_000
"""Number of rows from which the steps of work are shown."""

SessionValue = TypeVar("SessionValue")


@contextmanager
def show_progress(rows: int, what: str) -> Iterator[Progress]:
    """Show the steps of work on `rows` rows, if there are enough for it to take long.

    `what` is Markdown: pass a name that somebody else chose through `escape_markdown`.

    At each step Streamlit can stop the run, so a visitor may leave the page meanwhile.
    """
    if rows < LONG:
        yield silent
        return
    label = f"{what}: {rows:,} rows"
    with st.status(label, expanded=True) as status:
        try:
            yield st.write
        except Exception:
            status.update(label=f"{label}, stopped", state="error", expanded=False)
            raise
        status.update(label=f"{label}, done", state="complete", expanded=False)


def cache_in_session(name: str, key: object, make: Callable[[], SessionValue]) -> SessionValue:
    """Give the result of `make`, cached in this session until `key` changes."""
    # Why not `cache_on_dataset`: what one person uploads or edits is nobody else's, and goes when
    # the session ends. A lock is not needed, since a session runs in one thread at a time.
    kept = st.session_state.get(name)
    if kept is None or kept[0] != key:
        kept = st.session_state[name] = (key, make())
    made: SessionValue = kept[1]
    return made
