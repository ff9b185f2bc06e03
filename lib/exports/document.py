"""Slides as one HTML file: it works offline, asks no other machine for anything, and presents."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd

from lib.charts.figure_options import untitled
from lib.charts.plotly.figure import still_figure
from lib.exports.figure_export import FigureExport, SlideExport
from lib.exports.presenter.packed_text import pack, pack_script
from lib.exports.presenter.player import asset, deck_json, in_script, plain, player_css, player_js
from lib.exports.presenter.plotly_js import plotly_js

CITATION = "Citation"
"""The column of a table that the list under it replaces."""

if TYPE_CHECKING:
    from jinja2 import Template


def document(slides: Sequence[SlideExport], title: str, theme: str = "light") -> bytes:
    """Write slides as a self-contained HTML file.

    Parameters
    ----------
    slides
        In their order, at least one.
    title
        Of the whole.
    theme
        `light` or `dark`, as the figures were drawn.

    Returns
    -------
    UTF-8, about 2 MB, most of which draws the figures: Plotly, packed.
    """
    plotly, script = plotly_js(), _script()
    page = _template().render(
        title=title,
        theme=theme,
        exhibits=[slide.exhibit for slide in slides],
        policy=_policy(plotly, script),
        style=f"{asset('document.css')}{player_css()}",
        figure_json=_figure_json,
        height=lambda exhibit: int(untitled(exhibit.chart.canvas).height),
        in_words=_in_words,
        table_of=_table_of,
        deck=pack(deck_json(slides, theme)),
        plotly=pack_script(plotly),
        script=script,
    )
    return page.encode()


@cache
def _template() -> "Template":
    # Imported here, since it takes 40 ms, for which a reader's first chart would wait.
    from jinja2 import Environment, StrictUndefined

    blocks = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    return blocks.from_string(asset("document.html"))


def _figure_json(exhibit: FigureExport) -> str:
    """Draw the figure without title and footer, which stand beside it in the document."""
    chart = exhibit.chart
    return in_script(plain(still_figure(replace(chart, canvas=untitled(chart.canvas)))))


def _in_words(exhibit: FigureExport) -> str:
    """The figure in sentences, without its title."""
    return exhibit.alt.removeprefix(exhibit.title).lstrip(". ")


def _table_of(exhibit: FigureExport) -> pd.DataFrame:
    """The numbers without what stands under them once: where the studies are published."""
    return exhibit.table.drop(columns=CITATION, errors="ignore")


@cache
def _script() -> str:
    """The player and what ties it to the page, in a room of its own."""
    return f"(() => {{\n{asset('unpack.js')}\n{player_js()}\n{asset('document.js')}\n}})();"


def _policy(*scripts: str) -> str:
    """Allow these scripts, and nothing that comes from elsewhere or goes there.

    Styles are allowed wherever they stand, since Plotly writes them into its elements.
    """
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@cache
def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
