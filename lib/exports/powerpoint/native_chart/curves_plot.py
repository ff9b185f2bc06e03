"""Curves as series that PowerPoint and LibreOffice can draw."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.charts.contrast import mix
from lib.charts.marks import Label, Marker, Pool, Run, Series, Stroke, Values
from lib.charts.spec import Chart, Curves, Panel
from lib.charts.theme import Theme
from lib.exports.powerpoint.native_chart.native_plot import NAMES, Curve, Plot, one_line

MOST_RINGS = 60
"""Rings around tried points that are drawn, a series each."""
MOST_CONTEXT = 6000
"""Points of a crowd that stay; PowerPoint slows past some thousands."""
INTERVAL = "Pooled interval"
LEAD = "The same studies, pooled"
FAINTEST = 0.45
"""Of the opacity of the context's lines."""


def curves_plots(chart: Curves) -> tuple[Plot, ...]:
    """Draw each panel."""
    return tuple(_plot(panel, chart.canvas.theme) for panel in chart.panels)


def omissions(chart: Chart) -> list[str]:
    """Say what native charts leave out of curves."""
    if not isinstance(chart, Curves):
        return []
    return [
        sentence
        for panel in chart.panels
        for series in panel.series
        for sentence in _omission(series, _share(panel))
    ]


def _share(panel: Panel) -> float:
    """Say which share of the points of each series of a crowd stays."""
    crowd = sum(len(series.x) for series in panel.series if series.kind == "context")
    return min(1, MOST_CONTEXT / max(1, crowd))


def _omission(series: Series, share: float) -> Iterator[str]:
    number = len(series.x)
    if series.kind == "tried" and number > MOST_RINGS:
        yield f"The {number} points tried, not saved, have no rings here."
    if series.kind == "context" and share < 1:
        breaks = _breaks(series)
        first = sum(end <= number * share for end in breaks)
        yield f"{series.name}: the first {first} of {len(breaks)} are drawn."


def _breaks(series: Series) -> list[int]:
    """Where each series of the context ends: at a place without month."""
    return [place + 1 for place, months in enumerate(series.x) if months is None]


def _plot(panel: Panel, theme: Theme) -> Plot:
    curves = [curve for series in panel.series for curve in _curves(series, theme, _share(panel))]
    pools = [curve for pool in panel.pools for curve in _pool(pool, theme)]
    names = _names(panel.labels, curves)
    return Plot(panel.title, panel.across, panel.up, (*curves, *pools, *names))


def _names(labels: tuple[Label, ...], curves: Sequence[Curve]) -> list[Curve]:
    """Name lines of a crowd at their ends: those that the screen names and that are drawn."""
    drawn = {point for curve in curves for point in curve.points} if labels else set()
    named = [label for label in labels if label.at in drawn]
    if not named:
        return []
    x, y = zip(*(label.at for label in named), strict=True)
    names = tuple(label.text for label in named)
    texts = tuple(map(one_line, names))
    return [Curve("Names at the ends of lines", NAMES, x, y, texts=texts, names=names)]


def _curves(series: Series, theme: Theme, share: float) -> list[Curve]:
    if series.kind in ("along", "dots"):
        return []
    if series.kind == "tried":
        return _rings(series)
    if series.kind == "context":
        series = _solid(_first(series, share), theme.background)
    return [
        Curve(
            series.name,
            series.kind,
            _months(series.x),
            series.y,
            series.line,
            series.marker,
            series.intervals,
            series.label.text if series.label else (),
            series.counts,
            series.shares if series.label or series.numbers else (),
        )
    ]


def _months(values: Values) -> tuple[float, ...]:
    """Repeat the month before a break: a data sheet with an empty month is read as 1, 2, 3."""
    last, months = 0.0, []
    for value in values:
        last = last if value is None else float(value)
        months.append(last)
    return tuple(months)


def _first(series: Series, share: float) -> Series:
    """Cut a crowd between two series to the share of its points that PowerPoint can draw."""
    if share == 1 or series.marker is None:
        return series
    most = len(series.x) * share
    end = max((place for place in _breaks(series) if place <= most), default=int(most))
    marker = replace(series.marker, fills=series.marker.fills[:end])
    return replace(series, x=series.x[:end], y=series.y[:end], marker=marker)


def _solid(series: Series, background: str) -> Series:
    """Mix the colour of a faint line with the background: nothing can be seen through here."""
    if series.line is None:
        return series
    mixed = mix(series.line.colour, background, max(series.line.opacity, FAINTEST))
    return replace(series, line=replace(series.line, colour=mixed, opacity=1))


def _rings(series: Series) -> list[Curve]:
    """Give each ring a series: one of several points and no line between them makes LibreOffice
    drop all others.
    """
    if len(series.x) > MOST_RINGS:
        return []
    return [
        Curve(series.name, series.kind, (x,), (y,), marker=series.marker) for x, y in series.points
    ]


def _pool(pool: Pool, theme: Theme) -> list[Curve]:
    """The interval, and the share with its percentage."""
    interval, share = (_over_visits if pool.start < pool.end else _at_once)(pool, theme)
    label = (Run(pool.label, is_bold=True, colour=theme.ink),)
    return [*_lead(pool, theme), interval, replace(share, label=label)]


def _lead(pool: Pool, theme: Theme) -> list[Curve]:
    """The line from the share that a change begins with, if there is one, and that share."""
    if pool.origin is None:
        return []
    (month, share), ink = pool.origin, theme.ink
    marker = Marker(("diamond",), 14, Stroke(ink, 1), (ink,))
    line = Curve(LEAD, "pooled", (month, pool.start), (share, pool.value), Stroke(theme.ink, 5))
    label = (Run(pool.origin_label, is_bold=True, colour=theme.ink),)
    return [line, Curve(LEAD, "pooled", (month,), (share,), marker=marker, label=label)]


def _over_visits(pool: Pool, theme: Theme) -> tuple[Curve, Curve]:
    first, last, low, high = pool.start, pool.end, pool.low, pool.high
    x, y = (first, last, last, first, first), (low, low, high, high, low)
    interval = Curve(INTERVAL, "interval", x, y, Stroke(theme.ink, 1.5))
    bar = Stroke(theme.ink, 6)
    return interval, Curve(pool.hover.title, "pooled", (first, last), (pool.value,) * 2, bar)


def _at_once(pool: Pool, theme: Theme) -> tuple[Curve, Curve]:
    caps = Marker(("line-ew",), 11, Stroke(theme.ink, 2), (theme.ink,) * 2)
    diamond = Marker(("diamond",), 14, Stroke(theme.background, 2), (theme.ink,))
    x, ends, whisker = (pool.start,) * 2, (pool.low, pool.high), Stroke(theme.ink, 5)
    interval = Curve(INTERVAL, "interval", x, ends, whisker, caps)
    return interval, Curve(pool.hover.title, "pooled", x[:1], (pool.value,), marker=diamond)
