"""Where a chart has its labels, in pixels of its plot."""

from lib.charts.curves.labelling.obstacles import Box, PlotArea


def box_of(label, plot):
    x, y = plot.at(*label.at)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[label.edge]
    wide, high = label.size
    left, top = x + label.offset[0] - share * wide, y + label.offset[1] - high / 2
    return Box(left, top, wide, high)


def plot_of(chart, picture):
    margins, (panel,) = chart.canvas.margins, chart.panels
    wide = picture.wide - margins.left - margins.right
    inner = chart.canvas.height - margins.top - margins.bottom
    return PlotArea(wide, inner * (1 - panel.span.bottom), panel.across.high)
