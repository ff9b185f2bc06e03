"""Controls that are set from elsewhere: by a button, or by a click into the figure.

The browser keeps what a control in a closed popover was last set to by hand, and sends that again
with the next click, whatever was set here meanwhile. A control that one run leaves out is
forgotten there; a moment later the page runs again and draws it as it was set.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

_NEXT, _NOW, _ARMED = "anew_next", "anew_now", "anew_armed"
AFTER = 0.2
"""Seconds until the controls are drawn again."""

ControlValue = TypeVar("ControlValue")


def set_anew(values: Mapping[str, Any]) -> None:
    """Set controls by their keys, in a callback."""
    st.session_state.update(values)
    st.session_state[_NEXT] = frozenset(values)


def begin() -> None:
    """Take note, as a run begins, of the controls that it leaves out."""
    st.session_state[_NOW] = st.session_state.pop(_NEXT, frozenset())


def control(key: str, draw: Callable[[], ControlValue]) -> ControlValue:
    """Draw a control; give what it is set to, also in a run that leaves it out."""
    if key in st.session_state.get(_NOW, ()):
        held: ControlValue = st.session_state[key]
        return held
    return draw()


def leaves_out() -> bool:
    """Tell whether this run leaves controls out, so that another follows by itself."""
    return bool(st.session_state.get(_NOW))


def draw_again() -> None:
    """Run the page again, as its last act, if it left controls out."""
    if leaves_out():
        st.session_state[_ARMED] = False
        _again()


@st.fragment(run_every=AFTER)
def _again() -> None:
    # Called once by the page itself, and then by the clock.
    if st.session_state[_ARMED]:
        st.rerun()
    st.session_state[_ARMED] = True
