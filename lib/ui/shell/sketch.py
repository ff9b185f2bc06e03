"""What a page of figures says while its scripts load: its finding, and a sketch of its figure.

Where the data refuse what is asked, the page itself says so, and there is no sketch.
"""

import html
import logging
from collections.abc import Iterator
from urllib.parse import parse_qs

from lib.charts.figure_options import Picture
from lib.charts.spec import Curves, Forest
from lib.charts.svg.curves import curves
from lib.charts.svg.pen import on_both
from lib.slides.slide_list import CURVES, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.figures.figure_of_page import FIGURE_OF_PAGE
from lib.ui.figures.page_figure import PageFigure
from lib.ui.session.dataset import saved_dataset
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.session.url import VERSION
from lib.ui.unsaved.keep import PARAMETER

MOST_ROWS = 2_000
"""Of a file whose figures are made in a moment."""
MOST_LINES = 12
"""Of a forest plot."""
WIDE, NARROW = (960, 440), (358, 460)
"""Width and height of the sketch, in pixels."""

_LOG = logging.getLogger("response_decay")


def page_sketch(address: str, query: str) -> str:
    """Give the sketch of a page as HTML, for what its query asks; blank where there is none."""
    page = address or CURVES
    if page not in FIGURE_OF_PAGE:
        return ""
    # Whatever goes wrong here, the page itself comes in a moment, and says what is wrong.
    try:
        return _sketch_of(saved_dataset(), page, _asked(query))
    except Exception:
        _LOG.exception("A page has no sketch")
        return ""


def _asked(query: str) -> PageSettings:
    named = parse_qs(query)
    named.pop(PARAMETER, None)  # whose unsaved work it is changes no sketch
    return tuple((name, tuple(values)) for name, values in named.items())


@cache_on_dataset(64)
def _sketch_of(data: Dataset, page: str, asked: PageSettings) -> str:
    version = dict(asked).get(VERSION, (data.version,))[0]
    if data.rows.empty or len(data.rows) > MOST_ROWS or version != data.version:
        return ""
    figure, usable = FIGURE_OF_PAGE[page](data, asked)
    if usable.fallbacks:
        return ""
    source = f"A sketch while the page loads. Data: {data.name}, version {data.version}."
    parts = [
        f"<h2>{html.escape(figure.slide_title)}</h2>",
        *map(_paragraph, figure.doubts),
        _colour_names(figure),
        *_drawing(figure),
        _paragraph(f"{figure.method} {source}"),
    ]
    return "\n".join(parts)


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _colour_names(figure: PageFigure) -> str:
    names = (
        f'<strong style="color:{on_both(light, True)}">{html.escape(name)}</strong>'
        for name, light, _ in figure.colours
    )
    return f"<p>{' · '.join(names)}</p>"


def _drawing(figure: PageFigure) -> Iterator[str]:
    wide, narrow = (
        figure.draw(Picture(room=room, compact=room is NARROW, colour_by=figure.colour_by))
        for room in (WIDE, NARROW)
    )
    if isinstance(wide, Forest):
        yield _lines(wide)
    elif isinstance(wide, Curves) and isinstance(narrow, Curves):
        yield f'<div class="rd-wide">{curves(wide, figure.alt)}</div>'
        yield f'<div class="rd-narrow">{curves(narrow, figure.alt)}</div>'


def _lines(chart: Forest) -> str:
    """The lines of a forest plot as a table of its texts."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in chart.headers)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(line.label)}</th>'
        f"{''.join(f'<td>{html.escape(text)}</td>' for text in line.texts)}</tr>"
        for line in chart.lines[:MOST_LINES]
    )
    left_out = len(chart.lines) - MOST_LINES
    more = _paragraph(f"{left_out} more lines follow.") if left_out > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"
