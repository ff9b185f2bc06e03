"""A hundred icons as Plotly's shapes: full discs, and rings for the rest."""

from typing import Any

from lib.charts.chance.card import ICON_ROW, ICONS, ChanceCard
from lib.charts.chance.chance import COLUMN_GAP
from lib.charts.plotly.canvas import INDENT

SHARE = 0.72
"""What of its place an icon fills."""


def icon_shapes(chart: ChanceCard) -> list[dict[str, Any]]:
    """Draw the icons in pixels, row by row from the top left; the first are full."""
    if chart.icons is None:
        return []
    left, top = _corner(chart)
    return [_icon(chart, place, left, top) for place in range(ICONS)]


def _corner(chart: ChanceCard) -> tuple[float, float]:
    """Left and top of the icons, in pixels right of and above the upper right of the curve."""
    if chart.above:
        return chart.canvas.margins.right - INDENT - ICON_ROW * chart.pitch, chart.above
    return COLUMN_GAP, 0


def _icon(chart: ChanceCard, place: int, left: float, top: float) -> dict[str, Any]:
    row, column = divmod(place, ICON_ROW)
    x, y, side = left + column * chart.pitch, top - row * chart.pitch, SHARE * chart.pitch
    theme, is_full = chart.canvas.theme, place < (chart.icons or 0)
    return {
        "type": "circle",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 1,
        "yanchor": 1,
        "x0": x,
        "x1": x + side,
        "y0": y,
        "y1": y - side,
        "fillcolor": theme.ink if is_full else theme.background,
        "line": {"color": theme.ink if is_full else theme.muted, "width": 1.5},
        "name": "full" if is_full else "ring",
    }
