"""Curves made such that PowerPoint and LibreOffice can draw them."""

from dataclasses import replace

from lib.exports.powerpoint.chart_spec import Colour, Curve

MOST_RINGS = 60
"""Rings around tried points that are drawn, a series each."""
MOST_CONTEXT = 6000
"""Points of the grey context that stay; PowerPoint slows past some thousands."""
FAINTEST = 0.45
"""Of the opacity of the context's lines."""


def context(curve: Curve, background: str, left_out: list[str]) -> Curve:
    """Make the grey context what PowerPoint can draw: so many points, and nothing seen through."""
    if curve.kind != "context" or curve.line is None or curve.marker is None:
        return curve
    colour = _mixed(curve.line.colour, background)
    light = replace(curve, line=replace(curve.line, colour=colour))
    if len(curve.x) <= MOST_CONTEXT:
        return light
    breaks = [i + 1 for i, value in enumerate(curve.y) if value is None]
    kept = [i for i in breaks if i <= MOST_CONTEXT]
    end = kept[-1] if kept else MOST_CONTEXT
    left_out.append(f"Grey: the first {len(kept)} of {len(breaks)} other series.")
    marker = replace(curve.marker, fills=curve.marker.fills[:end])
    return replace(light, x=curve.x[:end], y=curve.y[:end], marker=marker)


def by_point(curve: Curve, left_out: list[str]) -> list[Curve]:
    """Give each ring around a tried point a series: one of several points and no line between them
    makes LibreOffice drop all others.
    """
    if curve.kind != "tried" or curve.marker is None:
        return [curve]
    if len(curve.x) > MOST_RINGS:
        left_out.append(f"The {len(curve.x)} points tried, not saved, have no rings here.")
        return []
    return [
        replace(curve, x=(x,), y=(y,), marker=replace(curve.marker, fills=(fill,)))
        for x, y, fill in zip(curve.x, curve.y, curve.marker.fills, strict=True)
    ]


def _mixed(colour: Colour, background: str) -> Colour:
    """The colour as it looks over the background, never too faint for a line that stands alone."""
    share = max(colour.opacity, FAINTEST)
    pairs = zip(bytes.fromhex(colour.rgb), bytes.fromhex(background), strict=True)
    return Colour("".join(f"{round(c * share + b * (1 - share)):02X}" for c, b in pairs))
