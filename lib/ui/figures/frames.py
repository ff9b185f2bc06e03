"""The lines that show a figure in a page of somebody else: live, or as one file of a version."""

import html
from math import ceil

from lib.charts.figure_options import Picture
from lib.slides.page_settings import query
from lib.ui.figures.page_figure import PageFigure

THEME, LIGHT = "theme", "light"
AROUND = 360
"""Pixels over and under the figure of a view: its title, what it rests on, its source."""


def view_address(figure: PageFigure, version: str, theme: str = LIGHT) -> str:
    """Give the address of a figure as one file, seen from the dashboard's own."""
    colours = ((THEME, (theme,)),) if theme != LIGHT else ()
    asked = query((*figure.asked, *colours))
    return f"view/{version}/{figure.page}.html{'?' if asked else ''}{asked}"


def view_height(figure: PageFigure) -> int:
    """Give the pixels in which a frame shows the figure of a view without scrolling."""
    return ceil(figure.draw(Picture(colour_by=figure.colour_by)).canvas.height) + AROUND


def frame_html(address: str, title: str, width: str, height: int) -> str:
    """Write a frame that shows an address."""
    return (
        f'<iframe src="{html.escape(address)}" title="{html.escape(title)}" width="{width}" '
        f'height="{height}" style="border:0" loading="lazy"></iframe>'
    )
