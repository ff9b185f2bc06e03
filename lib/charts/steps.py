"""A figure of lines shown line by line."""

from typing import Any

import plotly.graph_objects as go


def line_by_line(figure: Any, most: int) -> list[Any]:
    """Give a forest plot's steps, each with one line more.

    Parameters
    ----------
    figure
        As `lib.charts.forest.forest` draws it, not compact: line by line from 0.
    most
        Steps at most; the last shows all that is left at once.

    Returns
    -------
    Figures of the same size and axes, the last of them whole.
    """
    whole = figure.to_plotly_json()
    count = len(whole["data"])
    ends = [*range(1, min(count, most)), count]
    return [figure if end == count else go.Figure(_first(whole, end)) for end in ends]


def _first(whole: dict[str, Any], end: int) -> dict[str, Any]:
    layout = dict(whole["layout"])
    layout["annotations"] = [
        note for note in layout["annotations"] if note.get("yref") != "y" or note["y"] < end
    ]
    # A line through the pooled value tells it before its turn.
    layout["shapes"] = [
        shape
        for shape in layout.get("shapes", ())
        if shape.get("yref") == "paper" or max(shape["y0"], shape["y1"]) < end - 0.5
    ]
    return {"data": whole["data"][:end], "layout": layout}
