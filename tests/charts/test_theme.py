from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.estimates import MOST_DRAWN
from lib.charts.plotly.markup import translucent
from lib.charts.theme import GLYPHS, SURVIVAL_SYMBOLS, SYMBOLS, THEMES, free_slots


def luminance(colour):
    # WCAG 2.2, relative luminance
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_colour_stands_out_from_its_background(theme):
    assert min(contrast(colour, theme.background) for colour in theme.colours) >= 3
    assert contrast(theme.context, theme.background) >= 3


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_colour_can_be_read(theme):
    assert contrast(theme.ink, theme.background) >= 7
    assert contrast(theme.muted, theme.background) >= 4.5


def test_there_is_a_marker_for_each_series_drawn():
    assert len(set(SYMBOLS)) >= MOST_DRAWN
    assert set(GLYPHS) == {*SYMBOLS, *SURVIVAL_SYMBOLS.values()}


@given(st.lists(st.integers(0, 500), unique=True), st.integers(1, 12))
def test_slots_differ_as_long_as_there_are_enough(keys, size):
    slots = free_slots(keys, size)
    assert all(slots[a] != slots[b] for a, b in combinations(keys[:size], 2))
    assert set(slots.values()) <= set(range(size))


def test_a_lone_key_keeps_its_slot():
    assert free_slots([9], 7) == {9: 2}


def test_translucent():
    assert translucent("#0072B2", 0.5) == "rgba(0,114,178,0.5)"
