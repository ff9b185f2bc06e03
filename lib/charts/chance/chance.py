"""The chance that a new study exceeds a share, laid out for a page, a slide or a narrow window."""

from dataclasses import replace

from lib.analysis.pooling.new_study import SHARES, NewStudy
from lib.analysis.pooling.question import Worth
from lib.charts.canvas import Axis, Canvas, Margins
from lib.charts.chance.card import ICON_ROW, ChanceCard, Density
from lib.charts.figure_options import Picture, canvas_around, plot_height
from lib.charts.forest.forest import COMPACT_RIGHT, EDGE, PERCENT
from lib.charts.marks import Run, Runs
from lib.charts.spec import BLANK
from lib.charts.text import lines_of
from lib.narrative.pooling.new_study_text import (
    AXIS,
    given_prior,
    how_many,
    icons_of,
    likely_text,
    prior_texts,
)

HEIGHT, COMPACT_HEIGHT, ABOVE = 176, 120, 176
"""Pixels of the curve on a page, of that in a narrow window, and of what stands above that."""
AXIS_ROOM, PRIOR_LINE = 72, 16
LEFT, COLUMN_GAP = 190, 26
"""Room of the words where the curve stands under no forest plot, and between curve and icons."""
PITCH, COMPACT_PITCH, LARGEST_PITCH = 17, 14.5, 24
NUMBER, WORDS = 54, 14
NUMBER_SHARE, LARGEST_NUMBER = 0.28, 96
"""Of the height of a slide's curve, what the number has; it is never larger than that."""
CHAR, PRIOR_CHAR, MOST_CHARS = 0.52, 6.3, 105
"""Width of a character of the words in sizes of their type, and of the prior in pixels, of which a
line has at most so many: a frame on another page may be narrower than a page of ours."""


def chance_card(
    new: NewStudy, worth: Worth, picture: Picture, beside: Margins | None = None
) -> ChanceCard:
    """Lay out the chance that a new study exceeds a share.

    Parameters
    ----------
    new
        What is known of a new study, which may not be refused.
    worth
        Which share.
    picture
        How to draw; compact puts words and icons above the curve.
    beside
        The margins of the forest plot over it, with which their axes stand under one another.
    """
    before, number = how_many(new.chance_over(worth.percent))
    prior = _prior(new, worth, picture)
    under = AXIS_ROOM + PRIOR_LINE * len(prior)
    if picture.compact:
        canvas, pitch = _compact(picture, under), COMPACT_PITCH
    else:
        canvas, pitch = _wide(picture, under, beside)
    sizes = _sizes(picture, under)
    room = picture.wide / 2 - 24 if picture.compact else canvas.margins.left - 24
    after = f"of 100 new, similar studies, more than {worth.percent}% would respond"
    return ChanceCard(
        canvas=canvas,
        axis=_axis(new),
        density=_density(new, worth),
        before=Run(f"In {before}"),
        number=Run(number, is_bold=True),
        after=tuple(map(Run, lines_of(after, int(room / (CHAR * sizes[1]))))),
        sizes=sizes,
        icons=icons_of(new.chance_over(worth.percent)),
        pitch=pitch,
        prior=prior,
        axis_room=AXIS_ROOM,
        above=ABOVE if picture.compact else 0,
    )


def unanswered(card: ChanceCard) -> ChanceCard:
    """Draw only where a new study may lie, with room for the answer."""
    return replace(
        card,
        before=BLANK,
        number=BLANK,
        after=(),
        icons=None,
        density=replace(card.density, threshold=None),
        prior=card.prior[1:],
    )


def _prior(new: NewStudy, worth: Worth, picture: Picture) -> Runs:
    """The probability, then what it hangs on, in lines."""
    chars = min(MOST_CHARS, int(picture.wide / PRIOR_CHAR))
    muted = picture.theme.muted
    told = f"{given_prior(new.chance_over(worth.percent))}."
    stated = lines_of(" ".join(prior_texts(new.tau_scale)), chars)
    return Run(told, is_bold=True), *(Run(line, colour=muted) for line in stated)


def _axis(new: NewStudy) -> Axis:
    texts = tuple(f"{tick:g}%" for tick in PERCENT.ticks)
    title = Run(AXIS), Run(f"◆ {likely_text(new)}")
    return Axis(PERCENT.low, PERCENT.high, PERCENT.ticks, texts, title, unit="%")


def _density(new: NewStudy, worth: Worth) -> Density:
    pool = new.pool
    if pool is None:
        raise ValueError("nothing is told of a new study")
    return Density(
        shares=SHARES,
        heights=tuple(new.heights.tolist()),
        low=100 * pool.new_low,
        middle=100 * pool.new_median,
        high=100 * pool.new_high,
        threshold=float(worth.percent),
    )


def _sizes(picture: Picture, under: int) -> tuple[float, float]:
    if picture.room is None:
        return NUMBER, WORDS
    number = NUMBER_SHARE * plot_height(picture, under, HEIGHT)
    return min(LARGEST_NUMBER, max(number, NUMBER)), WORDS + 3


def _wide(picture: Picture, under: int, beside: Margins | None) -> tuple[Canvas, float]:
    """Words left of the curve, icons right of it."""
    height = plot_height(picture, under, HEIGHT)
    pitch = min(LARGEST_PITCH, height / ICON_ROW) if picture.room else PITCH
    right = ICON_ROW * pitch + COLUMN_GAP + EDGE
    left = LEFT if picture.room is None else max(LEFT, picture.wide * 0.24)
    if beside:
        left, right = beside.left, beside.right
        pitch = min(pitch, (right - COLUMN_GAP) / ICON_ROW)
    return canvas_around(picture, (height, int(left)), under, int(right)), pitch


def _compact(picture: Picture, under: int) -> Canvas:
    """Words and icons side by side above the curve, whose sides are those of a forest plot."""
    canvas = canvas_around(picture, (COMPACT_HEIGHT, EDGE), under, COMPACT_RIGHT)
    margins = replace(canvas.margins, top=canvas.margins.top + ABOVE)
    height = canvas.height if picture.room else canvas.height + ABOVE
    return replace(canvas, margins=margins, height=height)
