"""A figure of lines shown line by line."""

import html
from typing import Any

import plotly.graph_objects as go


def line_by_line(figure: Any, most: int) -> list[tuple[str, Any]]:
    """Give a forest plot's steps, each with one line more, and what is last in each.

    Parameters
    ----------
    figure
        As `lib.charts.forest.forest.forest` draws it, not compact: line by line from 0.
    most
        Steps at most; the last shows all that is left at once.

    Returns
    -------
    Figures of the same size and axes, the last of them whole; the name of one step is blank.
    """
    whole = figure.to_plotly_json()
    names = [_name(trace) for trace in whole["data"] if trace["meta"] != "tried"]
    count = len(names)
    ends = [*range(1, min(count, most)), count]
    last = "All that is drawn" if count > most else names[-1]
    named = [*names[: len(ends) - 1], last] if most > 1 else [""]
    return [
        (name, figure if end == count else go.Figure(_first(whole, end)))
        for name, end in zip(named, ends, strict=True)
    ]


def _name(trace: dict[str, Any]) -> str:
    return "Pooled" if trace["meta"] == "pooled" else html.unescape(trace["name"])


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
    data = [trace for trace in whole["data"] if trace["y"][0] < end]
    return {"data": data, "layout": layout}
