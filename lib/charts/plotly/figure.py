"""A chart as a Plotly figure."""

from typing import Any
from weakref import WeakKeyDictionary

import plotly.graph_objects as go

from lib.charts.chance.card import ChanceCard
from lib.charts.plotly.cards import cards
from lib.charts.plotly.chance.chance import chance
from lib.charts.plotly.curves import curves
from lib.charts.plotly.forest import forest
from lib.charts.spec import Cards, Chart, Curves

_FIGURES: WeakKeyDictionary[Chart, Any] = WeakKeyDictionary()
"""As long as a chart is kept, so is its figure: the same view is drawn once."""


def plotly_figure(chart: Chart) -> Any:
    """Draw a chart; a click on a point gives its study and row as custom data.

    Returns
    -------
    A `plotly.graph_objects.Figure`; read it, never change it.
    """
    if chart not in _FIGURES:
        _FIGURES[chart] = go.Figure(_plain(chart, can_click=True))
    return _FIGURES[chart]


def still_figure(chart: Chart) -> Any:
    """Draw a chart for where a click does nothing: no hover promises what it would do."""
    return go.Figure(_plain(chart, can_click=False))


def _plain(chart: Chart, can_click: bool) -> dict[str, Any]:
    if isinstance(chart, Cards):
        return cards(chart)
    if isinstance(chart, ChanceCard):
        return chance(chart)
    return curves(chart, can_click) if isinstance(chart, Curves) else forest(chart)
