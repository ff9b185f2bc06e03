from math import isnan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.settings import MISSING_RULES, NON_RESPONDERS, RESPONDERS, View
from lib.narrative.captions import figure_footer
from lib.narrative.decay_table import MOST_FALLS, decay
from lib.narrative.headline import headline
from lib.narrative.numbers.fall_words import NOBODY_FIRST, WORDS
from lib.narrative.numbers.refusals import SENTENCES
from lib.narrative.series_text import sentences
from lib.stats.refusal import Refusal
from lib.studies.validation.validate import check
from tests.thoroughness import examples

GLIOMAS = Path(__file__).parents[2] / "data" / "examples" / "gliomas.csv"


@pytest.fixture(scope="module")
def chakraverty(real_points):
    return decay(real_points, View()).rows.iloc[0]


def test_chakraverty_in_words(chakraverty):
    assert chakraverty.iloc[:9].tolist() == [
        "Chakraverty 2004 · Prolotherapy",
        "79% (15†/19‡) at 3 months",
        "58% (11†/19‡) at 12 months",
        # statsmodels 0.15, confint_proportions_2indep(11, 19, 15, 19, method="newcomb").
        "−21.1 (−46.0 to +8.2)‡",
        "all enrolled were assessed‡",
        "on average −2.3 (−5.1 to +0.9)‡",
        "73% (47 to 115%)‡",
        "7 to 11‡ of the 15† responding first (47 to 73%)",
        # R: decay_exponential.csv.
        "at least 8.0 months (95% interval; no upper end)‡; fit: cannot be checked with three "
        "visits",
    ]


def test_chakraverty_in_numbers(chakraverty):
    assert chakraverty["change_points"] == pytest.approx(-400 / 19)
    assert chakraverty["mean_change_per_month_points"] == pytest.approx(-400 / 19 / 9)
    assert chakraverty["mean_change_per_month_high"] == pytest.approx(8.2062348 / 9)
    assert isnan(chakraverty["half_life_months"])
    assert chakraverty["half_life_low_months"] == pytest.approx(7.960898831)
    assert chakraverty["half_life_high_months"] == "not bounded"
    assert "cannot be checked" in chakraverty["half_life_why"]


def test_printed_percentages_have_a_change_and_the_reason_for_the_rest(real_points):
    row = decay(real_points, View()).rows.iloc[1]
    assert row["label"] == "Cusi 2010 · Prolotherapy (with a caution)"
    assert (row["first"], row["last"]) == ("76% at 3 months", "32% at 24 months")
    assert row["change"] == "−44 (no interval: the counts of both visits are not known)"
    assert row["change_no_interval"] == SENTENCES[Refusal.NO_COUNTS]
    assert row["both"] == SENTENCES[Refusal.NO_COUNTS_TO_BOUND]
    assert "takes three visits" in row["half_life"]


def test_one_visit_shows_no_change(real_points):
    found = decay(real_points, View())
    assert len(found.rows) == 2
    assert found.about[-1].startswith(
        "3 curves have one visit only, and one visit shows no change: Chakraverty 2004, Cort"
    )


def test_a_note_names_its_series(real_points):
    (first, *_) = decay(real_points, View()).notes
    assert first == "Chakraverty 2004, Prolotherapy: With three visits the fit cannot be checked."


def test_what_it_says_and_does_not_say(real_points):
    said = " ".join(decay(real_points, View(level=80)).about)
    assert "not that the same people do" in said
    assert "conservative: the same patients are usually counted at both visits" in said
    assert "80%" in said


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [(NON_RESPONDERS, "16/20", "8/20"), (RESPONDERS, "16/20", "12/20")],
)
def test_the_rule_for_missing_patients_makes_the_counts(typed, points_of, rule, first, last):
    rows = typed(
        {"responders": 16, "n_assessed": 20, "n_enrolled": 20},
        {"months": 9, "responders": 8, "n_assessed": 16, "n_enrolled": 20},
    )
    row = decay(points_of(rows, View(missing=rule)), View(missing=rule)).rows.iloc[0]
    assert first in row["first"]
    assert last in row["last"]


def test_from_nobody_there_is_nothing_to_keep(typed, points_of):
    rows = typed(
        {"responders": 0, "n_assessed": 20}, {"months": 9, "responders": 8, "n_assessed": 20}
    )
    row = decay(points_of(rows), View()).rows.iloc[0]
    assert row["both"] == NOBODY_FIRST
    assert row["per_month"] == "on average +6.7 (+2.6 to +10.2)"


def test_a_condition_stands_beside_the_bounds(typed, points_of):
    rows = typed(
        {"responders": 15, "n_assessed": 19}, {"months": 9, "responders": 11, "n_assessed": 19}
    )
    row = decay(points_of(rows), View()).rows.iloc[0]
    assert row["both"].endswith("(47 to 73%), if both visits assessed the same 19")


LOST = ({"months": 3, "n_enrolled": 40, "n_assessed": 20, "responders": 15},
        {"months": 6, "n_enrolled": 40, "n_assessed": 10, "responders": 8})  # fmt: skip


