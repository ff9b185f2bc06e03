"""Pairs of arms, a row each: words, a hundred icons an arm, and the difference on one axis."""

import html
from collections.abc import Sequence

from lib.analysis.arm_pairs import Pair
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import DIFFERENCE, differences
from lib.charts.spec import Line
from lib.charts.theme import DARK, LIGHT
from lib.narrative.arm_text import pair_facts, pair_sentence
from lib.phrases import MINUS, shorten
from lib.ui.components.html_text import facts
from lib.ui.components.icon_array import icon_array

ARM_CHARS = 16
NAME = "Arms of one study against each other, a row a pair"


def pair_rows(pairs: Sequence[Pair], colour_by: str) -> str:
    """Write the rows as HTML, under the axis that all of them have.

    `colour_by` as `Picture.colour_by`: a difference has the colour of its first arm.
    """
    light, dark = (
        differences(pairs, Picture(theme, colour_by=colour_by)).lines for theme in (LIGHT, DARK)
    )
    rows = "".join(_row(*each) for each in zip(pairs, light, dark, strict=False))
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1).
    return (
        f'<div class="rd-pairs" role="region" tabindex="0" aria-label="{NAME}">'
        f"{_axis()}{rows}</div>"
    )


def _axis() -> str:
    ticks = "".join(
        f'<span style="left:{_place(tick)}">{f"{tick:+g}".replace("-", MINUS)}</span>'
        for tick in DIFFERENCE.ticks
    ).replace("+0", "0")
    title = html.escape(DIFFERENCE.title)
    return (
        '<div class="rd-pair rd-pair-axis" aria-hidden="true"><div></div><div></div>'
        f'<div><p>{title}</p><div class="rd-ticks">{ticks}</div></div></div>'
    )


def _row(pair: Pair, line: Line, dark: Line) -> str:
    hundred = pair.hundred
    icons = "".join(
        icon_array(
            number, f"{number} {shorten(arm.arm, ARM_CHARS)}", f"{arm.arm}: {number} of 100 full"
        )
        for number, arm in ((hundred.first, pair.first), (hundred.second, pair.second))
    )
    return (
        f'<div class="rd-pair"><div><p>{html.escape(pair_sentence(pair))}</p>'
        f"<details><summary>More<span class='rd-unseen'> on {html.escape(line.label)}</span>"
        f"</summary>{facts(pair_facts(pair))}</details></div>"
        f'<div class="rd-pair-icons">{icons}</div>{_difference(line, dark)}</div>'
    )


def _difference(line: Line, dark: Line) -> str:
    """Draw a difference; borders, not backgrounds, so that forced colours leave them."""
    told = line.texts[1]
    whisker = ""
    if line.has_interval:
        ends = f"left:{_place(line.low)};right:{_place(-line.high)}"
        whisker = f'<i class="rd-whisker" style="{ends}"></i>'
    kind = " rd-hollow" * line.is_hollow + " rd-tried" * line.is_tried
    colours = ";".join(
        f"--{name}:{each.look.colour}"
        for name, each in (("light", line), ("dark", dark))
        if each.look
    )
    return (
        f'<div class="rd-difference" style="{colours}" role="img" '
        f'aria-label="Difference {html.escape(told)}">'
        f'<i class="rd-zero"></i>{whisker}'
        f'<i class="rd-mark{kind}" style="left:{_place(line.value)}"></i>'
        f'<b style="left:{_place(line.value)}">{html.escape(told)}</b></div>'
    )


def _place(points: float) -> str:
    """Give where a difference lies on the axis, in percent from its left."""
    return f"{100 * (points - DIFFERENCE.low) / (DIFFERENCE.high - DIFFERENCE.low):.2f}%"
