"""What a view has on paper in place of its tabs, of which a browser prints only the open one."""

import html
from collections.abc import Sequence

import streamlit as st

from lib.analysis.settings import View
from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.ui.components.tables import paper_table
from lib.ui.explore.curve_text import view_text
from lib.ui.session.dataset_cache import cache_on_dataset

MOST_ROWS = 60
"""Rows of a table on paper."""


def show_on_paper(data: Dataset, view: View) -> None:
    """Put the numbers, cautions and sources of a view on paper; a screen does not show them."""
    st.html(print_html(data, view))


@cache_on_dataset(8)
def print_html(data: Dataset, view: View) -> str:
    """Write what a view has on paper in place of its tabs."""
    shown = view_text(data, view)
    more = len(shown.points) - MOST_ROWS
    rest = [f"These are the first {MOST_ROWS}; {with_noun(more, 'more point')} on the screen."]
    parts = (
        paper_table(shown.points.head(MOST_ROWS)),
        _list("", rest if more > 0 else []),
        _list(f"Counting {view.rule.lower()}", shown.recounted),
        _list("What may not be compared here", shown.mixed),
        _list("Cautions", shown.cautions),
        _list("Where the numbers are published", shown.citations),
    )
    return f'<div class="rd-print">{"".join(parts)}</div>'


def _list(title: str, texts: Sequence[str]) -> str:
    if not texts:
        return ""
    heading = f"<h2>{html.escape(title)}</h2>" if title else ""
    return f"{heading}<ul>{''.join(f'<li>{html.escape(text)}</li>' for text in texts)}</ul>"
