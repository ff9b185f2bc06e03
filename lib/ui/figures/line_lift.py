"""In a crowd the whole line under the mouse stands out, and the others fade."""

from pathlib import Path

import pandas as pd
import streamlit as st

from lib.analysis.estimates import MOST_DRAWN

_SOURCE = Path(__file__).parent / "line_lift.js"
_component = st.components.v2.component("response_decay_lift", js=_SOURCE.read_text("utf-8"))


def lift_lines(points: pd.DataFrame) -> None:
    """Let the browser lift lines, where so many points are drawn that they share one trace."""
    if points["series"].nunique() > MOST_DRAWN:
        _component(key="lift")
