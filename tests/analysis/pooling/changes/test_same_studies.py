from math import exp, isnan

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.analysis.pooling.changes.same_studies import (
    by_each_measure,
    change_without_each,
    compare_windows,
    propose_pair,
    same_studies,
    sweep,
)
from lib.analysis.pooling.question import (
    CHANGE_KEYS,
    ODDS,
    POINTS,
    ChangeQuestion,
    PoolingQuestion,
    Question,
)
from lib.analysis.pooling.synthesis import synthesize
from lib.analysis.settings import NON_RESPONDERS, View
from lib.stats.meta_analysis.change import CORRELATIONS, pool_change
from lib.stats.refusal import ModelRefusal, Refusal
from tests.thoroughness import examples

FIRST, LATER = (30, 25, 28, 22, 35), (15, 20, 9, 12, 25)
ARM = {"treatment": "T", "outcome": "relief", "n_assessed": 40}


def seen(study, months, responders, **more):
    return ARM | {"study": study, "months": months, "responders": responders} | more


def studies(first=FIRST, later=LATER, months=(6, 24)):
    return [
        seen(f"S {i}", month, number)
        for i, pair in enumerate(zip(first, later, strict=True))
        for month, number in zip(months, pair, strict=True)
    ]


@pytest.fixture(scope="module")
def windows(points_of, typed):
    def make(*rows, view=None, **question):
        view = view or View()
        asked = PoolingQuestion(
            Question(**({"treatment": "T", "outcome": "relief"} | question)), view
        )
        return synthesize(points_of(typed(*rows), view), asked)

    return make


def why_not(same):
    return dict(zip(same.left_out["study"], same.left_out["why_not"], strict=True))


def test_the_change_is_pooled_of_the_studies_in_both_windows(windows):
    rows = [*studies(), seen("Early", 6, 10), seen("Late", 24, 30)]
    same = same_studies(windows(*rows), ChangeQuestion())
    assert (same.earlier.centre, same.later.centre) == (6, 24)
    n = [40] * 5
    assert same.change == pool_change(FIRST, n, LATER, n, measure="RR")
    assert same.is_pooled
    assert why_not(same) == {
        "Early": "at 24 months: no visit in this window",
        "Late": "at 6 months: no visit in this window",
    }


def test_what_is_left_is_the_first_share_after_the_change(windows):
    same = same_studies(windows(*studies()), ChangeQuestion())
    first = same.fall.first_same.proportion
    assert same.after(same.change.estimate) == pytest.approx(first * exp(same.change.estimate))


@pytest.mark.parametrize("measure", CHANGE_KEYS)
def test_a_share_after_a_change_stays_a_share(windows, measure):
    same = same_studies(windows(*studies()), ChangeQuestion(measure=measure))
    assert 0 <= same.after(-5) < same.after(5) <= 1
    assert isnan(same.after(float("nan")))


def test_a_study_whose_arms_are_not_the_same_is_out_and_told_why(windows):
    rows = [
        *studies(),
        *(seen("Two", month, 20, arm="A") for month in (6, 24)),
        seen("Two", 6, 18, arm="B"),
    ]
    same = same_studies(windows(*rows), ChangeQuestion())
    assert "Two" not in same.studies
    assert "A and B at 6 months and A at 24 months; choose under" in why_not(same)["Two"]
    chosen = same_studies(windows(*rows, arms=("Two · A",)), ChangeQuestion())
    assert "Two" in chosen.studies


def test_the_same_arms_are_added_up_at_both_visits(windows):
    rows = [seen("Two", month, 20, arm=arm) for month in (6, 24) for arm in "AB"]
    same = same_studies(windows(*studies(), *rows), ChangeQuestion())
    assert same.first.set_index("study").loc["Two", ["r", "n"]].tolist() == [40, 80]


def test_a_study_that_counted_another_set_of_patients_later_is_out(windows):
    rows = [seen("Other", 6, 20), seen("Other", 24, 10, cohort="late ones")]
    same = same_studies(windows(*studies(), *rows), ChangeQuestion())
    assert "which patients were counted" in why_not(same)["Other"]


def test_a_published_estimate_cannot_take_part(windows):
    published = {"responders": "", "n_assessed": "", "rate_pct": 40, "ci_low_pct": 30}
    rows = [
        seen("Kept", 6, 20),
        seen("Kept", 24, 0) | published | {"ci_high_pct": 50.8, "estimate": "time_to_event"},
    ]
    same = same_studies(windows(*studies(), *rows, with_published=True), ChangeQuestion())
    assert len(same.studies) == 5
    assert why_not(same)["Kept"] == "at 24 months: its published estimate has no count, so " + (
        "how it changed has no weight"
    )


def test_counts_follow_the_rule_for_missing_patients(windows):
    rows = [row | {"n_enrolled": 50} for row in studies()]
    made = windows(*rows, view=View(missing=NON_RESPONDERS))
    same = same_studies(made, ChangeQuestion(measure=POINTS))
    assert same.first["n"].tolist() == [50] * 5


