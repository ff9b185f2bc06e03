"""Slides as one HTML file: it works offline, asks no other machine for anything, and presents."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from html import escape

import pandas as pd

from lib.charts.plotly.figure import still_figure
from lib.exports.figure_export import FigureExport, SlideExport
from lib.exports.presenter.player import asset, deck_json, in_script, plain, player_css, player_js
from lib.exports.presenter.plotly_js import plotly_js

_WEB = ("http://", "https://")


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
    UTF-8, about 5 MB, most of which draws the figures.
    """
    plotly, script = plotly_js(), _script()
    parts = [
        f'<!DOCTYPE html>\n<html lang="en-GB" data-theme="{escape(theme)}">\n<head>',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(plotly, script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{asset('document.css')}{player_css()}</style>",
        '</head>\n<body>\n<div class="rd">',
        _head(slides, title),
        "<main>",
        *(_section(number, slide.exhibit) for number, slide in enumerate(slides)),
        "</main>\n</div>",
        f'<script type="application/json" id="deck">{deck_json(slides, theme)}</script>',
        f"<script>{plotly}</script>",
        f"<script>{script}</script>",
        "</body>\n</html>\n",
    ]
    return "\n".join(parts).encode()


@cache
def _script() -> str:
    """The player and what ties it to the page, in a room of its own."""
    return f"(() => {{\n{player_js()}\n{asset('document.js')}\n}})();"


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


def _head(slides: Sequence[SlideExport], title: str) -> str:
    """The title, where the data are from, the way to each slide and into the show."""
    sources = dict.fromkeys(slide.exhibit.source for slide in slides)
    named = (
        f'<li><a href="#slide-{number}">{escape(slide.exhibit.title)}</a></li>'
        for number, slide in enumerate(slides)
    )
    contents = f'<nav class="rd-contents" aria-label="Slides"><ol>{"".join(named)}</ol></nav>'
    return "\n".join(
        [
            f"<header><h1>{escape(title)}</h1>",
            *(f'<p class="rd-source">{escape(source)}</p>' for source in sources),
            '<button type="button" data-slide="0" hidden>Present</button>',
            "<noscript><p>The figures and the show need JavaScript. "
            "Every number also stands in a table.</p></noscript></header>",
            contents if len(slides) > 1 else "",
        ]
    )


def _section(number: int, exhibit: FigureExport) -> str:
    """One slide: its figure, and all that must go with it."""
    height = exhibit.chart.canvas.height
    figure = in_script(plain(still_figure(exhibit.chart)))
    title = escape(exhibit.title)
    parts = [
        f'<section id="slide-{number}" aria-labelledby="slide-{number}-title">',
        f'<h2 id="slide-{number}-title">{title}</h2>',
        '<p class="rd-hint">The figure is wider than this window: scroll it sideways.</p>'
        f'<figure><div class="rd-scroll" tabindex="0" role="region" aria-label="Figure: {title}">'
        f'<div class="rd-plot" id="plot-{number}" role="img" aria-label="{escape(exhibit.alt)}" '
        f'style="height:{int(height)}px"></div></div>',
        f"<figcaption>{escape(exhibit.alt)}</figcaption></figure>",
        f'<script type="application/json" id="plot-{number}-figure">{figure}</script>',
        f"<h3>How the numbers are made</h3><p>{escape(exhibit.method)}</p>",
        _list("Cautions", exhibit.cautions, "rd-cautions"),
        _table(exhibit.table, f"The numbers of the figure: {exhibit.title}"),
        _list("Published in", exhibit.citations),
        f'<p class="rd-source">{escape(exhibit.source)}{_link(exhibit.link)}</p>',
        f'<button type="button" data-slide="{number}" hidden>Present from here</button>',
        "</section>",
    ]
    return "\n".join(part for part in parts if part)


def _list(heading: str, texts: Iterable[str], kind: str = "rd-list") -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f'<div class="{kind}"><h3>{heading}</h3><ul>{items}</ul></div>' if items else ""


def _table(table: pd.DataFrame, caption: str) -> str:
    """The numbers as a table, each row named by its first cell."""
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        f"{''.join(f'<td>{escape(str(cell))}</td>' for cell in rest)}</tr>"
        for first, *rest in table.itertuples(index=False, name=None)
    )
    return (
        f'<h3>The same numbers as a table</h3><div class="rd-table" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _link(address: str) -> str:
    """The way back to the view, if the address is one of the web."""
    if not address.startswith(_WEB):
        return ""
    return f' · <a href="{escape(address)}" rel="noreferrer">Open this view in the dashboard</a>'
