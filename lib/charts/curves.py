"""The large figure: a curve a series over true months, with who was counted under it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from lib.charts.axes import months_axis, percent_axis
from lib.charts.labels import GAP, Box, line_boxes, place
from lib.charts.picture import Picture, titled
from lib.charts.series import context_trace, looks, series_traces
from lib.charts.style import GLYPHS, Look, Theme, base_layout
from lib.charts.text import shortened, shown
from lib.views.words import MOST_DRAWN

PLOT_HEIGHT, ROW_HEIGHT = 400, 24
WIDE_PLOT, NARROW_PLOT = 620, 300
"""About how wide the plot comes out in pixels; only the places of labels depend on it."""

LABEL_SIZE, LABEL_CHARS, CHAR_WIDTH, LINE_HEIGHT = 13, 26, 6.4, 17
NAME_CHARS = 34


def curves(points: pd.DataFrame, focus: str | None = None, picture: Picture | None = None) -> Any:
    """Draw all series in one figure.

    Parameters
    ----------
    points
        The estimate frame with words (`lib.views`), sorted by series and month.
    focus
        The study to keep in colour while the others fade, or None.
    picture
        How to draw.

    Returns
    -------
    A `plotly.graph_objects.Figure`. Markers carry `[study, row]` as custom data.
    """
    picture = picture or Picture()
    few = points["series"].nunique() <= MOST_DRAWN
    in_focus = points["study"] == focus
    bright = points[in_focus] if in_focus.any() else points if few else points[:0]
    faded = points[~points["series"].isin(bright["series"])]
    look = looks(points if few else bright, picture)
    traces: list[dict[str, Any]] = []
    if not few:
        traces.append(context_trace(faded, picture.theme))
    rows = points if few else bright
    for number, series in rows.groupby("series", sort=False):
        is_bright = number in set(bright["series"])
        drawn = look[number] if is_bright else _faded(look[number], picture.theme)
        kind = "band" if is_bright and in_focus.any() else "whiskers" if is_bright else "plain"
        traces += series_traces(series, drawn, (picture.theme, kind))
    return _assemble(points, traces, _Table(rows, bright, look), picture)


def _faded(look: Look, theme: Theme) -> Look:
    return Look(theme.context, look.symbol, look.dash)


@dataclass(frozen=True)
class _Table:
    """The series under the months, those in colour, and how each looks."""

    rows: pd.DataFrame
    bright: pd.DataFrame
    look: dict[int, Look]

    def names(self) -> list[tuple[int, str, bool]]:
        """Each row's series number, label, and whether it is in colour."""
        bright = set(self.bright["series"])
        first = self.rows.drop_duplicates("series")
        return [
            (number, label, number in bright)
            for number, label in zip(first["series"], first["label"], strict=True)
        ]


def _assemble(
    points: pd.DataFrame, traces: list[dict[str, Any]], table: _Table, picture: Picture
) -> Any:
    names = table.names()
    theme, compact = picture.theme, picture.compact
    table_height = (2 * ROW_HEIGHT if compact else ROW_HEIGHT) * len(names)
    gap = 74 if names else 46
    inner = PLOT_HEIGHT + gap + table_height
    labelled = [] if compact else [name for name in names if name[2] and len(names) <= MOST_DRAWN]
    axis_end = _axis_end(float(points["months"].max()), [_label_lines(n[1]) for n in labelled])
    left = 52 if compact or not names else _names_width(names)
    layout = base_layout(theme) | titled(picture, (inner, left))
    layout["xaxis"] = months_axis(
        points["months"], axis_end, (NARROW_PLOT if compact else WIDE_PLOT, theme)
    )
    layout["yaxis"] = percent_axis(theme) | {"domain": [(table_height + gap) / inner, 1]}
    if names:
        share = table_height / inner
        layout["yaxis2"] = _table_axis(names, table, (picture, share))
        layout["annotations"] += _table_heading(share, (picture, left))
        if compact:
            layout["annotations"] += _row_names(names, table, (theme, left))
        traces = [*traces, *_cells(table, names, picture)]
    layout["annotations"] += _end_labels(table, labelled, (axis_end, theme))
    return go.Figure({"data": traces, "layout": layout})


def _names_width(names: list[tuple[int, str, bool]]) -> int:
    """Room left of the table for its longest name, in pixels."""
    longest = max(min(len(label), NAME_CHARS) for _, label, _ in names)
    return max(150, int(longest * CHAR_WIDTH) + 34)


def _axis_end(last: float, labels: list[list[str]]) -> float:
    """Leave room right of the last visit for the labels, in months."""
    widest = max((len(line) for lines in labels for line in lines), default=0) * CHAR_WIDTH
    return last * WIDE_PLOT / (WIDE_PLOT - widest - 30) if widest else last * 1.04


def _label_lines(label: str) -> list[str]:
    study, _, rest = label.partition(" · ")
    return [shortened(study, LABEL_CHARS), *([shortened(rest, LABEL_CHARS)] if rest else [])]


