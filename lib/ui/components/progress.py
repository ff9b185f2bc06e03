"""Long work: done once, and told step by step while it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from lib.progress import Progress, silent

LONG = 50_000
"""Rows from which a piece of work is told step by step."""

SessionValue = TypeVar("SessionValue")


@contextmanager
def show_progress(rows: int, what: str) -> Iterator[Progress]:
    """Show the steps of work on so many rows, where it takes long enough to be noticed.

    `what` is Markdown: a name that somebody else chose is to be made `literal`.

    Each step is also where Streamlit can stop the run, so a visitor may leave the page meanwhile.
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
    """Give what `make` makes, kept for this session until `key` is another."""
    kept = st.session_state.get(name)
    if kept is None or kept[0] != key:
        kept = st.session_state[name] = (key, make())
    made: SessionValue = kept[1]
    return made
