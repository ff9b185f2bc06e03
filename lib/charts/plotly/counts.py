"""The table under the months: a row of texts a series, on an axis of its own."""

from typing import Any

from lib.charts.marks import Run
from lib.charts.plotly.canvas import INDENT
from lib.charts.plotly.markup import escape, markup, span
from lib.charts.spec import CountRow, CountTable
from lib.charts.theme import GLYPHS

TEXT_SIZE, GLYPH_SIZE = 13, 17
NAME_RISE, COUNT_DROP = 0.24, 0.22
"""How far name and counts stand apart in a narrow window, as shares of a row."""


def cells(table: CountTable) -> list[dict[str, Any]]:
    """The texts `15/19` under their months, a trace a series so that a row can fade."""
    drop = COUNT_DROP if table.is_compact else 0
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": list(row.months),
            # Plotly never fills a text that it once drew empty, as a slide's steps would need.
            "y": [place + drop if text else None for text in row.counts],
            "yaxis": "y2",
            "text": list(map(escape, row.counts)),
            "textfont": {"size": TEXT_SIZE, "color": row.name.colour},
            "hoverinfo": "skip",
            "cliponaxis": False,
            "meta": "counts",
        }
        for place, row in enumerate(table.rows)
    ]


def rows_axis(table: CountTable) -> dict[str, Any]:
    """The rows as an axis of their own over the lowest share of the plot."""
    rows = () if table.is_compact else table.rows
    return {
        "domain": [0, table.share],
        "range": [len(table.rows) - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": list(range(len(rows))),
        "ticktext": list(map(_name, rows)),
        "tickfont": {"size": TEXT_SIZE},
    }


def table_notes(table: CountTable, left: float) -> list[dict[str, Any]]:
    """The heading and, in a narrow window, each row's name above its counts."""
    rows = table.rows if table.is_compact else ()
    names = [_row_note(place, row, left) for place, row in enumerate(rows)]
    return [_heading(table, left), *names]


_LEFT = {"xref": "paper", "x": 0, "showarrow": False}


def _heading(table: CountTable, left: float) -> dict[str, Any]:
    return _LEFT | {
        "y": table.share,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "xanchor": "left" if table.is_compact else "right",
        "xshift": INDENT - left if table.is_compact else -INDENT,
        "text": markup((table.heading,)),
        "font": {"size": TEXT_SIZE, "color": table.heading.colour},
    }


def _row_note(place: int, row: CountRow, left: float) -> dict[str, Any]:
    return _LEFT | {
        "y": place - NAME_RISE,
        "yref": "y2",
        "yanchor": "middle",
        "xanchor": "left",
        "xshift": INDENT - left,
        "text": _name(row),
        "font": {"size": TEXT_SIZE},
    }


def _name(row: CountRow) -> str:
    """The name and its marker as a character."""
    glyph = Run(GLYPHS[row.symbol][row.is_hollow], colour=row.colour)
    return f"{span(row.name)} {span(glyph, GLYPH_SIZE)} "