@pytest.mark.parametrize("rule", MISSING_RULES)
def test_a_change_stands_beside_its_bounds_among_all_enrolled(typed, points_of, rule):
    view = View(missing=rule)
    row = decay(points_of(typed(*LOST), view), view).rows.iloc[0]
    assert (row["change_bound_low"], row["change_bound_high"]) == (-67.5, 57.5)
    assert row["enrolled"] == (
        "37.5% to 20.0% if those not seen did not respond, 87.5% to 95.0% if those not seen "
        "responded; −67.5 to +57.5 points, whatever became of those not seen"
    )


@pytest.mark.parametrize(
    ("enrolled", "why"),
    [
        ((None, None), "how many were enrolled is not known"),
        ((40, 41), "the two visits give different numbers of enrolled"),
    ],
)
def test_a_change_that_cannot_be_bounded_says_why(typed, points_of, enrolled, why):
    rows = typed(*(row | {"n_enrolled": e} for row, e in zip(LOST, enrolled, strict=True)))
    row = decay(points_of(rows), View()).rows.iloc[0]
    assert row["enrolled"] == f"cannot be bounded: {why}"


def test_who_was_seen_twice_is_told_as_far_as_they_were_seen(typed, points_of):
    row = decay(points_of(typed(*LOST)), View()).rows.iloc[0]
    assert row["both"].endswith("(0 to 53%), as far as they were seen")


@pytest.fixture(scope="module")
def gliomas(points_of):
    rows = check(GLIOMAS.read_bytes()).rows
    return decay(points_of(rows), View())


def test_fifteen_of_the_gliomas_do_not_follow_the_curve(gliomas):
    fitted = [half for half in gliomas.halves.values() if half.is_fitted]
    refused = [half for half in fitted if half.reason is Refusal.OFF_THE_CURVE]
    assert (len(refused), len(fitted)) == (15, 32)


def test_a_half_life_is_not_told_where_the_counts_do_not_follow_the_curve(gliomas):
    rows = gliomas.rows.set_index("label")
    row = rows.loc["Trial 3 · Radiotherapy alone"]
    assert row["half_life"].startswith("The counts do not follow this curve")
    assert "(deviance 13.2, df 2, p = 0.001)" in row["half_life"]
    assert row[["half_life_months", "half_life_low_months"]].isna().all()
    assert row["half_life_p"] == pytest.approx(0.0013370847)
    assert not any("Trial 3, Radiotherapy alone" in note for note in gliomas.notes)


def test_where_the_curve_starts_at_its_bound_it_is_said(gliomas):
    (note,) = [note for note in gliomas.notes if "starts at 100%" in note]
    assert note.startswith("Trial 1, Radiotherapy with chemotherapy; Trial 3, Radiotherapy with")


def test_joints_are_said_to_be_counted_as_independent(typed, points_of):
    rows = typed(
        {"responders": 15, "n_assessed": 19, "unit": "joints"},
        {"months": 9, "responders": 11, "n_assessed": 19, "unit": "joints"},
    )
    said = (
        "Several joints of one patient are counted as if independent, so the interval is too "
        "narrow."
    )
    points = points_of(rows)
    found = decay(points, View())
    assert found.notes == [f"A 2001, Drug, joints: {said}"]
    assert found.rows["counted_as_independent"].tolist() == [said]
    assert said in headline(points)
    assert sentences(points)[0].endswith(said)
    assert said in figure_footer(points, View())


def test_what_rests_on_an_assumed_number_is_named(real_points):
    assert decay(real_points, View()).notes[-1] == (
        "Chakraverty 2004, Prolotherapy: The change, its bounds, the number responding at both "
        "visits and the fitted half-life rest on an assumed number assessed (‡)."
    )


def test_a_number_assumed_between_the_ends_bears_on_the_half_life_alone(typed, points_of):
    counts = {"n_assessed": 19, "n_enrolled": 19}
    rows = typed(
        {"responders": 15} | counts,
        {"months": 6, "responders": 12, "n_basis": "assumed"} | counts,
        {"months": 12, "responders": 11} | counts,
    )
    found = decay(points_of(rows), View())
    row = found.rows.iloc[0]
    assert (row["change_rests_on_assumed"], row["half_life_rests_on_assumed"]) == ("no", "yes")
    assert "no upper end)‡" in row["half_life"]
    assert "The fitted half-life rests on an assumed" in found.notes[-1]


def test_nobody_followed_is_an_answer(typed, points_of):
    found = decay(points_of(typed({"rate_pct": 50})), View())
    assert found.rows.empty
    assert found.about == ["1 curve has one visit only, and one visit shows no change: A 2001, "
                           "Drug."]  # fmt: skip


def test_no_point_at_all_is_an_answer(real_points):
    found = decay(real_points[:0], View())
    assert (found.rows.empty, found.about, found.notes) == (True, [], [])


def test_too_many_series_are_not_told_one_by_one(many_rows, points_of):
    found = decay(points_of(many_rows(MOST_FALLS + 1)), View())
    assert found.rows.empty
    assert "500 curves" in found.about[0]


@examples(20)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=5))
def test_any_counts_have_a_row(typed, points_of, responders):
    rows = typed(
        *({"months": 3 * i, "responders": r, "n_assessed": 20} for i, r in enumerate(responders, 1))
    )
    (row,) = decay(points_of(rows), View()).rows.itertuples()
    assert row.change_points == pytest.approx(5 * (responders[-1] - responders[0]))
    assert all(row[2 : 2 + len(WORDS)])
