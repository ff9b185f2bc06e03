"""Pooled shares over curves as Plotly's traces."""

from typing import Any

from lib.charts.marks import Pool
from lib.charts.plotly.markup import bold, hover_text, translucent
from lib.charts.theme import Theme

LABEL_SIZE = 13


def pool_labels(pool: Pool, theme: Theme) -> list[dict[str, Any]]:
    """The pooled percentage in writing, left of its segment, and that of its origin."""
    label = _label((pool.start, pool.value), pool.label, theme)
    if pool.origin is None:
        return [label]
    # The line comes from above on the left, or from below.
    is_falling = pool.origin[1] >= pool.value
    aside = {"yanchor": "top" if is_falling else "bottom", "yshift": -4 if is_falling else 4}
    return [label | aside, _label(pool.origin, pool.origin_label, theme)]


def _label(at: tuple[float, float], text: str, theme: Theme) -> dict[str, Any]:
    return {
        "x": at[0],
        "y": at[1],
        "text": bold(text),
        "font": {"size": LABEL_SIZE, "color": theme.ink},
        "bgcolor": translucent(theme.background, 0.8),
        "xanchor": "right",
        "xshift": -11,
        "showarrow": False,
    }


def pool_traces(pool: Pool, theme: Theme) -> list[dict[str, Any]]:
    """A band and a bar over the visits; at a single month a thick whisker and a diamond."""
    interval, share = (_at_once if pool.start == pool.end else _over_visits)(pool, theme)
    shared = {"type": "scatter", "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False}
    hidden = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    # In the colour of the ground: it parts the interval from the whiskers that it stands over.
    edge = {"color": theme.background, "width": interval["line"]["width"] + 6}
    halo = hidden | interval | {"line": edge, "meta": "halo", "name": "Edge of the interval"}
    halo |= {"marker": _caps(theme.background, 8), "fill": "none"}
    return [
        *(_lead(pool, theme) if pool.origin else ()),
        halo,
        hidden | interval | {"meta": "interval"},
        shared | share | {"text": hover_text(pool.hover), "meta": "pooled"},
    ]


def _lead(pool: Pool, theme: Theme) -> list[dict[str, Any]]:
    """The line from the origin, parted from those that it crosses by the colour of the ground."""
    x, y = zip(pool.origin or (), (pool.start, pool.value), strict=True)
    line = {"type": "scatter", "x": list(x), "y": list(y), "hoverinfo": "skip", "cliponaxis": False}
    ground = {"mode": "lines", "line": {"color": theme.background, "width": 11}, "meta": "halo"}
    drawn = {"mode": "lines+markers", "line": {"color": theme.ink, "width": 5}, "meta": "lead"}
    return [line | ground, line | drawn | {"marker": _diamond(theme)}]


def _at_once(pool: Pool, theme: Theme) -> tuple[dict[str, Any], dict[str, Any]]:
    interval = {
        "x": [pool.start, pool.start],
        "y": [pool.low, pool.high],
        "line": {"color": theme.ink, "width": 5},
        "mode": "lines+markers",
        "marker": _caps(theme.ink, 3),
    }
    share = {"mode": "markers", "x": [pool.start], "y": [pool.value], "marker": _diamond(theme)}
    return interval, share


def _over_visits(pool: Pool, theme: Theme) -> tuple[dict[str, Any], dict[str, Any]]:
    first, last, low, high = pool.start, pool.end, pool.low, pool.high
    interval = {
        "x": [first, last, last, first, first],
        "y": [low, low, high, high, low],
        "fill": "toself",
        "fillcolor": translucent(theme.ink, 0.16),
        "line": {"color": theme.ink, "width": 1.5},
    }
    bar = {"color": theme.ink, "width": 6}
    return interval, {"mode": "lines", "x": [first, last], "y": [pool.value] * 2, "line": bar}


def _caps(colour: str, width: int) -> dict[str, Any]:
    """The ends of an interval, as whiskers have them."""
    line = {"color": colour, "width": width}
    return {"symbol": "line-ew", "size": 11, "color": colour, "opacity": 1, "line": line}


def _diamond(theme: Theme) -> dict[str, Any]:
    edge = {"color": theme.background, "width": 2}
    return {"symbol": "diamond", "size": 14, "color": theme.ink, "line": edge}