def _end_labels(
    table: _Table, labelled: list[tuple[int, str, bool]], where: tuple[float, Theme]
) -> list[dict[str, Any]]:
    """Name each line at its last point, clear of the points and of each other."""
    axis_end, theme = where
    across, down = WIDE_PLOT / axis_end, PLOT_HEIGHT / 100
    visible = table.bright[table.bright["rate"].notna()]
    ends = visible.drop_duplicates("series", keep="last").set_index("series")
    found = [(n, label) for n, label, _ in labelled if n in ends.index]
    anchors = [(ends.at[n, "months"] * across, (100 - ends.at[n, "rate"]) * down) for n, _ in found]
    lines = [_label_lines(label) for _, label in found]
    sizes = [(max(map(len, text)) * CHAR_WIDTH, len(text) * LINE_HEIGHT) for text in lines]
    boxes = place(anchors, sizes, _obstacles(visible, across, down), _plot_box())
    return [
        {
            "x": float(ends.at[n, "months"]),
            "y": float(ends.at[n, "rate"]),
            "text": "<br>".join([f"<b>{shown(text[0])}</b>", *map(shown, text[1:])]),
            "font": {"size": LABEL_SIZE, "color": table.look[n].colour},
            "align": "left",
            "xanchor": "left",
            "yanchor": "middle",
            "bgcolor": theme.background,
            "borderpad": 0,
            **_leader((box.left - x, box.top + box.height / 2 - y), table.look[n].colour),
        }
        for (n, _), (x, y), text, box in zip(found, anchors, lines, boxes, strict=True)
    ]


def _leader(offset: tuple[float, float], colour: str) -> dict[str, Any]:
    """Stand at an offset from the point; a label further off than a line is tied to it."""
    across, down = offset
    if abs(down) <= LINE_HEIGHT and 0 < across <= 2 * GAP:
        return {"showarrow": False, "xshift": across, "yshift": -down}
    return {
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colour,
        "standoff": 9,
        "ax": across,
        "ay": down,
    }


def _plot_box() -> Box:
    return Box(0, 0, WIDE_PLOT, PLOT_HEIGHT)


def _obstacles(visible: pd.DataFrame, across: float, down: float) -> list[Box]:
    """Everything drawn, in pixels: markers, whiskers and lines."""
    boxes = []
    for _, series in visible.groupby("series", sort=False):
        path = [
            (m * across, (100 - r) * down)
            for m, r in zip(series["months"], series["rate"], strict=True)
        ]
        boxes += [Box(x - 8, y - 8, 16, 16) for x, y in path]
        boxes += line_boxes(path)
        whiskers = series[series["low"].notna()]
        for m, low, high in zip(whiskers["months"], whiskers["low"], whiskers["high"], strict=True):
            boxes.append(Box(m * across - 3, (100 - high) * down, 6, (high - low) * down))
    return boxes


def _cells(
    table: _Table, names: list[tuple[int, str, bool]], picture: Picture
) -> list[dict[str, Any]]:
    """The texts `15/19` under their months, a trace a series so that a row can fade."""
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": series["months"].tolist(),
            "y": [row + (0.22 if picture.compact else 0)] * len(series),
            "yaxis": "y2",
            "text": series["count_text"].tolist(),
            "textfont": {
                "size": 13,
                "color": picture.theme.ink if is_bright else picture.theme.muted,
            },
            "customdata": series[["study", "row"]].values.tolist(),
            "hoverinfo": "skip",
            "cliponaxis": False,
            "meta": "counts",
        }
        for row, (number, _, is_bright) in enumerate(names)
        for series in [table.rows[table.rows["series"] == number]]
    ]


def _table_axis(
    names: list[tuple[int, str, bool]], table: _Table, drawn: tuple[Picture, float]
) -> dict[str, Any]:
    picture, share = drawn
    axis = {
        "domain": [0, share],
        "range": [len(names) - 0.5, -0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickmode": "array",
        "tickvals": [],
    }
    if picture.compact:
        return axis
    return axis | {
        "tickvals": list(range(len(names))),
        "ticktext": [_row_name(name, table, picture.theme) for name in names],
        "tickfont": {"size": 13},
    }


def _row_name(name: tuple[int, str, bool], table: _Table, theme: Theme) -> str:
    number, label, is_bright = name
    look = table.look[number]
    hollow = bool(table.rows.loc[table.rows["series"] == number, "hollow"].any())
    colour = look.colour if is_bright else theme.context
    text = shown(shortened(label, NAME_CHARS))
    ink = theme.ink if is_bright else theme.muted
    return (
        f'<span style="color:{ink}">{text}</span> '
        f'<span style="color:{colour};font-size:17px">{GLYPHS[look.symbol][hollow]}</span> '
    )


def _row_names(
    names: list[tuple[int, str, bool]], table: _Table, drawn: tuple[Theme, int]
) -> list[dict[str, Any]]:
    """In a narrow window each row's name stands on a line of its own above its counts."""
    return [
        {
            "x": 0,
            "xref": "paper",
            "xshift": 8 - drawn[1],
            "y": row - 0.24,
            "yref": "y2",
            "xanchor": "left",
            "yanchor": "middle",
            "text": _row_name(name, table, drawn[0]),
            "font": {"size": 13},
            "showarrow": False,
        }
        for row, name in enumerate(names)
    ]


def _table_heading(share: float, drawn: tuple[Picture, int]) -> list[dict[str, Any]]:
    picture, left = drawn
    return [
        {
            "x": 0,
            "xref": "paper",
            "xanchor": "left" if picture.compact else "right",
            "xshift": 8 - left if picture.compact else -8,
            "y": share,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 4,
            "text": "<b>Responding / counted</b>",
            "font": {"size": 13, "color": picture.theme.muted},
            "showarrow": False,
        }
    ]
