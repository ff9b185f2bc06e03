"""Cards: everything that is known of a point, with its links."""

import html
from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.points import each_point
from lib.narrative.point_details import truth
from lib.phrases import months_text
from lib.ui.components.html_text import doi_links, facts


def point_cards(points: pd.DataFrame) -> dict[int, str]:
    """Write a card a point as HTML, by the point's row number."""
    return {point.row: _card(point) for point in each_point(points)}


def _card(point: Any) -> str:
    title = html.escape(f"{point.label} at {months_text(point.months)}")
    links = doi_links([point.doi])
    told = [(name, text) for name, text in truth(point) if not links or name != "DOI"]
    return f'<section class="rd-point"><h3>{title}</h3>{facts(told, links)}</section>'


def show_cards(cards: Iterable[str]) -> None:
    """Show cards side by side where there is room."""
    st.html(f'<div class="rd-points">{"".join(cards)}</div>')


def show_clicked_card(card: str) -> None:
    """Show the card of the point that the reader clicked."""
    marked = card.replace('class="rd-point"', 'class="rd-point rd-picked"', 1)
    st.html(marked.replace("<h3>", "<h3>You clicked: ", 1))
