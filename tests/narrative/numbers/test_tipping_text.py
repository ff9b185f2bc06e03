import pytest

from lib.analysis.arm_pairs import pairs
from lib.analysis.month_slice import at_month
from lib.analysis.series_change import series_changes
from lib.narrative.numbers.tipping_text import change_tipping_text, odds_text, pair_tipping_text

FIRST = {"responders": 30, "n_assessed": 40, "n_enrolled": 40}
DRUG = {"arm": "Drug", "role": "intervention"}
SHAM = {"arm": "Sham", "role": "comparator"}


@pytest.fixture
def change_text(typed, points_of):
    def make(last, first=FIRST):
        (told,) = series_changes(points_of(typed(first, {"months": 12} | last)))
        return change_tipping_text(told)

    return make


def counts(responders, assessed, enrolled, **more):
    return {"responders": responders, "n_assessed": assessed, "n_enrolled": enrolled} | more


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (counts(9, 30, 40), "Whatever the 10 missing at 12 months did, the fall stays."),
        (counts(9, 39, 40), "Whatever the one missing at 12 months did, the fall stays."),
        (counts(29, 39, 40), "Whatever the one missing at 12 months did, the interval includes 0."),
        (counts(9, 40, 40), "Nobody is missing at 12 months."),
        (counts(9, 40, 40, n_basis="assumed"), "Nobody is missing at 12 months‡."),
        (
            counts(9, 30, None),
            "How many were enrolled is not known for the visit at 12 months.",
        ),
    ],
)
def test_whatever_the_missing_did(change_text, last, said):
    assert change_text(last) == said


def test_a_fall_that_many_missing_could_put_in_doubt(change_text):
    said = change_text(counts(12, 25, 40))
    assert said.startswith("The fall is in doubt only if at least ")
    assert "% of the 15 missing at 12 months responded (" in said
    assert said.endswith(" times the odds of those assessed).")


def test_a_change_that_is_in_doubt_unless_the_missing_did_worse(change_text):
    said = change_text(counts(15, 25, 40))
    assert said.startswith(
        "With the 15 missing at 12 months like those assessed the interval includes 0; it would "
        "exclude 0 only if at most "
    )
    assert "% of them responded (" in said


@pytest.fixture
def pair(typed, points_of):
    rows = typed(DRUG | counts(30, 50, 60), SHAM | counts(18, 50, 80))
    (found,) = pairs(at_month(points_of(rows), 3, 0), 95)
    return found


def test_both_arms_alike_and_each_alone(pair):
    assert pair_tipping_text(pair) == (
        "The difference is in doubt only if the missing, alike in both arms, had at least 2.4 "
        "times the odds of those assessed."
    )
    assert "of the 30 missing of Sham responded" in pair_tipping_text(pair, "second")
    assert "the 10 missing of Drug" in pair_tipping_text(pair, "first")


@pytest.mark.parametrize(
    ("imor", "said"),
    [
        (3.21, "3.2 times the odds"),
        (0.333, "0.33 times the odds"),
        (1e6, "more than 100 times the odds"),
        (1e-6, "less than 0.01 times the odds"),
    ],
)
def test_odds(imor, said):
    assert odds_text(imor) == said
