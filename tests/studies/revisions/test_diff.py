import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.dataset import Dataset, dataset_of
from lib.studies.revisions import row_matching
from lib.studies.revisions.diff import Comparison, compare, compare_grid, select_changes
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.validation.validate import Checked, check
from tests.thoroughness import examples

KIM = {"study": "Kim 2010", "arm": "Sugar", "months": "3", "rate_pct": "79"}
CUSI = KIM | {"study": "Cusi 2010"}


def file_of(*rows: dict[str, str], header: tuple[str, ...] = ()) -> bytes:
    """A file of these rows, with the columns that any of them has; or as spelled in `header`."""
    table = pd.DataFrame(list(rows), dtype=object)
    return table.to_csv(index=False, header=list(header) or True).encode()


def seen_of(*rows: dict[str, str]) -> Dataset:
    return dataset_of(file_of(*rows), "studies.csv")


def brought(*rows: dict[str, str], header: tuple[str, ...] = ()) -> Checked:
    return check(file_of(*rows, header=header))


def compared(seen: Dataset, *rows: dict[str, str]) -> Comparison:
    return compare(seen, [("Kim.csv", brought(*rows))])


def cells(comparison: Comparison) -> list[tuple[int, str, str, str]]:
    table = comparison.cells[["row", "column", "old", "new"]]
    return list(table.itertuples(index=False, name=None))


def counts(comparison: Comparison) -> tuple[int, int, int, int]:
    changes = comparison.changes
    added, changed = len(changes.added), len(changes.changed)
    return added, changed, comparison.identical, comparison.left_out


def test_rows_are_added_changed_identical_or_left_out() -> None:
    new, wrong = KIM | {"months": "6"}, KIM | {"months": "9", "rate_pct": "170"}
    result = compared(seen_of(KIM, CUSI), new, CUSI | {"rate_pct": "80"}, KIM, wrong)
    assert counts(result) == (1, 1, 1, 1)
    assert result.changes.added.to_dict("records") == [new]
    assert result.places.tolist() == ["Kim.csv, row 2"]
    assert result.places.index.equals(result.changes.added.index)
    assert result.changes.changed.to_dict("index") == {3: CUSI | {"rate_pct": "80"}}


def test_a_changed_cell_is_told_with_its_place_and_both_texts() -> None:
    seen = dataset_of(file_of(KIM, header=("Trial", "Group", "Month", "Rate")), "studies.csv")
    (line,) = compared(seen, KIM | {"rate_pct": "79.0"}).cells.to_dict("records")
    assert line == {
        "row": 2,
        "place": "Kim.csv, row 2",
        "study": "Kim 2010",
        "arm": "Sugar",
        "months": 3.0,
        "column": "Rate",
        "old": "79",
        "new": "79.0",
    }


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("months", "3", "3.0"),
        ("n_enrolled", "25", "25.0"),
        ("n_enrolled", "NR", ""),
        ("rate_pct", "58.7", "58,7 %"),
        ("estimate", "", "Proportion"),
        ("unit", "", "patients"),
        ("outcome", "relief", " relief "),
        ("doi", "10.1000/1", "https://doi.org/10.1000/1"),
        ("role", "Comparator", "comparator"),
        ("country", "Korea", " Korea "),
        ("country", "", " "),
    ],
)
def test_cells_that_mean_the_same_are_the_same(name: str, old: str, new: str) -> None:
    result = compared(seen_of(KIM | {name: old}), KIM | {name: new})
    assert counts(result) == (0, 0, 1, 0)
    assert not result.changes


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rate_pct", "79", "79.0"),
        ("n_enrolled", "25", "26"),
        ("n_enrolled", "25", ""),
        ("note", "seen", ""),
        ("country", "Korea", "korea"),
        ("n_enrolled", "many", ""),
        ("n_enrolled", "1.000", ""),
    ],
)
def test_cells_that_mean_something_else_are_changed(name: str, old: str, new: str) -> None:
    result = compared(seen_of(KIM | {name: old}), KIM | {name: new})
    assert cells(result) == [(2, name, old, new)]


@pytest.mark.parametrize("name", [*row_matching.IDENTITY])
def test_a_row_is_known_by_its_whole_identity(name: str) -> None:
    other = {"months": "6", "estimate": "time_to_event"}.get(name, "other")
    assert counts(compared(seen_of(KIM), KIM | {name: other})) == (1, 0, 0, 0)


def test_columns_that_are_not_brought_stay_as_they_are() -> None:
    seen = seen_of(KIM | {"note": "kept", "country": "Korea"})
    assert cells(compared(seen, KIM | {"rate_pct": "80"})) == [(2, "rate_pct", "79", "80")]


