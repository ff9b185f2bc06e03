from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.arm_pairs import pairs
from lib.analysis.month_slice import at_month
from lib.analysis.points import each_point
from lib.analysis.series_change import series_changes
from lib.analysis.settings import NON_RESPONDERS, RESPONDERS, WHAT_IF, View
from lib.narrative.decay_table import decay
from lib.narrative.headline import doubt
from lib.narrative.point_details import truth
from lib.narrative.series_text import sentences
from lib.stats.arm_contrast import Enrolment
from lib.stats.missing import IMORS
from lib.stats.refusal import Refusal
from lib.stats.tipping_point import imor_difference
from tests.thoroughness import examples

DRUG = {"arm": "Drug", "role": "intervention", "responders": 15, "n_assessed": 20}
SHAM = {"arm": "Sham", "role": "comparator", "responders": 5, "n_assessed": 20}
LOST = ({"responders": 30, "n_assessed": 40, "n_enrolled": 40},
        {"months": 12, "responders": 10, "n_assessed": 30, "n_enrolled": 40})  # fmt: skip
UNKNOWN = (
    {"rate_pct": 50, "estimate": "time_to_event", "n_enrolled": 9},
    {"months": 6, "responders": 5, "n_assessed": 10},
    {"months": 9, "rate_pct": 50, "n_enrolled": 9},
    {"months": 12, "rate_pct": 62, "n_assessed": 14, "n_enrolled": 20},
)


def what_if(imor=1.0, **more):
    return View(missing=WHAT_IF, imor=imor, **more)


def rates(points_of, rows, view):
    return points_of(rows, view)["rate"].to_numpy()


@st.composite
def counts(draw):
    assessed = draw(st.integers(2, 60))
    enrolled = assessed + draw(st.integers(0, 40))
    responders = draw(st.integers(1, assessed - 1))
    return {"responders": responders, "n_assessed": assessed, "n_enrolled": enrolled}


files = st.lists(counts(), min_size=5, max_size=5)


def named(typed, rows):
    return typed(*({"study": f"S {i}", **row} for i, row in enumerate(rows)))


@given(files)
@examples(10)
def test_the_extremes_are_the_other_two_rules(typed, points_of, rows):
    table = named(typed, rows)
    for imor, rule in ((0.0, NON_RESPONDERS), (inf, RESPONDERS)):
        found, expected = (rates(points_of, table, v) for v in (what_if(imor), View(missing=rule)))
        np.testing.assert_allclose(found, expected)


@given(files)
@examples(10)
def test_better_odds_of_the_missing_never_lower_a_share(typed, points_of, rows):
    table = named(typed, rows)
    found = np.stack([rates(points_of, table, what_if(imor)) for imor in IMORS])
    assert (np.diff(found, axis=0) > -1e-9).all()


@given(files, st.sampled_from(IMORS))
@examples(10)
def test_where_nobody_is_missing_nothing_is_supposed(typed, points_of, rows, imor):
    table = named(typed, [row | {"n_enrolled": row["n_assessed"]} for row in rows])
    as_reported = rates(points_of, table, View())
    np.testing.assert_allclose(rates(points_of, table, what_if(imor)), as_reported)


def test_counts_stay_those_assessed(typed, points_of):
    points = points_of(typed(LOST[1]), what_if(0.5))
    assert points[["count_text", "n_is", "interval_method"]].iloc[0].tolist() == [
        "10/30", "assessed", "What-if logit",
    ]  # fmt: skip
    # p = 1/3 of 30; of the 10 missing odds of 1/4, so 1/5.
    assert points["rate"].iloc[0] == pytest.approx(100 * (10 + 2) / 40)


def test_what_the_other_rules_refuse_is_refused_for_the_same_reason(typed, points_of):
    rows = typed(*UNKNOWN)
    found, expected = (points_of(rows, v)["no_rate"] for v in (what_if(), View(missing=RESPONDERS)))
    assert found.tolist() == expected.tolist()
    assert (found != "").all()


def test_comparators_and_last_visits_can_have_odds_of_their_own(typed, points_of):
    arms = [arm | {"n_enrolled": 25, "months": months} for arm in (DRUG, SHAM) for months in (3, 9)]
    points = points_of(typed(*arms), what_if(0.5, imor_comparator=2.0, imor_last=5.0))
    assert points["imor"].tolist() == [0.5, 5, 2, 5]
    assert points["missing"].iloc[0] == (
        "Missing with half the odds of those assessed, in comparators with twice the odds of those "
        "assessed, at the last visit with five times the odds of those assessed"
    )


def test_a_change_has_the_interval_of_both_shares(typed, points_of):
    (told,) = series_changes(points_of(typed(*LOST), what_if(0.5)))
    ends = (Enrolment(10, 30, 40), Enrolment(30, 40, 40))
    expected = imor_difference(*ends, (np.array(0.5), np.array(0.5)))
    found = (told.change.points, told.change.low, told.change.high)
    assert found == pytest.approx((expected.points, expected.low, expected.high))
    assert "Higgins" in told.change.method


def test_what_takes_counts_is_refused_under_a_supposition(typed, points_of):
    rows = typed(*LOST, {"months": 24, "responders": 5, "n_assessed": 30, "n_enrolled": 40})
    view = what_if(0.5)
    points = points_of(rows, view)
    assert [half.reason for half in decay(points, view).halves.values()] == [Refusal.SUPPOSED_SHARE]
    (told,) = series_changes(points)
    assert told.both.reason is Refusal.SUPPOSED_SHARE


def test_arms_have_a_difference_and_ratios_of_what_is_supposed(typed, points_of):
    rows = typed(*(arm | {"n_enrolled": 25} for arm in (DRUG, SHAM)))
    (pair,) = pairs(at_month(points_of(rows, what_if(0.5, imor_comparator=2.0)), 3, 0), 95)
    arms = (Enrolment(15, 20, 25), Enrolment(5, 20, 25))
    expected = imor_difference(*arms, (np.array(0.5), np.array(2.0)))
    difference = pair.contrast.difference
    assert (difference.value, difference.low, difference.high) == pytest.approx(
        (expected.points, expected.low, expected.high)
    )
    assert pair.has_interval
    first, second = pair.first.rate / 100, pair.second.rate / 100
    odds = first * (1 - second) / (second * (1 - first))
    for effect, value in ((pair.contrast.ratio, first / second), (pair.contrast.odds_ratio, odds)):
        assert effect.value == pytest.approx(value)
        assert effect.low < value < effect.high
        assert "Higgins" in effect.method


def test_words_say_what_is_supposed_and_of_how_many(typed, points_of):
    points = points_of(typed(*LOST), what_if(0.2))
    (said,) = sentences(points)
    assert said.startswith(
        "A 2001, Drug: counting missing with a fifth of the odds of those assessed, 75.0% (30 of "
        "40) would have responded at 3 months and 27.3% (10 of 30 assessed, of 40 enrolled) at 12; "
    )
    assert "95% interval at 12 months" in said
    assert said.endswith("(What-if logit).")
    counted = dict(truth(list(each_point(points))[1]))["Counted"]
    assert counted.startswith("10 of 30 assessed.")
    assert counted.endswith("40 patients are given as enrolled. What the others did is supposed.")
    assert "Whatever the 10 missing at 12 months did, the fall stays." in doubt(points)
