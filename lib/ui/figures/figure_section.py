"""A figure on its page, with what can be done with it; alone if the page is embedded."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.charts.spec import Chart
from lib.charts.theme import THEMES
from lib.studies.dataset import Dataset
from lib.ui.components.figure import show_plain_figure, viewers_theme
from lib.ui.figures.figure_downloads import show_figure_actions
from lib.ui.figures.page_figure import PageFigure, footer_with_source
from lib.ui.session.dataset import today
from lib.ui.shell.browser import is_narrow
from lib.ui.shell.embedding import FIGURE, is_embedded, is_wanted

DrawChart = Callable[[Picture], Chart]


def picture_for_viewer(
    page_figure: PageFigure, data: Dataset, is_alone: bool = True, width: int | None = None
) -> Picture:
    """Choose theme and width for this viewer; a figure that stands alone has title and footer.

    `width` is about how many pixels a wide page gives it, if not its whole width.
    """
    return Picture(
        theme=THEMES[viewers_theme()],
        compact=is_narrow(),
        colour_by=page_figure.colour_by,
        title=page_figure.title if is_alone else "",
        footer=footer_with_source(page_figure.method, data, today()) if is_alone else "",
        width=None if is_alone or is_narrow() else width,
        with_key=is_alone,
    )


def picture_place() -> Any:
    """Give the place of the picture of a page; in a narrow window what belongs to it follows it."""
    return st.container(key="picture")


def show_actions(page_figure: PageFigure, data: Dataset, key: str, actions: Any) -> None:
    """Show what can be done with a figure that a page shows in another way, and that alone.

    On an embedded page that names it, it is the figure that is shown. The parameters are those of
    `show_page_figure`.
    """
    if is_embedded():
        if st.query_params.get(FIGURE) == key:
            show_page_figure(page_figure, data, key)
        return
    with actions:
        show_figure_actions(page_figure, data, key)


def show_page_figure(
    page_figure: PageFigure,
    data: Dataset,
    key: str,
    show: Callable[[Any, str], None] | None = None,
    actions: Any = None,
    width: int | None = None,
    of: str = "",
    draw: DrawChart | None = None,
) -> None:
    """Show a figure and what can be done with it; on an embedded page, only the figure.

    Parameters
    ----------
    page_figure, data
        The figure and its dataset.
    key
        Name of the figure on its page.
    show
        Shows a figure with its alt text; by default one whose points cannot be clicked.
    actions
        Where the page has room for the actions; its title and notes then stand on the page. By
        default the actions follow the figure, which has title and footer.
    width
        As for `picture_for_viewer`.
    of
        As for `show_figure_actions`.
    draw
        Draws what this page shows of the figure, if not all of it; what is done with it, or
        embedded, is the whole.
    """
    if is_embedded() and not is_wanted(key):
        return
    is_alone = actions is None or is_embedded()
    picture = picture_for_viewer(page_figure, data, is_alone, width)
    drawn = page_figure.draw if draw is None or is_embedded() else draw
    figure = plotly_figure(drawn(picture))
    if show:
        show(figure, page_figure.alt)
    else:
        show_plain_figure(figure, page_figure.alt, key)
    if is_embedded():
        st.stop()
    with actions or st.container(horizontal=True, vertical_alignment="center"):
        show_figure_actions(page_figure, data, key, of)