def test_a_new_column_changes_the_rows_where_it_holds_something() -> None:
    table = brought(KIM | {"land": "Korea", "cap": ""}, CUSI | {"land": " ", "cap": ""})
    result = compare(seen_of(KIM, CUSI), [("Kim.csv", table)])
    assert cells(result) == [(2, "land", "", "Korea")]
    assert counts(result) == (0, 1, 1, 0)
    assert list(result.changes.changed) == [*KIM, "land"]


def test_a_new_column_of_the_schema_keeps_its_spelling() -> None:
    header = ("study", "arm", "months", "Responders (%)", "Remarks")
    table = brought(KIM | {"note": "x"}, header=header)
    result = compare(seen_of(KIM), [("Kim.csv", table)])
    assert cells(result) == [(2, "Remarks", "", "x")]
    assert result.changes.headers["note"] == "Remarks"
    assert apply_changes(result.changes).startswith(b"study,arm,months,rate_pct,Remarks\n")


def test_unchanged_cells_of_a_changed_row_keep_their_own_text() -> None:
    seen = seen_of(KIM | {"months": "3.0", "outcome": " relief"})
    result = compared(seen, KIM | {"outcome": "relief", "rate_pct": "80"})
    (row,) = result.changes.changed.to_dict("records")
    assert (row["months"], row["outcome"], row["rate_pct"]) == ("3.0", " relief", "80")


def test_a_row_with_an_error_is_mended_by_bringing_it_again() -> None:
    seen = seen_of(KIM | {"rate_pct": "170"}, CUSI)
    assert seen.left_out.tolist() == [2]
    assert cells(compared(seen, KIM)) == [(2, "rate_pct", "170", "79")]


def test_a_row_that_stands_twice_is_matched_where_it_means_the_same() -> None:
    seen = seen_of(KIM | {"rate_pct": "80"}, KIM)
    assert counts(compared(seen, KIM)) == (0, 0, 1, 0)


def test_a_row_that_stands_twice_is_changed_once() -> None:
    seen = seen_of(KIM, KIM)
    assert cells(compared(seen, KIM | {"rate_pct": "80"})) == [(2, "rate_pct", "79", "80")]


def test_a_row_brought_twice_with_one_meaning_counts_once() -> None:
    files = [("a.csv", brought(KIM)), ("b.csv", brought(KIM | {"months": "3.0"}))]
    assert counts(compare(seen_of(CUSI), files)) == (1, 0, 1, 0)


def test_a_row_brought_twice_with_other_values_is_a_clash() -> None:
    files = [("a.csv", brought(KIM, CUSI)), ("b.csv", brought(KIM | {"rate_pct": "80"}))]
    result = compare(seen_of(KIM), files)
    assert counts(result) == (1, 0, 0, 2)
    assert result.clashes == (
        "Kim 2010, Sugar, 3 months stands in a.csv, row 2 and b.csv, row 2 with different values: "
        "rate_pct 79 and 80.",
    )


def test_a_clash_of_which_one_file_has_no_such_column() -> None:
    files = [("a.csv", brought(KIM | {"note": "x"})), ("b.csv", brought(KIM))]
    (clash,) = compare(seen_of(CUSI), files).clashes
    assert clash.endswith("note x and blank.")


def test_many_clashes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lib.studies.revisions.incoming_rows.MOST_TOLD", 1)
    rows = [KIM | {"months": str(month)} for month in (3, 6, 9)]
    files = [("a.csv", brought(*rows)), ("b.csv", brought(*(r | {"note": "x"} for r in rows)))]
    first, rest = compare(seen_of(CUSI), files).clashes
    assert first.startswith("Kim 2010, Sugar, 3 months")
    assert rest == "2 more rows stand twice with different values."


def test_columns_of_several_files_come_together() -> None:
    files = [("a.csv", brought(KIM | {"a": "1"})), ("b.csv", brought(CUSI | {"b": "2"}))]
    result = compare(seen_of(KIM), files)
    assert cells(result) == [(2, "a", "", "1")]
    assert result.changes.added.to_dict("records") == [CUSI | {"a": "", "b": "2"}]
    assert result.places.tolist() == ["b.csv, row 2"]


@pytest.mark.parametrize("data", [b"", b"study,arm,months,rate\n"])
def test_everything_is_added_to_an_empty_file(data: bytes) -> None:
    result = compared(dataset_of(data, "studies.csv"), KIM, CUSI)
    assert counts(result) == (2, 0, 0, 0)
    assert len(dataset_of(apply_changes(result.changes), "studies.csv").rows) == 2


