"""The name of each line at its end, clear of what is drawn and tied to it if it stands off."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN, each_point, each_series
from lib.analysis.fitted_curves import FittedLine
from lib.charts.curves.at_risk_table import CountsTable, Name
from lib.charts.curves.label_placement import Box, is_tied, line_boxes, place
from lib.charts.text import shortened, shown
from lib.charts.theme import Look

PLOT_HEIGHT = 400

ROOMY = 6
LABEL_SIZE, LABEL_CHARS, CHAR_WIDTH, LINE_HEIGHT = 13, 26, 6.8, 17


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


def axis_end(last: float, table: CountsTable, wide: float) -> float:
    """Where the month axis, so many pixels wide, ends: with room for the longest label."""
    widest = max((len(text) for lines in _lines(table).values() for text in lines), default=0)
    if not widest:
        return last * 1.04
    return last * wide / (wide - widest * CHAR_WIDTH - 30)


@dataclass(frozen=True)
class Plot:
    """What labels are placed on: about its size in pixels, its last month, axes and fits."""

    width: float
    height: float
    end: float
    axes: tuple[str, str] = ("x", "y")
    fitted: Sequence[FittedLine] = ()

    @property
    def area(self) -> Box:
        """All of it, in pixels."""
        return Box(0, 0, self.width, self.height)

    def pixel(self, months: float, percent: float) -> tuple[float, float]:
        """Where a value stands, from the left and from the top."""
        return months * self.width / self.end, (100 - percent) * self.height / 100


def end_labels(table: CountsTable, plot: Plot) -> list[dict[str, Any]]:
    """Name each series in colour at its last point."""
    return line_labels(table.points, _lines(table), table.look, plot)


def line_labels(
    points: pd.DataFrame, lines: dict[int, list[str]], look: dict[int, Look], plot: Plot
) -> list[dict[str, Any]]:
    """Place the lines of text of each series at its last point, clear of all points."""
    drawn = points[points["rate"].notna()]
    last = {int(p.series): p for p in each_point(drawn.drop_duplicates("series", keep="last"))}
    lines = {series: text for series, text in lines.items() if series in last}
    anchors = [plot.pixel(last[series].months, last[series].rate) for series in lines]
    sizes = [
        (max(map(len, text)) * CHAR_WIDTH, float(len(text) * LINE_HEIGHT))
        for text in lines.values()
    ]
    boxes = place(anchors, sizes, obstacles(drawn, plot), plot.area)
    return [
        {
            "x": float(last[series].months),
            "y": float(last[series].rate),
            "xref": plot.axes[0],
            "yref": plot.axes[1],
            "text": "<br>".join([f"<b>{shown(text[0])}</b>", *map(shown, text[1:])]),
            "font": {"size": LABEL_SIZE, "color": look[series].colour},
            "align": "left",
            "xanchor": "left",
            "yanchor": "middle",
            **_offset(anchor, box, look[series].colour),
        }
        for (series, text), anchor, box in zip(lines.items(), anchors, boxes, strict=True)
    ]


def _offset(anchor: tuple[float, float], box: Box, colour: str) -> dict[str, Any]:
    """Stand off from the point; a label further away than a line is tied to it."""
    across, down = box.left - anchor[0], box.top + box.height / 2 - anchor[1]
    if not is_tied(across, down):
        return {"showarrow": False, "xshift": across, "yshift": -down}
    tie = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour}
    return tie | {"standoff": 9, "ax": across, "ay": down}


def obstacles(drawn: pd.DataFrame, plot: Plot) -> list[Box]:
    """Everything drawn, in pixels: markers, lines, whiskers and fits."""
    boxes: list[Box] = []
    for line in plot.fitted:
        boxes += line_boxes(list(map(plot.pixel, line.months, line.percents)))
    for _, series in each_series(drawn):
        path = [plot.pixel(p.months, p.rate) for p in each_point(series)]
        boxes += [Box(x - 8, y - 8, 16, 16) for x, y in path]
        boxes += line_boxes(path)
        for point in each_point(series[series["low"].notna()]):
            x, top = plot.pixel(point.months, point.high)
            boxes.append(Box(x - 3, top, 6, (point.high - point.low) * plot.height / 100))
    return boxes
