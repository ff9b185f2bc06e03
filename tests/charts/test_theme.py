from itertools import combinations
from math import dist

import pytest

from lib.analysis.estimates import MOST_DRAWN
from lib.charts.contrast import legible
from lib.charts.plotly.markup import translucent
from lib.charts.theme import GLYPHS, SLIDE_THEMES, SURVIVAL_SYMBOLS, SYMBOLS, THEMES

EVERY = (*THEMES.values(), *SLIDE_THEMES.values())


def linear(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour):
    # WCAG 2.2, relative luminance
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def oklab(colour):
    # Ottosson 2020, 'A perceptual color space for image processing'
    red, green, blue = linear(colour)
    cones = (
        (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3),
        (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3),
        (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3),
    )
    rows = (
        (0.2104542553, 0.793617785, -0.0040720468),
        (1.9779984951, -2.428592205, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.808675766),
    )
    return [sum(a * b for a, b in zip(row, cones, strict=True)) for row in rows]


def apart(one, other):
    return dist(oklab(one), oklab(other))


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", EVERY)
def test_every_colour_stands_out_from_its_background(theme):
    drawn = (*theme.colours, *theme.shades, theme.neutral, theme.context)
    assert min(contrast(colour, theme.background) for colour in drawn) >= 3


@pytest.mark.parametrize("theme", EVERY)
def test_every_text_colour_can_be_read(theme):
    assert contrast(theme.ink, theme.background) >= 7
    assert contrast(theme.muted, theme.background) >= 4.5


@pytest.mark.parametrize("theme", EVERY)
def test_the_colours_that_stand_for_something_can_be_read_as_text(theme):
    for colour in (*theme.colours, *theme.shades, theme.neutral, theme.context):
        assert contrast(legible(colour, theme.background), theme.background) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert legible("#0072B2", "#ffffff") == "#0072B2"
    assert legible("#009E73", "#ffffff") != "#009E73"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_shade_is_nearest_to_its_own_colour(theme):
    for shade, own in zip(theme.shades, theme.colours, strict=True):
        others = (*theme.colours, theme.neutral, theme.context)
        assert min(others, key=lambda other: apart(shade, other)) == own


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_stands_for_something_is_told_from_everything_else(theme):
    hues = [*zip(theme.colours, theme.shades, strict=True), (theme.neutral,), (theme.context,)]
    for one, other in combinations(hues, 2):
        assert min(apart(a, b) for a in one for b in other) > 0.065


def test_slides_have_the_colours_of_the_pages():
    for name, theme in THEMES.items():
        slide = SLIDE_THEMES[name]
        assert (theme.colours, theme.shades, theme.neutral) == (
            slide.colours, slide.shades, slide.neutral,
        )  # fmt: skip


def test_there_is_a_marker_for_each_series_drawn():
    assert len(set(SYMBOLS)) >= MOST_DRAWN
    assert set(GLYPHS) == {*SYMBOLS, *SURVIVAL_SYMBOLS.values()}


def test_translucent():
    assert translucent("#0072B2", 0.5) == "rgba(0,114,178,0.5)"
