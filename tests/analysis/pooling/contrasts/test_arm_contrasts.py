import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.month_slice import at_month
from lib.analysis.pooling.contrasts.arm_contrasts import contrast_at, contrasts_over_time, in_every
from lib.analysis.pooling.contrasts.contrast_question import (
    CONTRAST_KEYS,
    ODDS_RATIO,
    RISK_RATIO,
    ContrastQuestion,
    pair_name,
)
from lib.analysis.pooling.contrasts.paired_arms import pair_of_most_studies, treatment_pairs
from lib.analysis.settings import MonthQuestion, View
from lib.stats.refusal import Refusal
from tests.thoroughness import examples

COUNTS = [(15, 20, 9, 21), (12, 30, 8, 30), (30, 44, 25, 40), (7, 19, 6, 22)]


def arm(study, role, responders, n_assessed, **more):
    name = {"intervention": "Drug", "comparator": "Sham"}[role]
    row = {"study": study, "arm": name, "treatment": name, "role": role, "outcome": "relief"}
    counts = {"responders": responders, "n_assessed": n_assessed, "randomised": "yes"}
    return row | {"months": 6} | counts | more


def two_arms(study, x1, n1, x2, n2, **more):
    return [arm(study, "intervention", x1, n1, **more), arm(study, "comparator", x2, n2, **more)]


def all_studies(tables, **more):
    return [row for i, table in enumerate(tables) for row in two_arms(f"S {i}", *table, **more)]


@pytest.fixture(scope="session")
def contrast(points_of, typed):
    def make(*rows, within=0.0, view=None, **question):
        points = points_of(typed(*rows), view)
        month = MonthQuestion(6, within, view=view or View())
        at = at_month(points, 6, within)
        return contrast_at(at, month, ContrastQuestion(**question))

    return make


def why_out(contrast):
    return {each.study: each.why for each in contrast.left_out}


def test_the_arms_of_each_study_are_set_against_each_other(contrast):
    made = contrast(*all_studies(COUNTS))
    assert (made.pair, made.outcome) == (("Drug", "Sham"), "relief")
    assert made.persons(made.pooled) == (113, 113)
    assert made.studies == ("S 0", "S 1", "S 2", "S 3")
    assert made.pooled.k == 4
    assert not made.left_out


def test_a_study_that_chance_did_not_divide_is_left_out(contrast):
    rows = [*all_studies(COUNTS), *two_arms("Audit", 9, 20, 4, 20, randomised="no")]
    rows += two_arms("Silent", 9, 20, 4, 20, randomised="")
    assert why_out(contrast(*rows)) == {
        "Audit": "chance did not make this arm",
        "Silent": "whether chance made this arm is not stated",
    }


def test_what_is_no_count_of_patients_by_the_one_definition_is_left_out(contrast):
    rows = [
        *all_studies(COUNTS),
        *two_arms("Joints", 9, 20, 4, 20, unit="joints"),
        *two_arms("Other", 9, 20, 4, 20, outcome="cure"),
        *two_arms("Doubt", 9, 20, 4, 20, caution="Read from a figure."),
        *two_arms("Late", 9, 20, 4, 20, months=12),
    ]
    assert why_out(contrast(*rows)) == {
        "Joints": "joints are counted, not patients",
        "Other": "another definition of response: cure",
        "Doubt": "a caution stands with it: Read from a figure.",
        "Late": "first visit in the file at 12 months",
    }


def test_rows_with_a_caution_are_in_if_the_reader_includes_them(contrast):
    rows = [*all_studies(COUNTS), *two_arms("Doubt", 9, 20, 4, 20, caution="Read from a figure.")]
    assert "Doubt" in contrast(*rows, with_cautions=True).studies


def test_arms_of_one_treatment_are_added_up(contrast):
    low = arm("S 9", "intervention", 8, 20, arm="Low dose")
    high = arm("S 9", "intervention", 12, 21, arm="High dose")
    made = contrast(*all_studies(COUNTS), low, high, arm("S 9", "comparator", 5, 20))
    summed = made.firsts[made.firsts["study"] == "S 9"].iloc[0]
    assert (summed["r"], summed["n"], summed["arms_added"]) == (20, 41, 2)


def test_nobody_is_counted_twice(contrast):
    low = arm("S 9", "intervention", 8, 20, arm="Low dose")
    more = arm("S 9", "intervention", 12, 21, arm="Raised", same_patients_as="Low dose")
    made = contrast(*all_studies(COUNTS), low, more, arm("S 9", "comparator", 5, 20))
    assert "share patients, who would be counted twice" in why_out(made)["S 9"]


def test_who_crossed_over_is_not_set_against_the_arm_left(contrast):
    after = arm("S 0", "intervention", 8, 20, arm="Drug after sham", same_patients_as="Sham")
    made = contrast(*all_studies(COUNTS), after)
    (left,) = made.left_out
    assert not left.is_whole
    assert left.why == "Drug after sham: it has patients of an arm that it is set against"
    assert made.firsts["r"].tolist() == [15, 12, 30, 7]


def test_arms_that_were_seen_at_two_months_are_left_out(contrast):
    first, second = two_arms("S 9", 9, 20, 4, 20)
    made = contrast(*all_studies(COUNTS), first | {"months": 5}, second, within=1.5)
    assert why_out(made) == {"S 9": "the arms were seen at 5 and 6 months"}


