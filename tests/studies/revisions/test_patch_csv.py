import csv
import io
from contextlib import suppress
from dataclasses import dataclass, replace

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lib.studies.dataset import Dataset, dataset_of, no_dataset
from lib.studies.reading.text_table import read_text
from lib.studies.revisions import patch_csv, raw_records
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.revisions.raw_records import split_records
from lib.studies.schema import COLUMNS

SMALL = b'study,arm,rate,note\nKim 2010,Sugar,79.0,"two\nlines"\n\nCusi 2010,Sugar,76,\n'
TYPED = st.text(alphabet="ab\"',;\t\r\n é", max_size=6)
# As a cell may be written: plain, in quotes, and with marks only the careful parser reads.
PLAIN = st.text(alphabet="ab' é", max_size=4)
QUOTED = TYPED.map(lambda text: '"' + text.replace('"', '""') + '"')
STRAY = st.sampled_from([' "a"', 'a"b', "a'b"])
Cells = dict[int, dict[str, str]]
NO_DATASET = no_dataset("studies.csv", "No such file")
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@dataclass(frozen=True)
class File:
    data: bytes
    delimiter: str


@st.composite
def files(draw: st.DrawFn) -> File:
    delimiter = draw(st.sampled_from(",;\t"))
    cell = st.one_of(PLAIN, QUOTED, STRAY) if draw(st.booleans()) else st.one_of(PLAIN, QUOTED)
    width = st.one_of(st.just(4), st.just(4), st.just(4), st.integers(0, 6))
    # What stands beyond the header is no blank, or the row would not be ragged.
    records = [
        draw(st.lists(cell, min_size=count, max_size=count)) + ["z"] * (count > 4)
        for count in draw(st.lists(width, min_size=1, max_size=7))
    ]
    header = ["study", "arm", "x", draw(st.sampled_from(["note", '"a\nb"']))]
    end = draw(ENDS)
    text = "".join(delimiter.join(each) + end for each in [header, *records])
    told = draw(st.sampled_from(["", f"sep={delimiter}{end}"]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    bare = draw(st.booleans())
    text = text.removesuffix(end) if bare else text
    return File((mark + told + text).encode(), delimiter)


def seen_of(data: bytes) -> Dataset:
    return dataset_of(data, "studies.csv")


def unchecked(data: bytes) -> Dataset:
    """Enough to be edited, for a fraction of the time."""
    return replace(NO_DATASET, text=read_text(data), data=data)


def changes_of(seen: Dataset, changed=None, added=(), removed=(), headers=None) -> Changes:
    """Changes as cells by row and column, rows to add as dicts, and rows to remove."""
    changed = changed or {}
    rows = seen.text.cells.reindex(list(changed)).fillna("").rename_axis("row")
    for row, cells in changed.items():
        for name, cell in cells.items():
            rows[name] = rows.get(name, pd.Series("", rows.index)).astype("str")
            rows.loc[row, name] = cell
    new = pd.DataFrame(list(added), dtype="str").fillna("")
    return Changes(seen, new, rows, pd.Index(removed, dtype="int64"), headers or {})


def after(data: bytes, *arguments, **named) -> bytes:
    return apply_changes(changes_of(seen_of(data), *arguments, **named))


def refusal(changes: Changes) -> str:
    with pytest.raises(ConflictError) as refused:
        apply_changes(changes)
    return refused.value.reasons[0]


@given(files())
def test_no_changes_are_the_same_bytes(file: File) -> None:
    assert apply_changes(changes_of(unchecked(file.data))) == file.data


@given(st.text(alphabet='ab",\n\r é', max_size=40))
def test_both_ways_of_cutting_agree(text: str) -> None:
    body = text.encode()
    if raw_records.has_paired_quotes(body, ","):
        careful = raw_records._ends_by_csv(body, ",").tolist()
        assert raw_records._ends_by_quotes(body).tolist() == careful


@given(files())
def test_records_are_cut_where_the_reader_cuts_them(file: File) -> None:
    cells = read_text(file.data).cells
    records = split_records(file.data)
    width = len(cells.columns)
    for row, expected in zip(cells.index, cells.itertuples(index=False, name=None), strict=True):
        assert tuple(records.cells(row - 1)[:width]) == expected


@given(files(), st.data())
def test_edits_come_back_as_they_were_asked_for(file: File, data: st.DataObject) -> None:
    seen = unchecked(file.data)
    cells = seen.text.cells
    assume(len(cells))
    names = [*cells.columns, *data.draw(st.sampled_from([[], ["new"], ["new", 'two "words"']]))]
    rows = st.lists(st.sampled_from(cells.index.tolist()), unique=True)
    row = st.dictionaries(st.sampled_from(names), TYPED)
    changed = {each: data.draw(row) for each in data.draw(rows)}
    removed = [each for each in data.draw(rows) if each not in changed]
    added = data.draw(st.lists(row.filter(lambda each: any(map(str.strip, each.values())))))
    with suppress(ConflictError):
        result = apply_changes(changes_of(seen, changed, added, removed))
        again = read_text(result)
        assert again.cells.reindex(columns=names, fill_value="").to_numpy().tolist() == [
            [each.get(name, "") for name in names]
            for each in (*asked_for(cells, changed, removed), *added)
            if any(map(str.strip, each.values()))
        ]
        assert len(again.ragged) == len(seen.text.ragged)
        if not set(names) & set(again.cells) - set(cells):
            assert_untouched(file.data, result, {*changed, *removed})


def asked_for(cells: pd.DataFrame, changed: Cells, removed: list[int]) -> list[dict[str, str]]:
    rows = cells.to_dict("index").items()
    return [{**row, **changed.get(place, {})} for place, row in rows if place not in removed]


def assert_untouched(before: bytes, after: bytes, touched: set[int]) -> None:
    old, rest = split_records(before), split_records(after).body
    for place, (start, end) in enumerate(zip(old.starts, old.ends, strict=True)):
        if place + 1 not in touched:
            assert old.body[start:end] in rest
            rest = rest[rest.index(old.body[start:end]) + end - start :]


@given(st.lists(st.tuples(TYPED, TYPED), min_size=1))
def test_whatever_is_typed_comes_back(typed: list[tuple[str, str]]) -> None:
    added = [{"study": "Kim", "note": note, "mine": mine} for note, mine in typed]
    cells = read_text(apply_changes(changes_of(unchecked(SMALL), added=added))).cells.iloc[2:]
    assert cells["note"].tolist() == [note for note, _ in typed]
    mine = cells["mine"] if "mine" in cells else pd.Series("", cells.index)
    assert mine.tolist() == [text for _, text in typed]


def test_only_the_cell_that_changes_is_rewritten() -> None:
    data = b'study,arm,rate,note\r\n"Kim 2010",Sugar,79.0,"a\nb"\r\nCusi,Sugar,76,\r\n'
    assert after(data, {2: {"rate_pct": "80"}}) == data.replace(b"79.0", b"80")


def test_a_cell_is_quoted_only_where_it_needs_it() -> None:
    assert after(SMALL, {4: {"note": "a, b"}}) == SMALL.replace(b"76,", b'76,"a, b"')


def test_rows_are_removed_and_added_at_the_end() -> None:
    added = [{"study": "Lee", "rate_pct": "1"}]
    rest = b"study,arm,rate,note\n\nCusi 2010,Sugar,76,\nLee,,1,\n"
    assert after(SMALL, added=added, removed=[2]) == rest


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_keeps_its_line_end_and_gets_the_one_that_is_missing(end: str) -> None:
    data = f"study;arm{end}Kim;a".encode()
    expected = f"study;arm{end}Kim;a{end}Lee;b{end}".encode()
    assert after(data, added=[{"study": "Lee", "arm": "b"}]) == expected


def test_a_last_record_without_a_line_end_leaves_no_blank_line() -> None:
    data = b"study,arm\nKim,a\nLee,b"
    assert after(data, added=[{"study": "Cho"}], removed=[3]) == b"study,arm\nKim,a\nCho,\n"


def test_a_new_column_goes_to_the_right_of_every_record() -> None:
    data = b"study,arm\nKim,a\n\nLee\nCho,b,c\nPark,d\n"
    result = after(data, {2: {"country": "Korea"}}, headers={"country": "Country"})
    assert result == b"study,arm,Country\nKim,a,Korea\n\nLee,\nCho,b,,c\nPark,d,\n"


def test_a_ragged_row_does_not_come_to_mean_a_new_column() -> None:
    data = b"study,arm\nKim,a\nLee,b\nCho,b,c\n"
    assert list(read_text(after(data, {2: {"country": "Korea"}})).ragged) == [4]


def test_blank_cells_beyond_the_header_stay_there() -> None:
    result = after(b"study,arm\nKim,a,,\nLee,b,\n", {3: {"country": "Korea"}})
    assert result == b"study,arm,country\nKim,a,,,\nLee,b,Korea,\n"


def test_a_new_column_that_holds_nothing_is_none() -> None:
    assert after(SMALL, {2: {"country": "", "rate_pct": "80"}}) == SMALL.replace(b"79.0", b"80")


def test_a_ragged_row_can_be_mended_and_removed() -> None:
    data = b"study,arm\nKim,a\nLee,b\nCho\nPark\n"
    assert after(data, {4: {"study": "Cho", "arm": "c"}}, removed=[5]) == (
        b"study,arm\nKim,a\nLee,b\nCho,c\n"
    )


def test_a_column_without_a_name_can_be_filled() -> None:
    result = after(b"study,arm,\nKim,a,\n", {2: {"column C": "x"}})
    assert result == b"study,arm,\nKim,a,x\n"


@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_another_encoding_becomes_utf8(codec: str) -> None:
    data = "study,arm\nMüller,a\n".encode(codec)
    assert after(data) == data
    assert after(data, {2: {"arm": "b"}}) == "\ufeffstudy,arm\nMüller,b\n".encode()


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_starts_with_every_column(data: bytes) -> None:
    result = after(data, added=[{"study": "Kim", "country": "Korea"}])
    header, row = csv.reader(io.StringIO(result.decode()))
    assert header == [*(column.name for column in COLUMNS), "country"]
    assert (row[0], row[-1], len(row)) == ("Kim", "Korea", len(header))


def test_a_file_that_is_not_there_is_made() -> None:
    changes = changes_of(NO_DATASET, added=[{"study": "Kim"}])
    assert apply_changes(changes).startswith(b"study,year,")


def test_a_header_alone_takes_rows() -> None:
    added = [{"arm": "a", "study": "Kim", "rate_pct": "5", "country": ""}]
    assert after(b"Study;Arm;Rate", added=added) == b"Study;Arm;Rate\nKim;a;5\n"


@pytest.mark.parametrize("data", [b"study,arm,Study\nKim,a,b\n", b"study,arm,Study\n", b"%PDF"])
def test_a_file_that_is_no_table_takes_nothing(data: bytes) -> None:
    changes = changes_of(seen_of(data), added=[{"study": "Kim"}])
    assert refusal(changes).startswith(
        "Nothing can be changed in studies.csv until this is corrected:"
    )


def test_a_header_that_would_mislead_the_reader_is_led_by_the_separator() -> None:
    data = b"a,b\n1,2\n"
    result = after(data, {2: {"x;study;arm;months": "3"}})
    assert result.startswith(b"sep=,\n")
    assert read_text(result).cells.iloc[0].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("a\0b", "NUL"), ("a" * 200_000, "131,072 characters")],
)
def test_a_cell_that_would_make_the_file_unreadable_is_refused(cell: str, reason: str) -> None:
    assert reason in refusal(changes_of(seen_of(SMALL), {2: {"note": cell}}))


def test_what_is_too_large_to_be_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = changes_of(seen_of(SMALL), added=[{"study": "Kim", "new": "1"}])
    for limit, reason in {
        "ROWS_MOST": "rows",
        "COLUMNS_MOST": "columns",
        "MOST_FILE_MEGABYTES": "MB",
    }.items():
        with monkeypatch.context() as small:
            small.setattr(patch_csv, limit, 0)
            assert f"more than 0 {reason}" in refusal(changes)


def test_a_new_column_of_the_schema_is_named_by_the_schema():
    seen = dataset_of(b"study,months,rate\nKim 2010,15,58.7\n", "a.csv")
    added = pd.DataFrame({"study": ["Lee"], "arm": ["Drug"], "months": ["3"], "colour": ["red"]})
    headers = {"arm": "Grp", "colour": "Col."}
    changes = Changes(seen, added, seen.text.cells.head(0), seen.text.cells.index[:0], headers)
    assert apply_changes(changes).splitlines()[0] == b"study,months,rate,arm,Col."
