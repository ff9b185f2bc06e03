from itertools import product
from math import inf, isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.persistence import Visit, change, change_bounds, persistence
from lib.stats.refusal import Refusal

CHAKRAVERTY = Visit(3, 15, 19), Visit(12, 11, 19)


@st.composite
def two_visits(draw):
    first, last = (draw(st.integers(1, 200)) for _ in range(2))
    return (
        Visit(3, draw(st.integers(0, first)), first),
        Visit(12, draw(st.integers(0, last)), last),
    )


class TestChange:
    def test_chakraverty(self):
        found = change(*CHAKRAVERTY)
        assert found.points == pytest.approx(100 * (11 - 15) / 19)
        # statsmodels 0.15, confint_proportions_2indep(11, 19, 15, 19, method="newcomb").
        assert (found.low, found.high) == pytest.approx((-46.0476280, 8.2062348), abs=1e-7)
        assert found.per_month == pytest.approx(
            (-100 * 4 / 19 / 9, -46.0476280 / 9, 8.2062348 / 9), abs=1e-7
        )
        assert not found.excludes_zero
        assert found.relative == pytest.approx(-100 * 4 / 15)
        assert "conservative" in found.method

    @given(two_visits(), st.sampled_from([80, 90, 95, 99]))
    def test_lies_inside_its_interval(self, visits, level):
        found = change(*visits, level)
        assert -100 <= found.low <= found.points + 1e-9
        assert found.points - 1e-9 <= found.high <= 100

    @given(two_visits())
    def test_mirrored_when_responders_and_others_swap(self, visits):
        one = change(*visits)
        other = change(*(Visit(v.months, v.assessed - v.responders, v.assessed) for v in visits))
        expected = pytest.approx((-one.points, -one.high, -one.low), abs=1e-9)
        assert (other.points, other.low, other.high) == expected

    def test_published_percentages_have_a_change_without_an_interval(self):
        # Cusi 2010: 76% at 3 and 32% at 24 months, denominators not known.
        found = change(Visit(3, published=0.76), Visit(24, published=0.32))
        assert found.points == pytest.approx(-44)
        assert isnan(found.low)
        assert found.interval_reason == Refusal.NO_COUNTS

    def test_from_none_responding_there_is_no_relative_change(self):
        found = change(Visit(3, 0, 19), Visit(12, 5, 19))
        assert (isnan(found.relative), found.relative_reason) == (True, Refusal.NOTHING_TO_LOSE)

    @pytest.mark.parametrize(
        ("first", "last", "reason"),
        [
            (Visit(3, 15, 19), Visit(3, 11, 19), Refusal.SAME_MONTH),
            (Visit(3, 0, 0), Visit(12, 11, 19), Refusal.NO_PROPORTION),
            (Visit(3, 15, 19), Visit(12), Refusal.NO_PROPORTION),
        ],
    )
    def test_refused_with_its_reason(self, first, last, reason):
        found = change(first, last)
        assert (found.reason, isnan(found.points)) == (reason, True)

    def test_later_visit_first_is_an_error(self):
        with pytest.raises(ValueError, match="earlier visit first"):
            change(*reversed(CHAKRAVERTY))

    @pytest.mark.parametrize("first", [CHAKRAVERTY[0], CHAKRAVERTY[1]])
    def test_unknown_level_is_an_error(self, first):
        with pytest.raises(ValueError, match="unknown level"):
            change(first, CHAKRAVERTY[1], 50)