def test_a_treatment_in_the_other_role_is_another_contrast(contrast):
    first, second = two_arms("S 9", 9, 20, 4, 20)
    turned = [first | {"role": "comparator"}, second | {"role": "intervention"}]
    made = contrast(*all_studies(COUNTS), *turned)
    assert why_out(made) == {"S 9": "the file marks no arm with Drug as intervention"}


def test_two_studies_are_too_few(contrast):
    assert contrast(*all_studies(COUNTS[:2])).pooled.reason is Refusal.TOO_FEW_QUALIFY


def test_a_pair_that_is_not_there_gives_none(contrast):
    assert contrast(*all_studies(COUNTS), pair=pair_name("Drug", "Wait")) is None
    assert contrast(arm("S 0", "intervention", 5, 20)) is None


def test_the_pair_for_which_most_studies_qualify_is_proposed(points_of, typed):
    surgery = [
        row | {"treatment": "Surgery"} if row["role"] == "intervention" else row
        for row in all_studies([*COUNTS, (9, 20, 4, 20)], randomised="no")
    ]
    drug = [row | {"study": f"T {row['study']}"} for row in all_studies(COUNTS)]
    at = at_month(points_of(typed(*surgery, *drug)), 6, 0)
    assert next(iter(treatment_pairs(at).values())) == ("Surgery", "Sham")
    assert pair_of_most_studies(at, with_cautions=False) == ("Drug", "Sham")


def test_names_that_hold_the_word_against_stay_apart():
    assert pair_name("A against B", "C") != pair_name("A", "B against C")


def test_studies_with_none_or_all_in_both_arms_tell_nothing_of_a_ratio(contrast):
    made = contrast(*all_studies([*COUNTS, (0, 20, 0, 21)]))
    assert made.not_in_ratio == ("S 4",)
    assert (made.pooled.k, len(made.studies)) == (4, 5)
    assert [made.persons(pool) for pool in made.pools] == [(113, 113), (133, 134)]


def test_each_window_has_its_own_studies(points_of, typed):
    points = points_of(typed(*all_studies(COUNTS), *all_studies(COUNTS[:3], months=12)))
    month, question = MonthQuestion(6), ContrastQuestion()
    shown = contrast_at(at_month(points, 6, 0), month, question)
    windows = contrasts_over_time(points, shown, question, View())
    assert [(each.month, len(each.studies)) for each in windows] == [(6, 4), (12, 3)]
    assert windows[0].pooled == shown.pooled
    same, every = in_every(windows)
    assert (len(same), len(every)) == (3, 4)


def test_a_visit_between_two_windows_counts_in_the_earlier(points_of, typed):
    rows = [*all_studies(COUNTS, months=13.5), *all_studies(COUNTS[:3], months=15)]
    points = points_of(typed(*rows))
    question = ContrastQuestion()
    shown = contrast_at(at_month(points, 15, 0), MonthQuestion(15), question)
    windows = contrasts_over_time(points, shown, question, View())
    assert [(each.month, len(each.studies)) for each in windows] == [(12, 4), (15, 3)]


tables = st.lists(
    st.tuples(st.integers(1, 19), st.just(20), st.integers(1, 24), st.just(25)),
    min_size=5,
    max_size=5,
)
measures = st.sampled_from(list(CONTRAST_KEYS))


@pytest.fixture(scope="session")
def five(points_of, typed):
    """The slice at a month of five studies, whose counts a test puts in."""
    return at_month(points_of(typed(*all_studies([(5, 20, 5, 25)] * 5))), 6, 0)


def pools(at, tables, measure, order=1):
    counts = {f"S {i}": table for i, table in enumerate(tables)}
    sides = [int(role == "comparator") * 2 for role in at["role"]]
    r, n = (
        [counts[study][side + part] for study, side in zip(at["study"], sides, strict=True)]
        for part in (0, 1)
    )
    put_in = at.assign(r=r, n=n).iloc[::order]
    return contrast_at(put_in, MonthQuestion(6), ContrastQuestion(measure=measure)).pools


@examples(12)
@given(tables, measures)
def test_the_order_of_studies_makes_no_difference(five, tables, measure):
    told = repr(pools(five, tables, measure))
    assert told == repr(pools(five, tables[::-1], measure, order=-1))


@examples(12)
@given(tables, measures)
def test_arms_that_change_sides_mirror_the_effect(five, tables, measure):
    turned = [(x2, n2, x1, n1) for x1, n1, x2, n2 in tables]
    mirrored = pools(five, turned, measure)
    for pool, mirror in zip(pools(five, tables, measure), mirrored, strict=True):
        told = (mirror.estimate, mirror.high, mirror.low)
        assert (pool.estimate, pool.low, pool.high) == pytest.approx([-x for x in told], abs=1e-5)


@examples(12)
@given(tables, st.sampled_from([RISK_RATIO, ODDS_RATIO]))
def test_twice_the_patients_narrow_a_common_effect(five, tables, measure):
    twice = [tuple(2 * number for number in table) for table in tables]
    one, other = (pools(five, each, measure)[1] for each in (tables, twice))
    assert other.estimate == pytest.approx(one.estimate)
    assert other.high - other.low < one.high - one.low
