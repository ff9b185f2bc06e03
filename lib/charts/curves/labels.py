"""The name of each line at its end, clear of what is drawn and tied to it if it stands off."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.analysis.estimates import MOST_DRAWN
from lib.charts.contrast import legible
from lib.charts.curves.at_risk_table import CountsTable, Name
from lib.charts.curves.label_placement import PlotArea, is_tied, obstacles, place
from lib.charts.marks import Label, Run, Series
from lib.charts.theme import Theme
from lib.phrases import shorten

PLOT_HEIGHT = 400

ROOMY = 6
LABEL_CHARS, CHAR_WIDTH, LINE_HEIGHT = 26, 6.8, 17


def label_lines(table: CountsTable) -> dict[int, list[str]]:
    """Give the text of each label: the study over what else names its series.

    Where all are of one study, or many of different ones, a line of the two says enough.
    """
    if table.picture.compact or len(table.names) > MOST_DRAWN:
        return {}
    names = [name for name in table.names if name.is_bright]
    studies = Counter(name.study for name in names)
    return {
        name.series: [
            shorten(text, LABEL_CHARS) for text in _label_texts(name, studies, len(names)) if text
        ]
        for name in names
    }


def _label_texts(name: Name, studies: Counter[str], labels: int) -> list[str]:
    if len(studies) == 1 < labels:
        return [name.rest or name.study]
    return [name.study] if labels > ROOMY and studies[name.study] == 1 else [name.study, name.rest]


def axis_end(last: float, table: CountsTable, wide: float) -> float:
    """Where the month axis, so many pixels wide, ends: with room for the longest label."""
    widest = max((len(text) for lines in label_lines(table).values() for text in lines), default=0)
    if not widest:
        return last * 1.04
    return last * wide / (wide - widest * CHAR_WIDTH - 30)


def with_labels(
    series: Mapping[int, Series],
    lines: Mapping[int, list[str]],
    plot: PlotArea,
    theme: Theme,
    others: Sequence[Series] = (),
) -> dict[int, Series]:
    """Name series by lines of text at their last points, clear of all that is drawn.

    Parameters
    ----------
    series
        By their numbers.
    lines
        The text of each that is named, by its number.
    plot
        Where they are drawn, in pixels.
    theme
        On whose background they are read.
    others
        What else labels keep off.
    """
    texts = {number: text for number, text in lines.items() if series[number].points}
    points = {number: series[number].points[-1] for number in texts}
    anchors = [plot.at(*point) for point in points.values()]
    sizes = [
        (max(map(len, text)) * CHAR_WIDTH, float(len(text) * LINE_HEIGHT))
        for text in texts.values()
    ]
    boxes = place(anchors, sizes, obstacles([*others, *series.values()], plot), plot.box)
    labels = {
        number: _label(text, series[number], (box.left - x, box.top + box.height / 2 - y), theme)
        for (number, text), (x, y), box in zip(texts.items(), anchors, boxes, strict=True)
    }
    return {number: replace(one, label=labels.get(number)) for number, one in series.items()}


def _label(
    lines: Sequence[str], series: Series, offset: tuple[float, float], theme: Theme
) -> Label:
    colour = legible(series.line.colour, theme.background) if series.line else ""
    text = tuple(Run(line, place == 0, colour) for place, line in enumerate(lines))
    return Label(text, series.points[-1], offset, is_tied(*offset))
