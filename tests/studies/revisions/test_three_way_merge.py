from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.dataset import Dataset, dataset_of, no_dataset
from lib.studies.revisions import three_way_merge
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.diff import compare, compare_grid
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.revisions.three_way_merge import rebase
from lib.studies.validation.validate import check
from tests.thoroughness import examples

HEADER = "study,arm,months,rate_pct,note\n"
KIM, CUSI, LEE = "Kim,Sugar,15,58.7,\n", "Cusi,Prolo,3,76.0,\n", 'Lee,Prolo,6,50,"a\nb"\n'
FILE = HEADER + KIM + CUSI + LEE

Edits = dict[tuple[int, str], str]


@cache
def version(text: str) -> Dataset:
    return dataset_of(text.encode(), "studies.csv")


def edits(text: str, cells: Edits | None = None, added=(), removed=()) -> Changes:
    seen = version(text)
    shown = seen.text.cells.copy()
    for (row, name), cell in (cells or {}).items():
        shown.loc[row, name] = cell
    new = pd.DataFrame(list(added), dtype=object)
    return compare_grid(seen, shown, new, pd.Index(removed)).changes


def brought(text: str, rows: str) -> Changes:
    return compare(version(text), [("new.csv", check(rows.encode()))]).changes


def merged(changes: Changes, present: Dataset) -> bytes:
    return apply_changes(rebase(changes, present))


def put(changes: Changes, present: str) -> str:
    return merged(changes, version(present)).decode()


def conflicts(changes: Changes, present: str) -> list[str]:
    with pytest.raises(ConflictError) as refused:
        merged(changes, version(present))
    return refused.value.reasons


def conflict(changes: Changes, present: str) -> str:
    (only,) = conflicts(changes, present)
    return only


RATE = edits(FILE, {(2, "rate_pct"): "60"})


def test_the_version_that_was_seen_takes_the_changes_as_they_are() -> None:
    assert rebase(RATE, version(FILE)) is RATE
    assert put(RATE, FILE) == FILE.replace("58.7", "60")


@pytest.mark.parametrize(
    "present",
    [
        FILE.replace("76.0", "77"),
        HEADER + LEE + CUSI + KIM,
        HEADER + "\n" + KIM,
        FILE + "Park,a,3,1,\n",
        FILE.replace(",", ";"),
        FILE.replace("\n", "\r\n"),
        "note,study,arm,rate,month\n,Kim,Sugar,58.7,15\nx,Cusi,Prolo,1,3\n",
        HEADER.replace("note", "note,country") + KIM.replace("58.7,", "58.7,,Korea"),
        "study,arm,months,rate_pct\nKim,Sugar,15,58.7\n",
    ],
)
def test_a_row_is_changed_wherever_it_stands_now(present: str) -> None:
    assert put(RATE, present) == present.replace("58.7", "60")


def test_a_row_is_removed_wherever_it_stands_now() -> None:
    assert put(edits(FILE, removed=[2]), HEADER + LEE + KIM + CUSI) == HEADER + LEE + CUSI


def test_a_row_that_someone_else_changed_is_a_conflict() -> None:
    assert conflict(RATE, FILE.replace("58.7,", "61,new")) == (
        "Kim, Sugar, 15 months was changed by someone else since you looked: "
        "rate_pct is now 61, it was 58.7; note is now new, it was blank."
    )


def test_a_row_that_is_to_be_removed_must_not_have_changed() -> None:
    assert "rate_pct is now 61" in conflict(edits(FILE, removed=[2]), FILE.replace("58.7", "61"))


@pytest.mark.parametrize("present", [FILE.replace(KIM, ""), FILE.replace("Sugar", "Salt")])
def test_a_row_that_someone_else_took_out_is_a_conflict(present: str) -> None:
    assert conflict(RATE, present) == (
        "Kim, Sugar, 15 months is not there any more: someone else took it out, or labelled it "
        "otherwise, since you looked."
    )


def test_two_who_change_a_cell_alike_agree() -> None:
    changes = edits(FILE, {(2, "rate_pct"): "60", (2, "note"): "mine"})
    present = FILE.replace("58.7", "60")
    assert put(changes, present) == present.replace("60,", "60,mine")


def test_copies_are_told_apart_by_their_order() -> None:
    copies = HEADER + KIM + CUSI + KIM
    changes = edits(copies, {(4, "rate_pct"): "60"})
    assert put(changes, copies + LEE) == HEADER + KIM + CUSI + KIM.replace("58.7", "60") + LEE
    assert "is not there any more" in conflict(changes, HEADER + KIM + CUSI + LEE)


def test_a_row_that_both_added_is_there_once() -> None:
    changes = brought(FILE, HEADER + "Park,a,3.0,10.0,x\nPark,a,6,11,\n")
    present = FILE + "Park,a,3,10.0,x\n"
    assert put(changes, present) == present + "Park,a,6,11,\n"


def test_a_row_that_both_added_with_other_values_is_a_conflict() -> None:
    changes = brought(FILE, HEADER + "Park,a,3,10,\n")
    assert conflict(changes, FILE + "Park,a,3,11,x\n") == (
        "Park, a, 3 months was added by someone else since you looked: rate_pct is 11 there, "
        "yours is 10; note is x there, yours is blank."
    )


def test_a_row_must_not_become_one_that_someone_else_added() -> None:
    changes = edits(FILE, {(2, "study"): "Park"})
    told = "Park, Sugar, 15 months was added by someone else since you looked."
    assert conflict(changes, FILE + "Park,Sugar,15,1,\n") == told