def test_most_studies_in_both_are_proposed_then_the_longest_span(windows):
    rows = [*studies(), *studies((9,) * 5, (8,) * 5, (3, 12))]
    made = windows(*rows)
    assert [window.centre for window in propose_pair(made)] == [3, 24]
    more = [*rows, seen("S 9", 6, 9), seen("S 9", 12, 9)]
    assert [window.centre for window in propose_pair(windows(*more))] == [6, 12]
    assert [window.centre for window in propose_pair(made, earlier=6)] == [6, 24]


@pytest.mark.parametrize(
    ("centres", "asked", "reason"),
    [
        ((6,), {}, Refusal.ONE_WINDOW),
        ((6, 24), {"earlier": 24.0}, Refusal.ONE_WINDOW),
        ((6, 24), {"earlier": 6.0, "later": 6.0}, Refusal.SAME_WINDOW),
        ((6, 24), {"earlier": 24.0, "later": 6.0}, Refusal.LATER_FIRST),
    ],
)
def test_without_an_earlier_and_a_later_window_nothing_is_pooled(windows, centres, asked, reason):
    same = same_studies(windows(*studies(), centres=centres), ChangeQuestion(**asked))
    assert same.change.reason is reason
    assert not same.is_pooled
    assert not same.studies
    assert same.left_out.empty


def test_two_studies_are_too_few(windows):
    same = same_studies(windows(*studies()[:4]), ChangeQuestion())
    assert same.change.reason is Refusal.TOO_FEW_QUALIFY
    assert same.studies == ["S 0", "S 1"]


def test_a_ratio_needs_somebody_who_responded_at_first(windows):
    made = windows(*studies((0, *FIRST[1:])))
    assert same_studies(made, ChangeQuestion()).change.reason is Refusal.NOTHING_TO_LOSE
    assert same_studies(made, ChangeQuestion(measure=POINTS)).is_pooled


def test_a_correlation_that_leaves_no_variance_is_refused(windows):
    made = windows(*studies(FIRST, FIRST))
    same = same_studies(made, ChangeQuestion(correlation=1.0))
    assert same.change.reason is ModelRefusal.NO_VARIANCE


def test_a_correlation_is_held_within_what_the_counts_allow(windows):
    made = windows(*studies((39, *FIRST[1:]), (3, *LATER[1:])))
    same = same_studies(made, ChangeQuestion(correlation=0.75))
    assert "S 0" in same.held


def test_the_sweep_and_the_other_measures_have_what_is_asked_among_them(windows):
    same = same_studies(windows(*studies()), ChangeQuestion(measure=ODDS, correlation=0.25))
    assert [each for each, _ in sweep(same)] == list(CORRELATIONS)
    assert dict(sweep(same))[0.25] == same.change
    assert dict(by_each_measure(same))[ODDS] == same.change


def test_each_study_is_left_out_in_turn(windows):
    same = same_studies(windows(*studies()), ChangeQuestion())
    pools = change_without_each(same)
    assert [study for study, _ in pools] == same.studies
    assert all(pooled.k == 4 for _, pooled in pools)


COUNTS = st.lists(
    st.tuples(st.integers(1, 39), st.integers(1, 39)), min_size=3, max_size=6, unique=True
)


@given(COUNTS, st.randoms(use_true_random=False))
@examples(8)
def test_the_order_of_rows_changes_nothing(windows, counts, random):
    rows = studies(*zip(*counts, strict=True))
    mixed = random.sample(rows, len(rows))
    one, other = (same_studies(windows(*each), ChangeQuestion()) for each in (rows, mixed))
    assert (one.change.estimate, one.change.se) == (other.change.estimate, other.change.se)
    assert one.fall.whole == other.fall.whole
    assert one.fall.within == other.fall.within


@given(COUNTS)
@examples(8)
def test_doubling_every_count_narrows_each_study(windows, counts):
    rows = studies(*zip(*counts, strict=True))
    twice = [
        row | {"responders": 2 * row["responders"], "n_assessed": 2 * row["n_assessed"]}
        for row in rows
    ]
    one, two = (same_studies(windows(*each), ChangeQuestion()) for each in (rows, twice))
    for (low, high), (low2, high2) in zip(one.intervals, two.intervals, strict=True):
        assert high2 - low2 < high - low


@given(COUNTS, st.sampled_from(CORRELATIONS), st.sampled_from(sorted(CHANGE_KEYS)))
@examples(8)
def test_swapping_earlier_and_later_turns_the_change_round(windows, counts, correlation, measure):
    made = windows(*studies(*zip(*counts, strict=True)))
    earlier, later = made[1], made[4]
    question = ChangeQuestion(measure=measure, correlation=correlation)
    there = compare_windows(earlier, later, question).change
    back = compare_windows(later, earlier, question).change
    assume(not there.reason)
    assert back.estimate == pytest.approx(-there.estimate, abs=1e-9)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=1e-9)


@given(COUNTS, COUNTS, COUNTS)
@examples(8)
def test_the_parts_of_a_fall_sum_to_the_whole(windows, counts, early, late):
    rows = [
        *studies(*zip(*counts, strict=True)),
        *(seen(f"E {i}", 6, first) for i, (first, _) in enumerate(early)),
        *(seen(f"L {i}", 24, later) for i, (_, later) in enumerate(late)),
    ]
    fall = same_studies(windows(*rows), ChangeQuestion()).fall
    assume(fall.is_known)
    assert fall.within + fall.gone + fall.come == pytest.approx(fall.whole, abs=1e-12)
