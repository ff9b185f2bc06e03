import pandas as pd
import pytest

from lib.studies.dataset import dataset_of
from lib.studies.revisions.diff import compare, compare_grid
from lib.studies.revisions.dry_run import dry_run
from lib.studies.validation.validate import check

NO_ROWS = pd.Index([], dtype="int64")


@pytest.fixture
def seen(write_csv):
    return dataset_of(
        write_csv({"months": 3, "rate_pct": "79.0"}, {"months": 6, "rate_pct": "63"}), "a.csv"
    )


def brought(seen, write_csv, *rows):
    return compare(seen, [("", check(write_csv(*rows)))]).changes


def grid(seen, edited=None, added=(), removed=NO_ROWS):
    cells = seen.text.cells if edited is None else edited
    new = pd.DataFrame(list(added), columns=cells.columns, dtype="str").fillna("")
    return compare_grid(seen, cells.drop(index=removed), new, removed).changes


def test_added_and_changed_rows_are_tried(seen, write_csv):
    changes = brought(seen, write_csv, {"months": 6, "rate_pct": 60}, {"months": 12, "rate_pct": 5})
    joined = dry_run(changes)
    assert joined.dataset.rows["rate_pct"].tolist() == [79, 60, 5]
    assert joined.dataset.tried == {3, 4}
    assert joined.dataset.version == f"{seen.version}+2-tried"
    assert joined.left_out == 0


def test_rows_keep_their_marks_when_others_are_removed(seen):
    removed = pd.Index([2], name="row")
    joined = dry_run(grid(seen, added=[{"study": "B", "arm": "x", "months": "1", "rate_pct": "4"}],
                       removed=removed))  # fmt: skip
    assert joined.dataset.rows["study"].tolist() == ["A 2001", "B"]
    assert joined.dataset.tried == {3}


def test_the_seen_version_stays_as_it_is(seen, write_csv):
    before = seen.data
    dry_run(brought(seen, write_csv, {"months": 6, "rate_pct": 60}))
    assert seen.data == before
    assert not seen.tried


def test_what_is_wrong_only_beside_the_others_is_told(seen, write_csv):
    joined = dry_run(brought(seen, write_csv, {"study": "a 2001", "months": 12, "rate_pct": 5}))
    assert joined.problems["rule"].tolist() == ["spelling"]
    assert joined.dataset.tried == {4}


def test_a_row_with_an_error_beside_the_others_is_left_out(seen):
    edited = seen.text.cells.copy()
    edited.loc[3, "months"] = "3"
    good = {"study": "B", "arm": "x", "months": "1", "rate_pct": "4"}
    joined = dry_run(grid(seen, edited, [good]))
    assert joined.problems["rule"].tolist() == ["duplicate_row"]
    assert joined.left_out == 1
    assert joined.changes.changed.empty
    assert joined.dataset.rows["months"].tolist() == [3, 6, 1]
    assert joined.dataset.tried == {4}


def test_two_added_rows_that_are_the_same_are_both_left_out(seen):
    row = {"study": "B", "arm": "x", "months": "1", "rate_pct": "4"}
    joined = dry_run(grid(seen, added=[row, row]))
    assert joined.left_out == 2
    assert not joined.changes
    assert joined.dataset.data == seen.data


def test_rows_can_join_a_file_that_is_not_there(write_csv):
    joined = dry_run(brought(dataset_of(b"", "gone.csv"), write_csv, {"rate_pct": 5}))
    assert joined.dataset.rows["rate_pct"].tolist() == [5]
    assert joined.dataset.tried == {2}


def test_an_added_row_that_is_left_out_is_named_since_it_has_no_number(seen):
    wrong = {"study": "B", "arm": "x", "months": "1", "rate_pct": "101"}
    doubtful = {"study": "a 2001", "arm": "Drug", "months": "1", "rate_pct": "4"}
    joined = dry_run(grid(seen, added=[wrong, doubtful]))
    assert joined.problems["rule"].tolist() == ["range", "spelling"]
    assert joined.problems["row"].isna().tolist() == [True, False]
    assert joined.problems["row"].iloc[1] == 4
    assert joined.problems["message"].iloc[0].startswith("B, x, 1 month: rate_pct is 101;")