class TestChangeBounds:
    def test_fifteen_of_twenty_then_eight_of_ten_of_forty_enrolled(self):
        found = change_bounds(Visit(3, 15, 20), Visit(6, 8, 10), (40, 40))
        assert (found.low, found.high) == (-67.5, 57.5)

    @given(st.integers(1, 5), st.data())
    def test_every_completion_lies_within_them_and_they_are_reached(self, enrolled, data):
        n1, n2 = (data.draw(st.integers(1, enrolled)) for _ in range(2))
        x1, x2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
        found = change_bounds(Visit(3, x1, n1), Visit(12, x2, n2), (enrolled, enrolled))
        changes = {
            100 * (x2 + sum(later) - x1 - sum(sooner)) / enrolled
            for sooner in product((0, 1), repeat=enrolled - n1)
            for later in product((0, 1), repeat=enrolled - n2)
        }
        assert (found.low, found.high) == pytest.approx((min(changes), max(changes)))

    @given(st.integers(1, 5), st.data())
    def test_the_same_rule_at_both_visits_lies_within_them(self, missing, data):
        n1, n2 = (data.draw(st.integers(1, 9)) for _ in range(2))
        x1, x2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
        e = max(n1, n2) + missing
        found = change_bounds(Visit(3, x1, n1), Visit(12, x2, n2), (e, e))
        as_failures, as_responders = x2 - x1, x2 + e - n2 - (x1 + e - n1)
        assert found.low <= 100 * as_failures / e <= found.high
        assert found.low <= 100 * as_responders / e <= found.high

    def test_when_all_were_assessed_there_is_one_change(self):
        found = change_bounds(*CHAKRAVERTY, (19, 19))
        assert found.low == found.high == pytest.approx(-400 / 19)

    @pytest.mark.parametrize(
        ("last", "enrolled", "reason"),
        [
            (Visit(3, 11, 19), (19, 19), Refusal.SAME_MONTH),
            (Visit(12, 11, 19), (nan, 19), Refusal.ENROLMENT_UNKNOWN),
            (Visit(12, 11, 19), (19, nan), Refusal.ENROLMENT_UNKNOWN),
            (Visit(12, 11, 19), (19, 21), Refusal.ENROLMENT_DIFFERS),
            (Visit(12, published=0.5), (19, 19), Refusal.NO_COUNTS_TO_BOUND),
            (Visit(12, 11, 19), (18, 18), Refusal.TOO_FEW_ENROLLED),
        ],
    )
    def test_refused_with_its_reason(self, last, enrolled, reason):
        found = change_bounds(CHAKRAVERTY[0], last, enrolled)
        assert (found.reason, isnan(found.low), isnan(found.high)) == (reason, True, True)


class TestPersistence:
    def test_chakraverty(self):
        found = persistence(*CHAKRAVERTY, enrolled=19)
        assert (found.low, found.high, found.is_supposed) == (7, 11, False)
        assert (round(found.low_percent), round(found.high_percent)) == (47, 73)

    @given(st.integers(1, 4), st.data())
    def test_every_number_within_the_bounds_can_be_and_no_other(self, enrolled, data):
        n1, n2 = (data.draw(st.integers(1, enrolled)) for _ in range(2))
        x1, x2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
        found = persistence(Visit(3, x1, n1), Visit(12, x2, n2), enrolled)
        possible = {
            sum(a == b == "yes" for a, b in zip(first, last, strict=True))
            for first, last in product(answers(enrolled, n1, x1), answers(enrolled, n2, x2))
        }
        assert possible == set(range(int(found.low), int(found.high) + 1))

    def test_same_numbers_of_an_unknown_number_enrolled_are_supposed_to_be_the_same_persons(self):
        found = persistence(*CHAKRAVERTY)
        assert (found.low, found.among, found.is_supposed) == (7, 19, True)

    def test_who_stayed_away_widens_the_bounds(self):
        assert persistence(*CHAKRAVERTY, enrolled=24).low == 2

    @pytest.mark.parametrize(
        ("first", "last", "enrolled", "reason"),
        [
            (Visit(3, 15, 19), Visit(3, 15, 19), 19, Refusal.SAME_MONTH),
            (Visit(3, published=0.8), Visit(12, 11, 19), 19, Refusal.NO_COUNTS_TO_BOUND),
            (Visit(3, 15, 19), Visit(12, 11, 17), nan, Refusal.OTHER_NUMBERS),
            (Visit(3, 15, 19), Visit(12, 11, 17), 18, Refusal.TOO_FEW_ENROLLED),
        ],
    )
    def test_refused_with_its_reason(self, first, last, enrolled, reason):
        found = persistence(first, last, enrolled)
        assert (found.reason, isnan(found.low), isnan(found.low_percent)) == (reason, True, True)

    def test_nobody_at_first_has_no_share(self):
        found = persistence(Visit(3, 0, 9), Visit(12, 4, 9), 9)
        assert (found.low, found.high, isnan(found.low_percent)) == (0, 0, True)


def answers(enrolled, n, x):
    """Each way in which x of n say yes, and the others of those enrolled were not there."""
    kinds = product(("yes", "no", "away"), repeat=enrolled)
    return [kind for kind in kinds if kind.count("yes") == x and kind.count("no") == n - x]


class TestVisit:
    @pytest.mark.parametrize(
        "values",
        [
            {"months": 0},
            {"months": inf},
            {"months": nan},
            {"months": 3, "responders": 20, "assessed": 19},
            {"months": 3, "responders": -1, "assessed": 19},
            {"months": 3, "published": 58.7},
        ],
    )
    def test_impossible_values_are_an_error(self, values):
        with pytest.raises(ValueError, match=r"months|responders|percentages"):
            Visit(**values)

    def test_counts_come_before_the_printed_proportion(self):
        assert Visit(3, 15, 19, 0.79).proportion == 15 / 19
