"""Exponentials fitted to the counts: thin lines that nobody can take for the data."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.analysis.fitted_curves import FittedLine
from lib.charts.curves.traces import HOVER_WIDTH
from lib.charts.text import wrapped
from lib.charts.theme import Look


def fitted_traces(lines: Sequence[FittedLine], looks: Mapping[int, Look]) -> list[dict[str, Any]]:
    """Draw each line dash-dot and without markers, in the colour of its series."""
    return [_trace(line, looks[line.series]) for line in lines if line.series in looks]


def _trace(line: FittedLine, look: Look) -> dict[str, Any]:
    told = [f"Half-life: {line.half_life}.", *line.notes, "Fitted to the counts; no data."]
    text = "<br>".join(wrapped(sentence, HOVER_WIDTH) for sentence in told)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(line.months),
        "y": list(line.percents),
        "line": {"color": look.colour, "width": 1.5, "dash": "dashdot"},
        "hovertext": f"<b>{wrapped(line.label, HOVER_WIDTH)}</b><br>{text}",
        # One text for all points: a template would show it with an array only.
        "hoverinfo": "text",
        "hoverlabel": {"bordercolor": look.colour},
        "meta": "fitted",
    }
