"""A figure on its page: drawn for this viewer, offered to be taken away; alone if embedded."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.charts.picture import Picture
from lib.charts.style import THEMES
from lib.studies.dataset import Dataset
from lib.ui.browser import is_narrow
from lib.ui.figure import show_plain, viewers_theme
from lib.ui.sights.sight import Sight, stamped
from lib.ui.taking import take_away

FIGURE = "figure"
"""What an address asks for where a page has several figures."""

# Alone: no sidebar, and no words, unless there is no figure to show and they say why.
_ALONE = """<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: .5rem; }
[data-testid="stMainBlockContainer"]:has([data-testid="stPlotlyChart"])
  > [data-testid="stVerticalBlock"] > :not(:has([data-testid="stPlotlyChart"])) { display: none; }
</style>"""


def picture(sight: Sight, data: Dataset) -> Picture:
    """Say how to draw for this viewer: theme and width, and what the figure says of itself."""
    return Picture(
        theme=THEMES[viewers_theme()],
        compact=is_narrow(),
        colour_by=sight.colour_by,
        title=sight.title,
        footer=stamped(sight.method, data),
    )


def show_sight(
    sight: Sight, data: Dataset, key: str, show: Callable[[Any, str], None] | None = None
) -> None:
    """Show a figure and what can be taken away of it; where it is embedded, only the figure.

    Parameters
    ----------
    sight, data
        What is shown.
    key
        Its name among the figures of its page.
    show
        Shows a figure with its alt text; without it, one whose points cannot be clicked.
    """
    alone = st.context.is_embedded
    if alone and st.query_params.get(FIGURE, key) != key:
        return
    figure = sight.draw(picture(sight, data))
    if show:
        show(figure, sight.alt)
    else:
        show_plain(figure, sight.alt, key)
    if alone:
        st.html(_ALONE)
        st.stop()
    take_away(sight, data, key)
