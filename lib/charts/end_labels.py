"""The name of each line at its end, clear of what is drawn and tied to it if it stands off."""

from collections import Counter
from typing import Any

import pandas as pd

from lib.charts.counts_table import CountsTable, Name
from lib.charts.labels import GAP, Box, line_boxes, place
from lib.charts.text import shortened, shown
from lib.views.estimates import each_point, each_series
from lib.views.words import MOST_DRAWN

PLOT_HEIGHT, PLOT_WIDTH = 400, 620
"""The plot in pixels; the width is about what comes out, and only places labels."""

ROOMY = 6
LABEL_SIZE, LABEL_CHARS, CHAR_WIDTH, LINE_HEIGHT = 13, 26, 6.4, 17


def _lines(table: CountsTable) -> dict[int, list[str]]:
    """The text of each label: the study over what else names its series.

    Where all are of one study, or many of different ones, a line of the two says enough.
    """
    if table.picture.compact or len(table.names) > MOST_DRAWN:
        return {}
    names = [name for name in table.names if name.is_bright]
    studies = Counter(name.study for name in names)
    return {
        name.series: [
            shortened(text, LABEL_CHARS) for text in _needed(name, studies, len(names)) if text
        ]
        for name in names
    }


def _needed(name: Name, studies: Counter[str], labels: int) -> list[str]:
    if len(studies) == 1 < labels:
        return [name.rest or name.study]
    return [name.study] if labels > ROOMY and studies[name.study] == 1 else [name.study, name.rest]


def axis_end(last: float, table: CountsTable) -> float:
    """Where the month axis ends: past the last visit, with room for the longest label."""
    widest = max((len(text) for lines in _lines(table).values() for text in lines), default=0)
    if not widest:
        return last * 1.04
    return last * PLOT_WIDTH / (PLOT_WIDTH - widest * CHAR_WIDTH - 30)


def end_labels(table: CountsTable, end: float) -> list[dict[str, Any]]:
    """Name each series in colour at its last point; `end` is the axis' end in months."""
    drawn = table.points[table.points["rate"].notna()]
    last = {int(p.series): p for p in each_point(drawn.drop_duplicates("series", keep="last"))}
    lines = {series: text for series, text in _lines(table).items() if series in last}
    anchors = [_pixel(last[series].months, last[series].rate, end) for series in lines]
    sizes = [
        (max(map(len, text)) * CHAR_WIDTH, float(len(text) * LINE_HEIGHT))
        for text in lines.values()
    ]
    area = Box(0, 0, PLOT_WIDTH, PLOT_HEIGHT)
    boxes = place(anchors, sizes, _obstacles(drawn, end), area)
    return [
        {
            "x": float(last[series].months),
            "y": float(last[series].rate),
            "text": "<br>".join([f"<b>{shown(text[0])}</b>", *map(shown, text[1:])]),
            "font": {"size": LABEL_SIZE, "color": table.look[series].colour},
            "align": "left",
            "xanchor": "left",
            "yanchor": "middle",
            **_offset(anchor, box, table.look[series].colour),
        }
        for (series, text), anchor, box in zip(lines.items(), anchors, boxes, strict=True)
    ]


def _pixel(months: float, rate: float, end: float) -> tuple[float, float]:
    return months * PLOT_WIDTH / end, (100 - rate) * PLOT_HEIGHT / 100


def _offset(anchor: tuple[float, float], box: Box, colour: str) -> dict[str, Any]:
    """Stand off from the point; a label further away than a line is tied to it."""
    across, down = box.left - anchor[0], box.top + box.height / 2 - anchor[1]
    if abs(down) <= LINE_HEIGHT and 0 < across <= 2 * GAP:
        return {"showarrow": False, "xshift": across, "yshift": -down}
    tie = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour}
    return tie | {"standoff": 9, "ax": across, "ay": down}


def _obstacles(drawn: pd.DataFrame, end: float) -> list[Box]:
    """Everything drawn, in pixels: markers, lines and whiskers."""
    boxes: list[Box] = []
    for _, series in each_series(drawn):
        path = [_pixel(p.months, p.rate, end) for p in each_point(series)]
        boxes += [Box(x - 8, y - 8, 16, 16) for x, y in path]
        boxes += line_boxes(path)
        for point in each_point(series[series["low"].notna()]):
            x, top = _pixel(point.months, point.high, end)
            boxes.append(Box(x - 3, top, 6, (point.high - point.low) * PLOT_HEIGHT / 100))
    return boxes