def test_a_row_can_be_taken_out_and_added_anew() -> None:
    row = dict(zip(HEADER.strip().split(","), KIM.strip().split(","), strict=True))
    changes = edits(FILE, added=[row], removed=[2])
    assert put(changes, FILE + "Park,a,3,1,\n") == HEADER + CUSI + LEE + "Park,a,3,1,\n" + KIM


def test_a_change_in_a_column_that_is_gone_is_a_conflict() -> None:
    changes = edits(FILE, {(2, "note"): "x"})
    assert conflict(changes, "study,arm,months,rate_pct\nKim,Sugar,15,58.7\n") == (
        "Kim, Sugar, 15 months: someone else took out the column 'note' since you looked, so its "
        "new value has no place."
    )


def test_two_who_add_a_column_share_it() -> None:
    changes = brought(FILE, "study,arm,months,rate_pct,Land\nKim,Sugar,15,58.7,Korea\n")
    present = FILE.replace("\n", ",\n").replace("a,\n", "a\n").replace("note,", "note,Land")
    assert put(changes, present) == present.replace("58.7,,", "58.7,,Korea")
    told = conflict(changes, present.replace("58.7,,", "58.7,,Japan"))
    assert told.endswith("Land is now Japan, it was blank.")


def test_a_row_with_an_error_is_found_again() -> None:
    text = HEADER + KIM.replace("58.7", "170") + ",,,5,\n"
    changes = edits(text, {(2, "rate_pct"): "17", (3, "rate_pct"): "6"})
    assert put(changes, text + LEE) == text.replace("170", "17").replace("5,\n", "6,\n", 1) + LEE


def test_a_row_without_a_label_is_told_by_its_number() -> None:
    changes = edits(HEADER + KIM + ",,,5,\n", {(3, "rate_pct"): "6"})
    assert conflict(changes, FILE).startswith("Row 3 is not there any more")


def test_a_ragged_row_is_not_looked_for_in_another_version() -> None:
    changes = edits(FILE + "Park,a\n", removed=[6])
    assert conflict(changes, FILE).startswith("Row 6 has not as many cells as the header")


@pytest.mark.parametrize("present", ["", "study,study,arm\nKim,a,b\n", "%PDF"])
def test_a_file_that_is_no_table_any_more_takes_nothing(present: str) -> None:
    changes = brought(FILE, HEADER + "Park,a,3,10,\n")
    assert conflict(changes, present).startswith("Nothing can be changed in studies.csv")


def test_a_file_that_is_gone_is_a_conflict() -> None:
    with pytest.raises(ConflictError, match="No such file"):
        merged(RATE, no_dataset("studies.csv", "No such file"))


def test_a_file_that_others_started_takes_rows() -> None:
    changes = brought("", HEADER + "Park,a,3,10,\n")
    assert put(changes, FILE) == FILE + "Park,a,3,10,\n"


def test_all_rows_taken_out_by_someone_else_still_lets_rows_be_added() -> None:
    assert put(brought(FILE, HEADER + "Park,a,3,10,\n"), HEADER) == HEADER + "Park,a,3,10,\n"
    assert "not there any more" in conflict(RATE, HEADER)


def test_every_conflict_is_told_or_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = edits(FILE, {(2, "note"): "x", (3, "note"): "y"}, removed=[4])
    assert len(conflicts(changes, HEADER + "Park,a,3,10,\n")) == 3
    monkeypatch.setattr(three_way_merge, "MOST_TOLD", 1)
    first, rest = conflicts(changes, HEADER + "Park,a,3,10,\n")
    assert first.startswith("Kim, Sugar, 15 months")
    assert rest == "2 more of your changes do not fit either."


CELL = st.sampled_from(["a", "b, c", 'd "e"\n', ""])
NAMES = ("note", "mine")
BASE = "study,arm,months,rate_pct,note,mine\n" + "".join(
    f"S{row},x,3,{row}.0,{row % 2},\n" for row in range(2, 7)
)
# What someone does with a row: another text in one of its cells, or nothing of it any more.
DONE = st.dictionaries(
    st.integers(2, 6), st.one_of(st.none(), st.tuples(st.sampled_from(NAMES), CELL))
)
Done = dict[int, tuple[str, str] | None]


def done(rows: Done) -> Changes:
    cells = {(row, cell[0]): cell[1] for row, cell in rows.items() if cell}
    return edits(BASE, cells, removed=[row for row, cell in rows.items() if cell is None])


@examples(25)
@given(DONE, DONE)
def test_two_people_editing_other_rows_both_come_through(mine: Done, theirs: Done) -> None:
    theirs = {row: cell for row, cell in theirs.items() if row not in mine}
    both = apply_changes(done(mine | theirs))
    for first, second in ((mine, theirs), (theirs, mine)):
        assert merged(done(second), version(apply_changes(done(first)).decode())) == both


@examples(25)
@given(st.integers(2, 6), st.sampled_from(NAMES), CELL.map("A{}".format), CELL.map("B{}".format))
def test_two_people_editing_one_cell_are_told(row: int, name: str, mine: str, theirs: str) -> None:
    present = apply_changes(edits(BASE, {(row, name): theirs})).decode()
    told = conflict(edits(BASE, {(row, name): mine}), present)
    assert told.startswith(f"S{row}, x, 3 months was changed by someone else since you looked: ")
