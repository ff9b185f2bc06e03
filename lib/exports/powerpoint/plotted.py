"""What a Plotly figure of ours draws, in the terms of a native chart."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lib.exports.powerpoint.bearable import by_point, context
from lib.exports.powerpoint.chart_spec import (
    RULE,
    Axis,
    Colour,
    Curve,
    Label,
    Marker,
    Numbers,
    Paper,
    Plot,
    Plotted,
    Row,
    Stroke,
)

Trace = dict[str, Any]

FOREST = ("study", "pooled", "prediction")
"""What the traces of a forest plot say they are."""
UNDRAWN = ("band", "counts", "halo")
"""A band says again what the whiskers of its series say; counts become a table or labels."""


def plotted(figure: Any) -> Plotted:
    """Read a figure of `lib.charts`."""
    plain = figure.to_plotly_json()
    traces, layout = plain["data"], plain["layout"]
    paper = _paper(layout)
    if any(trace.get("meta") == "study" for trace in traces):
        return _forest(traces, layout, paper)
    rows = _rows(traces, layout)
    left_out: list[str] = []
    plots = tuple(_plots(traces, layout, left_out))
    return Plotted(paper, plots, rows, left_out=tuple(left_out))


def _paper(layout: Trace) -> Paper:
    own = layout["template"]["layout"]
    axis = layout.get("xaxis", {})
    ink = _colour(own["font"]["color"]).rgb
    return Paper(
        background=_colour(own["paper_bgcolor"]).rgb,
        ink=ink,
        muted=_colour(axis.get("tickcolor")).rgb if "tickcolor" in axis else ink,
        grid=_colour(axis.get("gridcolor")).rgb if "gridcolor" in axis else ink,
    )


def _plots(traces: Sequence[Trace], layout: Trace, left_out: list[str]) -> Iterator[Plot]:
    """Read each pair of axes that has a curve."""
    drawn = [trace for trace in traces if trace.get("meta") not in UNDRAWN]
    for key in dict.fromkeys(trace.get("xaxis", "x") for trace in drawn):
        own = [trace for trace in drawn if trace.get("xaxis", "x") == key]
        counts = [t for t in traces if t.get("meta") == "counts" and t.get("xaxis", "x") == key]
        across = _axis(layout[f"xaxis{key[1:]}"])
        up = layout[f"yaxis{own[0].get('yaxis', 'y')[1:]}"]
        curves = _with_counts([_curve(trace) for trace in own], counts)
        curves = [_labelled(curve, key, layout) for curve in curves]
        background = _paper(layout).background
        curves = [context(curve, background, left_out) for curve in curves]
        curves = [one for curve in curves for one in by_point(curve, left_out)]
        yield Plot(_panel_title(layout, key), across, _axis(up), tuple(curves))


def _curve(trace: Trace) -> Curve:
    mode = trace.get("mode", "lines")
    y = _numbers(trace["y"])
    kind = trace.get("meta") or "series"
    error = trace.get("error_y") or trace.get("error_x") or {}
    has_error = bool(error) and error.get("visible", True)
    return Curve(
        name=_name(trace, kind),
        kind=kind,
        x=_filled(trace["x"]),
        y=y,
        line=_stroke(trace.get("line", {})) if "lines" in mode else None,
        marker=_marker(trace["marker"], len(y)) if "markers" in mode else None,
        below=_numbers(error["arrayminus"]) if has_error else (),
        above=_numbers(error["array"]) if has_error else (),
        whiskers=Stroke(_colour(error["color"]), error["thickness"]) if has_error else None,
    )


_UNNAMED = {"context": "Other series", "tried": "Tried, not saved", "interval": "Pooled interval"}


def _name(trace: Trace, kind: str) -> str:
    """What a trace is called; one without a name by the first line of what a hover tells."""
    told = trace.get("name") or trace.get("text") or trace.get("hovertext")
    first = _lines(told)[:1] if isinstance(told, str) else []
    fitted = ", fitted" if kind == "fitted" else ""
    return first[0] + fitted if first else _UNNAMED.get(kind, "Drawn")


def _filled(values: Sequence[float | None]) -> Numbers:
    """Repeat the month before a break: a data sheet with an empty month is read as 1, 2, 3."""
    last, filled = 0.0, []
    for value in _numbers(values):
        last = last if value is None else value
        filled.append(last)
    return tuple(filled)


def _numbers(values: Sequence[float | None]) -> Numbers:
    return tuple(None if v is None or v != v else float(v) for v in values)


def _stroke(line: Trace) -> Stroke:
    return Stroke(_colour(line.get("color")), line.get("width", 2), line.get("dash", "solid"))


def _marker(marker: Trace, points: int) -> Marker:
    fills, symbol = marker["color"], marker.get("symbol", "circle")
    each = [fills] * points if isinstance(fills, str) else list(fills)
    first = symbol if isinstance(symbol, str) else symbol[0]
    edge = marker.get("line", {}).get("color") or each[0]
    is_open = first.endswith("-open")
    return Marker(
        symbol=first.removesuffix("-open"),
        size=marker.get("size", 8),
        edge=_colour(edge),
        fills=tuple(None if is_open else _colour(fill) for fill in each),
    )


def _with_counts(curves: list[Curve], counts: list[Trace]) -> list[Curve]:
    """Give each series its counts: traces of both kinds stand in the same order."""
    waiting = list(counts)
    return [
        replace(curve, texts=tuple(map(_plain, waiting.pop(0)["text"])))
        if curve.kind == "series" and waiting and _filled(waiting[0]["x"]) == curve.x
        else curve
        for curve in curves
    ]


def _labelled(curve: Curve, key: str, layout: Trace) -> Curve:
    """Find the annotation at an end of the curve: for a series the one in its colour."""
    known = [at for at in zip(curve.x, curve.y, strict=True) if None not in at]
    if curve.kind not in ("series", "pooled") or not known:
        return curve
    for note in layout.get("annotations", []):
        colour = _colour(note.get("font", {}).get("color"))
        is_own = curve.kind == "pooled" or (curve.line and colour == curve.line.colour)
        is_here = (note.get("x"), note.get("y")) in (known[0], known[-1])
        texts = tuple(_lines(note["text"]))
        if texts and is_own and is_here and note.get("xref", "x") == key:
            return replace(curve, label=Label(texts, colour))
    return curve


def _rows(traces: Sequence[Trace], layout: Trace) -> tuple[Row, ...]:
    """Read the table under the months; panels have none."""
    counts = [t for t in traces if t.get("meta") == "counts" and t.get("yaxis") == "y2"]
    if not counts or any("xaxis" in trace for trace in counts):
        return ()
    named = [str(text) for text in layout["yaxis2"].get("ticktext", ())]
    if len(named) != len(counts):  # in a narrow window the names stand above the rows
        notes = layout.get("annotations", [])
        named = [note["text"] for note in notes if note.get("yref") == "y2"]
    return tuple(
        Row(
            *_named(name),
            dict(zip(map(float, trace["x"]), map(_plain, trace["text"]), strict=True)),
        )
        for name, trace in zip(named, counts, strict=True)
    )


# The markers that PowerPoint has not, as those that stand for them (`chart_xml.symbol_of`).
_GLYPHS = str.maketrans("⬟⬠⬢⬡⧓⋈▼▽▶▷◀◁★☆✛✕", "●○●○●○▲△▲△▲△✱□□□")
_SPAN = re.compile(r'<span style="color:([^;"]+)[^>]*>(.*?)</span>')


def _named(text: str) -> tuple[str, str, Colour | None]:
    """A row's name, its marker as a character, and the marker's colour."""
    spans = _SPAN.findall(text)
    if len(spans) != 2:
        return _plain(text), "", None
    (_, name), (colour, glyph) = spans
    return _plain(name), glyph.translate(_GLYPHS), _colour(colour)


def _panel_title(layout: Trace, key: str) -> str:
    notes = layout.get("annotations", [])
    return next((_plain(n["text"]) for n in notes if n.get("xref") == f"{key} domain"), "")


def _axis(axis: Trace) -> Axis:
    low, high = sorted(map(float, axis["range"]))
    texts = axis.get("ticktext") or [""]
    return Axis(
        low,
        high,
        tuple(map(float, axis.get("tickvals", ()))),
        _plain((axis.get("title") or {}).get("text") or ""),
        "%" if str(texts[-1]).endswith("%") else "",
    )


def _forest(traces: Sequence[Trace], layout: Trace, paper: Paper) -> Plotted:
    """Read a forest plot; places count from the bottom, since axes of charts point up."""
    end = max(map(float, layout["yaxis"]["range"]))
    start = min(map(float, layout["yaxis"]["range"]))
    lines = [_line(trace, end) for trace in traces if trace.get("meta") in FOREST]
    rules = list(_rules(layout, (start, end)))
    notes = layout.get("annotations", [])
    heads = [_plain(n["text"]) for n in notes if n.get("yref") == "paper" and n.get("y") == 1]
    columns = 1 + max(len(line.texts) for line in lines)
    headers = tuple(heads) if len(heads) == columns else ("Line", *[""] * (columns - 1))
    up = Axis(0, round(end - start), (), "")
    plot = Plot("", _axis(layout["xaxis"]), up, (*rules, *lines))
    return Plotted(paper, (plot,), headers=headers)


def _line(trace: Trace, end: float) -> Curve:
    name, *texts = _lines(trace["text"], keep_empty=True)
    curve = _curve(trace)
    up = tuple(None if y is None else end - y for y in curve.y)
    return replace(curve, name=name, texts=tuple(texts), y=up)


def _rules(layout: Trace, ends: tuple[float, float]) -> Iterator[Curve]:
    """Read the upright rules: where there is no effect, and the pooled value."""
    start, end = ends
    for shape in layout.get("shapes", []):
        if shape["x0"] != shape["x1"]:
            continue
        whole = shape.get("yref") == "paper"
        y = (end - start, 0.0) if whole else (end - shape["y0"], end - shape["y1"])
        name = "No effect" if whole else "Pooled value"
        x = (float(shape["x0"]),) * 2
        yield Curve(name, RULE, x, tuple(map(float, y)), _stroke(shape["line"]))


def _lines(text: str, keep_empty: bool = False) -> list[str]:
    """The lines of a text in Plotly's HTML, as they were written."""
    parts = [_plain(part) for part in text.split("<br>")]
    return parts if keep_empty else [part for part in parts if part]


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", " "))).strip()


def _colour(text: str | None) -> Colour:
    """Read `#rrggbb` or `rgba(r,g,b,a)`."""
    if text is None:
        return Colour("808080")
    if text.startswith("#"):
        return Colour(text[1:].upper())
    red, green, blue, *opacity = (float(part) for part in re.findall(r"[0-9.]+", text))
    rgb = f"{int(red):02X}{int(green):02X}{int(blue):02X}"
    return Colour(rgb, opacity[0] if opacity else 1)