def test_a_file_that_is_no_table_brings_nothing() -> None:
    result = compare(seen_of(KIM), [("a.pdf", check(b"%PDF"))])
    assert counts(result) == (0, 0, 0, 0)
    assert not result.changes


def test_cells_are_told_row_by_row() -> None:
    rows = [row | {"months": "6", "note": "a"} for row in (KIM, CUSI)]
    other = [row | {"rate_pct": "80", "note": "b"} for row in rows]
    result = compared(seen_of(*rows), *reversed(other))
    assert [(row, name) for row, name, *_ in cells(result)] == [
        (2, "rate_pct"),
        (2, "note"),
        (3, "rate_pct"),
        (3, "note"),
    ]
    assert result.cells["place"].tolist()[::2] == ["Kim.csv, row 3", "Kim.csv, row 2"]


def test_theirs_can_be_kept_for_some_rows() -> None:
    changes = compared(
        seen_of(KIM, CUSI), KIM | {"rate_pct": "1"}, CUSI | {"rate_pct": "2"}
    ).changes
    assert select_changes(changes, [3]).changed["rate_pct"].to_dict() == {3: "2"}


def test_a_mended_row_leaves_the_others_as_they_were() -> None:
    seen = seen_of(KIM, CUSI | {"rate_pct": "bad"})
    assert apply_changes(compared(seen, KIM, CUSI).changes) == file_of(KIM, CUSI)


ROW = st.fixed_dictionaries(
    {
        "study": st.sampled_from(["A 2001", " A 2001", "B 2002"]),
        "arm": st.just("x"),
        "months": st.sampled_from(["3", "3.0", "6"]),
        "rate_pct": st.sampled_from(["50", "50.0", "51", "170"]),
        "note": st.sampled_from(["", "a", 'b "c"\n']),
    }
)


@examples(40)
@given(st.lists(ROW, min_size=1, max_size=4), st.lists(ROW, min_size=1, max_size=4))
def test_what_was_kept_is_identical_when_it_is_brought_again(
    old: list[dict[str, str]], new: list[dict[str, str]]
) -> None:
    first = compared(seen_of(*old), *new)
    again = compared(dataset_of(apply_changes(first.changes), "studies.csv"), *new)
    assert not again.changes
    assert counts(again)[2:] == (sum(counts(first)[:3]), first.left_out)


def grid(seen: Dataset, edits=None, added=(), removed=()) -> Comparison:
    shown = seen.text.cells.copy()
    for (row, name), cell in (edits or {}).items():
        shown.loc[row, name] = cell
    return compare_grid(seen, shown, pd.DataFrame(list(added), dtype=object), pd.Index(removed))


def test_in_a_grid_another_text_is_a_change() -> None:
    result = grid(seen_of(KIM, CUSI), {(2, "rate_pct"): "79.0"})
    assert cells(result) == [(2, "rate_pct", "79", "79.0")]
    assert counts(result) == (0, 1, 1, 0)


def test_a_grid_adds_and_removes_rows() -> None:
    seen = seen_of(KIM, CUSI)
    result = grid(seen, {}, [{"study": "Lee", "arm": None}, {"study": " ", "arm": ""}], [3])
    assert apply_changes(result.changes) == file_of(KIM) + b"Lee,,,\n"
    assert result.places.tolist() == [""]


def test_a_row_that_is_emptied_in_a_grid_is_removed() -> None:
    result = grid(seen_of(KIM, CUSI), {(2, name): " " for name in KIM})
    assert result.changes.removed.tolist() == [2]
    assert apply_changes(result.changes) == file_of(CUSI)


def test_a_row_of_which_a_grid_showed_only_some_cells_is_not_emptied() -> None:
    shown = pd.DataFrame({"rate_pct": [None]}, index=[2])
    result = compare_grid(seen_of(KIM, CUSI), shown, pd.DataFrame(), pd.Index([]))
    assert cells(result) == [(2, "rate_pct", "79", "")]


def test_a_removed_row_is_not_changed() -> None:
    result = grid(seen_of(KIM, CUSI), {(2, "arm"): "x"}, removed=[2])
    assert counts(result) == (0, 0, 1, 0)


def test_a_ragged_row_is_mended_in_a_grid() -> None:
    seen = dataset_of(file_of(KIM, CUSI) + b"Lee,a\n", "studies.csv")
    row = pd.DataFrame([KIM | {"study": "Lee"}], index=[4])
    result = compare_grid(seen, row, pd.DataFrame(), pd.Index([]))
    assert cells(result)[0] == (4, "study", "", "Lee")
    assert apply_changes(result.changes) == file_of(KIM, CUSI, KIM | {"study": "Lee"})
