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
    cards = (_card(point, missing, point.row == picked) for point in points.itertuples())
    st.html(f'<div class="rd-points">{"".join(cards)}</div>')


def _card(point: Any, missing: str, is_picked: bool) -> str:
    title = html.escape(f"{point.label} at {months_text(point.months)}")
    chosen, mark = (" rd-picked", " (the point you clicked)") if is_picked else ("", "")
    body = facts(truth(point, missing), doi_links(point.doi))
    return f'<section class="rd-point{chosen}"><h3>{title}{mark}</h3>{body}</section>'
