"""A figure on its page: drawn for this viewer, offered to be taken away; alone if embedded."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.charts.figure_options import Picture
from lib.charts.theme import THEMES
from lib.studies.dataset import Dataset
from lib.ui.components.figure import show_plain, viewers_theme
from lib.ui.figures.figure_downloads import take_away
from lib.ui.figures.page_figure import Sight, stamped
from lib.ui.session.dataset import today
from lib.ui.shell.browser import is_narrow
from lib.ui.shell.embedding import is_embedded, is_wanted


def picture(sight: Sight, data: Dataset) -> Picture:
    """Say how to draw for this viewer: theme and width, and what the figure says of itself."""
    return Picture(
        theme=THEMES[viewers_theme()],
        compact=is_narrow(),
        colour_by=sight.colour_by,
        title=sight.title,
        footer=stamped(sight.method, data, today()),
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
    if is_embedded() and not is_wanted(key):
        return
    figure = sight.draw(picture(sight, data))
    if show:
        show(figure, sight.alt)
    else:
        show_plain(figure, sight.alt, key)
    if is_embedded():
        st.stop()
    take_away(sight, data, key)
