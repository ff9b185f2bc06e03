import pytest

from lib.analysis.series_change import series_changes
from lib.narrative.numbers.retention_text import retention_sentence, retention_text


@pytest.fixture
def change_of(typed, points_of):
    def make(first, last):
        rows = ({"months": 3, **first}, {"months": 12, **last})
        (change,) = series_changes(points_of(typed(*rows)))
        return change

    return make


def test_what_is_left(change_of):
    change = change_of({"responders": 15, "n_assessed": 19}, {"responders": 11, "n_assessed": 19})
    # exp of the estimate and its ends as metafor gives them for these counts:
    # tests/data/reference/change_studies.csv, syn_ret5, A, RR, correlation 0.
    assert retention_sentence(change) == (
        "Of the response at 3 months, 73% is left at 12 months (95% interval 47 to 115%)."
    )
    assert retention_text(change) == "73% (47 to 115%)"


def test_a_response_that_grew_is_not_said_to_be_left(change_of):
    change = change_of({"responders": 10, "n_assessed": 40}, {"responders": 20, "n_assessed": 40})
    assert retention_sentence(change).startswith("The response at 12 months is 200% of that at 3")


def test_of_those_seen_where_the_missing_may_change_it(change_of):
    change = change_of(
        {"responders": 30, "n_assessed": 40, "n_enrolled": 40},
        {"responders": 20, "n_assessed": 30, "n_enrolled": 40},
    )
    assert retention_sentence(change).startswith("Of the response among those seen at 3 months, ")


def test_printed_shares_have_no_interval(change_of):
    change = change_of({"rate_pct": 76}, {"rate_pct": 32})
    assert retention_text(change) == "42% (no interval)"


def test_from_nobody_nothing_can_be_left(change_of):
    change = change_of({"responders": 0, "n_assessed": 19}, {"responders": 5, "n_assessed": 19})
    assert retention_sentence(change) == ""
    assert retention_text(change) == (
        "Nobody responded at the first visit, so a share of that cannot be told."
    )
