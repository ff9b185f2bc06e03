import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.settings import NON_RESPONDERS, RESPONDERS, View
from lib.narrative.decay_table import MOST_FALLS, NOBODY_FIRST, decay
from lib.narrative.numbers.refusals import SENTENCES
from lib.stats.refusal import Refusal
from tests.thoroughness import examples


@pytest.fixture(scope="module")
def chakraverty(real_points):
    return decay(real_points, View()).rows.iloc[0]


def test_chakraverty_in_words(chakraverty):
    assert chakraverty.iloc[:9].tolist() == [
        "Chakraverty 2004 · Prolotherapy",
        "79% (15†/19‡) at 3 months",
        "58% (11†/19‡) at 12 months",
        "−21.1",
        # statsmodels 0.15, confint_proportions_2indep(11, 19, 15, 19, method="newcomb").
        "−46.0 to +8.2",
        "2.3 lost",
        "−27%",
        "7 to 11 of the 15† responding first (47 to 73%)",
        # R: decay_exponential.csv.
        "19.5 months (95% interval 8.0 to not bounded)",
    ]


def test_chakraverty_in_numbers(chakraverty):
    assert chakraverty["change_points"] == pytest.approx(-400 / 19)
    assert chakraverty["loss_per_month_points"] == pytest.approx(400 / 19 / 9)
    assert chakraverty["half_life_months"] == pytest.approx(19.5, abs=0.05)
    assert chakraverty["half_life_high_months"] == "not bounded"
    assert "cannot be checked" in chakraverty["half_life_why"]


def test_printed_percentages_have_a_change_and_the_reason_for_the_rest(real_points):
    row = decay(real_points, View()).rows.iloc[1]
    assert row["label"] == "Cusi 2010 · Prolotherapy (with a caution)"
    assert (row["first"], row["last"]) == ("76% at 3 months", "32% at 24 months")
    assert (row["change"], row["interval"]) == ("−44", SENTENCES[Refusal.NO_COUNTS])
    assert row["both"] == SENTENCES[Refusal.NO_COUNTS_TO_BOUND]
    assert "takes three visits" in row["half_life"]


def test_one_visit_shows_no_change(real_points):
    found = decay(real_points, View())
    assert len(found.rows) == 2
    assert found.about[-1].startswith(
        "3 series have one visit only, and one visit shows no change: Chakraverty 2004, Cort"
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
    assert (row["both"], row["per_month"]) == (NOBODY_FIRST, "6.7 gained")


def test_a_condition_stands_beside_the_bounds(typed, points_of):
    rows = typed(
        {"responders": 15, "n_assessed": 19}, {"months": 9, "responders": 11, "n_assessed": 19}
    )
    row = decay(points_of(rows), View()).rows.iloc[0]
    assert row["both"].endswith("(47 to 73%), if both visits assessed the same 19")


def test_nobody_followed_is_an_answer(typed, points_of):
    found = decay(points_of(typed({"rate_pct": 50})), View())
    assert found.rows.empty
    assert found.about == ["1 series has one visit only, and one visit shows no change: A 2001, "
                           "Drug."]  # fmt: skip


def test_no_point_at_all_is_an_answer(real_points):
    found = decay(real_points[:0], View())
    assert (found.rows.empty, found.about, found.notes) == (True, [], [])


def test_too_many_series_are_not_told_one_by_one(many_rows, points_of):
    found = decay(points_of(many_rows(MOST_FALLS + 1)), View())
    assert found.rows.empty
    assert "500 series" in found.about[0]


@examples(20)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=5))
def test_any_counts_have_a_row(typed, points_of, responders):
    rows = typed(
        *({"months": 3 * i, "responders": r, "n_assessed": 20} for i, r in enumerate(responders, 1))
    )
    (row,) = decay(points_of(rows), View()).rows.itertuples()
    assert row.change_points == pytest.approx(5 * (responders[-1] - responders[0]))
    assert all(row[2:11])
