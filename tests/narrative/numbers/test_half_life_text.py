from math import nan

import pytest

from lib.narrative.numbers.half_life_text import half_life_notes, half_life_text
from lib.narrative.numbers.refusals import refusal_text
from lib.stats.half_life import HalfLife, half_life
from lib.stats.persistence import Visit

CHAKRAVERTY = [Visit(3, 15, 19), Visit(6, 12, 19), Visit(12, 11, 19)]
FOUR = [Visit(1, 18, 20), Visit(3, 15, 20), Visit(6, 11, 20), Visit(12, 6, 20)]


def test_chakraverty():
    found = half_life_text(half_life(CHAKRAVERTY))
    assert found == "19.5 months (95% interval 8.0 to not bounded)"


def test_three_visits_cannot_be_checked_and_the_reader_is_told_the_rest():
    assert half_life_notes(half_life(CHAKRAVERTY)) == (
        "With three visits the fit cannot be checked.",
        "The half-life is not bounded above: a response that stays fits the counts, too.",
        "The half-life lies after the last visit at 12 months, where nobody was assessed: it "
        "supposes that the fall goes on as before.",
    )


def test_bounded_half_life_within_four_visits_needs_no_notes():
    assert half_life_notes(half_life(FOUR)) == ()


def test_visits_without_counts_are_counted():
    notes = half_life_notes(half_life([*CHAKRAVERTY, Visit(24, published=0.3)]))
    assert notes[-1] == "1 visit is left out, since the counts are not known."


def visits(*counts):
    return [Visit(month, *count) for month, count in zip((3, 6, 12, 24), counts, strict=False)]


@pytest.mark.parametrize(
    "series",
    [
        [],
        CHAKRAVERTY[:1],
        CHAKRAVERTY[:2],
        visits((0, 9), (0, 9), (0, 9)),
        visits((9, 9), (8, 8), (1, 1)),
        visits((5, 9), (5, 9), (5, 9)),
        visits((5, 20), (1, 20), (20, 20), (4, 20)),
    ],
)
def test_what_is_refused_has_its_reason_for_words_and_no_notes(series):
    half = half_life(series)
    assert half_life_text(half) == refusal_text(half.reason) != ""
    assert half_life_notes(half) == ()


def test_short_and_long_half_lives():
    assert half_life_text(HalfLife(95, 4, 1, 9, nan, 0.0123, 4321.0)) == (
        "nan months (95% interval 0.012 to 4,321)"
    )
