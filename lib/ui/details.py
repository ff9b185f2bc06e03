"""Points in full: every point of a study told to the end, with its links."""

import html
from typing import Any

import pandas as pd
import streamlit as st

from lib.ui.prose import doi_links, facts
from lib.views.truth import truth
from lib.views.words import months_text


def point_cards(points: pd.DataFrame, missing: str, picked: int | None = None) -> None:
    """Show a card a point; `picked` is the row number of the one the reader clicked."""
    for point in points.itertuples():
        _card(point, missing, point.row == picked)


def _card(point: Any, missing: str, is_picked: bool) -> None:
    title = html.escape(f"{point.label} at {months_text(point.months)}")
    chosen = " rd-picked" if is_picked else ""
    body = facts(truth(point, missing), doi_links(point.doi))
    st.html(f'<section class="rd-point{chosen}"><h3>{title}</h3>{body}</section>')
