"""The table under the months: a row of texts a series, on an axis of its own."""

from typing import Any

from lib.charts.marks import Run
from lib.charts.plotly.markup import BREAK, escape, markup, span
from lib.charts.spec import COUNT_LINE, NAME_LINE, CountRow, CountTable
from lib.charts.theme import GLYPHS

GLYPH_SIZE = 14


def cells(table: CountTable) -> list[dict[str, Any]]:
    """The texts `15/19` under their months, a trace a series so that a row can fade."""
    drop = COUNT_LINE / table.row - 0.5 if table.is_compact else 0
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": list(row.months),
            # Plotly never fills a text that it once drew empty, as a slide's steps would need.
            "y": [place + drop if any(text) else None for text in row.texts],
            "yaxis": "y2",
            "text": [BREAK.join(map(escape, text)) for text in row.texts],
            "textposition": "bottom center" if table.is_compact else "middle center",
            "textfont": {"size": table.text_size, "color": row.name.colour},
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
        "tickfont": {"size": table.text_size},
    }


def table_notes(table: CountTable, left: float) -> list[dict[str, Any]]:
    """The heading, the studies and, in a narrow window, each row's name above its counts."""
    notes = [_heading(table, left)]
    for place, row in enumerate(table.rows):
        if table.is_compact:
            at = place - 0.5 + NAME_LINE / table.row
            notes.append(_row_note(table, at, _name(row), left))
        elif row.study:
            notes.append(_row_note(table, place, markup((row.study,)), left, row.study.colour))
    return notes


# A slide show finds by the name what belongs to the table.
_LEFT = {"xref": "paper", "x": 0, "showarrow": False, "name": "counts"}


def _heading(table: CountTable, left: float) -> dict[str, Any]:
    return _LEFT | {
        "y": table.share,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 0,
        "xanchor": "left",
        "xshift": table.edge - left,
        "text": _with_omission(table),
        "font": {"size": table.text_size, "color": table.heading.colour},
    }


def _with_omission(table: CountTable) -> str:
    heading = markup((table.heading,))
    return f"{heading} {span(table.omission)}" if table.omission.text else heading


def _row_note(
    table: CountTable, at: float, text: str, left: float, colour: str = ""
) -> dict[str, Any]:
    return _LEFT | {
        "y": at,
        "yref": "y2",
        "yanchor": "middle",
        "xanchor": "left",
        "xshift": table.edge - left,
        "text": text,
        "font": {"size": table.text_size} | ({"color": colour} if colour else {}),
    }


def _name(row: CountRow) -> str:
    """The name and its marker as a character."""
    glyph = Run(GLYPHS[row.symbol][row.is_hollow], colour=row.colour)
    return f"{span(row.name)} {span(glyph, GLYPH_SIZE)}  "
