from dataclasses import replace

import pytest

from lib.studies.dataset import dataset_of
from lib.studies.revisions.diff import compare
from lib.studies.revisions.dry_run import dry_run
from lib.studies.revisions.near_duplicates import find_near_duplicates
from lib.studies.validation.validate import check


@pytest.fixture
def joined(write_csv):
    def make(*rows):
        there = {"rate_pct": 79, "outcome": ">=50% pain relief"}
        seen = dataset_of(write_csv(there, there | {"months": 6}), "a.csv")
        return dry_run(compare(seen, [("", check(write_csv(*rows)))]).changes).dataset

    return make


def test_a_row_without_the_outcome_of_one_that_is_there_is_told(joined):
    assert find_near_duplicates(joined({"rate_pct": 79}, {"months": 12, "rate_pct": 5})) == [
        "A 2001, Drug, 3 months (row 4) stands on row 2: outcome blank, there '>=50% pain relief'."
    ]


def test_a_changed_row_is_not_like_itself(joined):
    assert find_near_duplicates(joined({"rate_pct": 60, "outcome": ">=50% pain relief"})) == []


def test_many_are_counted(joined):
    rows = joined(*({"rate_pct": 5, "cohort": f"set {i}"} for i in range(30)))
    told = find_near_duplicates(rows)
    assert len(told) == 21
    assert told[-1] == "And 10 more rows like these."


def test_thousands_at_one_visit_are_told_at_once():
    rows = "".join(f"A,Drug,3,50,set {number}\n" for number in range(20_000))
    dataset = dataset_of(f"study,arm,months,rate_pct,cohort\n{rows}".encode(), "a.csv")
    told = find_near_duplicates(replace(dataset, tried=frozenset(range(10_002, 20_002))))
    assert told[0].endswith("(row 10002) stands on row 2: cohort 'set 10000', there 'set 0'.")
    assert told[-1] == "And 9,980 more rows like these."
