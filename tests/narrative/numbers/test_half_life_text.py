from math import nan

import pytest

from lib.narrative.numbers.half_life_text import (
    AT_BOUND,
    fit_text,
    half_life_notes,
    half_life_text,
)
from lib.narrative.numbers.refusals import refusal_text
from lib.stats.decay.half_life import HalfLife, half_life
from lib.stats.persistence import Visit

CHAKRAVERTY = [Visit(3, 15, 19), Visit(6, 12, 19), Visit(12, 11, 19)]
FOUR = [Visit(1, 18, 20), Visit(3, 15, 20), Visit(6, 11, 20), Visit(12, 6, 20)]


def test_chakraverty():
    found = half_life_text(half_life(CHAKRAVERTY))
    assert found == "at least 8.0 months (95% interval; no upper end)"


def test_three_visits_cannot_be_checked_and_the_reader_is_told_the_rest():
    assert half_life_notes(half_life(CHAKRAVERTY)) == (
        "With three visits the fit cannot be checked.",
        "The half-life has no upper end: a response that stays fits the counts, too.",
    )


def test_a_half_life_after_the_last_visit_supposes_that_the_fall_goes_on():
    long = [Visit(m, x, 400) for m, x in ((3, 360), (6, 330), (9, 300), (12, 275))]
    assert half_life_notes(half_life(long))[-1] == (
        "The half-life lies after the last visit at 12 months, where nobody was assessed: it "
        "supposes that the fall goes on as before."
    )


def test_where_the_curve_starts_at_its_bound_the_interval_may_be_too_narrow():
    # R, decay_exponential.csv, S3: p0 at boundary 1; 7.309032062, 5.253603939 to 19.50563517.
    found = half_life([Visit(3, 19, 25), Visit(6, 14, 25), Visit(12, 8, 25)])
    assert half_life_text(found) == "7.3 months (95% interval 5.3 to 19.5)"
    assert AT_BOUND in half_life_notes(found)


def test_counts_off_the_curve_have_no_half_life_but_the_fit():
    # Trial 3, radiotherapy alone, of data/examples/gliomas.csv.
    found = half_life([Visit(m, x, 68) for m, x in ((6, 40), (12, 15), (18, 3), (24, 0))])
    assert half_life_text(found) == (
        "The counts do not follow this curve, so there is no half-life (deviance 13.2, df 2, "
        "p = 0.001)."
    )
    assert half_life_notes(found) == ()


@pytest.mark.parametrize(
    ("series", "said"),
    [
        (FOUR, "deviance 0.0, df 2, p = 0.994"),
        (CHAKRAVERTY, "cannot be checked with three visits"),
        (CHAKRAVERTY[:2], "–"),
    ],
)
def test_the_fit_in_words(series, said):
    assert fit_text(half_life(series)) == said


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
