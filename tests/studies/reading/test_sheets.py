import io
import random

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.reading.delimited import encoding
from lib.studies.reading.delimited.encoding import ENCODINGS
from lib.studies.reading.grid import FIND_OUT, Grid, SheetFile, TextFormat
from lib.studies.reading.sheets import read_sheets
from tests.studies.reading.workbooks import test_old_excel, test_open_document
from tests.thoroughness import examples

HEADER = ["study", "arm", "months", "rate_pct"]
ROW = ["Kim 2010", "Sugar", "15", "58.7"]


def workbook() -> bytes:
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    made.active.append(ROW)
    made.active.merge_cells("A2:A3")
    made.active.row_dimensions[2].hidden = True
    made.active["E2"] = "=1+1"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TEXT = "\n".join(map(",".join, [HEADER, ROW, ["Müller 2001", '"Sugar, ""brown"""', "3", "79"]]))
ALIGNED = "study     arm     months  rate_pct\nKim 2010  Sugar       15      58.7\n"
FILES = {
    "CSV": TEXT.encode(),
    "Excel workbook": workbook(),
    "old Excel workbook": test_old_excel.SMALL,
    "OpenDocument spreadsheet": test_open_document.saved(test_open_document.SHEET),
    "HTML table": b"<table><tr><td>study<th colspan=2>arm</table>",
    "Markdown table": b"| study | arm |\n|---|---|\n| Kim 2010 | Sugar |\n",
    "space-aligned text": ALIGNED.encode(),
    "tab-separated text": TEXT.replace(",", "\t").encode("utf-16"),
    "pipe-separated text": b"study|arm\nKim 2010|Sugar\n",
}


def grid(text: str, how: TextFormat = FIND_OUT) -> Grid:
    return read_sheets(text.encode(), how=how).sheets[0].grid


def rules(file: SheetFile) -> list[str]:
    return [finding.rule.name for finding in file.findings]


def said(file: SheetFile) -> str:
    finding = file.findings[-1]
    return f"{finding.rule.says} {finding.rule.fix}".format_map(finding.facts(0))


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_known_by_its_content(kind: str) -> None:
    file = read_sheets(FILES[kind], "C:\\data\\wrong.name")
    assert (file.name, file.kind, file.findings) == ("wrong.name", kind, ())
    assert file.sheets[0].grid.row_texts(0)[0] == "study"


def test_rows_of_a_text_are_as_long_as_the_grid_and_tell_their_length() -> None:
    held = grid("# made by hand\n\nstudy,arm,n\nKim,a,1\nLee,b\n,,\nNote: x\nCho,c,3,,\nSo,d,4\n")
    assert (held.width, held.usual, held.count) == (3, 3, 7)
    assert held.rows.tolist() == [1, 3, 4, 5, 7, 8, 9]
    assert held.lengths == {1: 1, 5: 2, 7: 1, 8: 5}
    assert held.row_texts(3) == ["Lee", "b", ""]
    assert (held.length(4), held.length(5)) == (3, 2)
    assert (held.position(5), held.position(6), held.position(99)) == (3, None, None)
    assert {column.type for column in held.columns} == {pa.large_string()}


@pytest.mark.parametrize(
    "above", ["Table 2. Response\nBy reviewer 1\n", "# one, two, three\n", "\n"]
)
def test_lines_above_a_table_do_not_mislead(above: str) -> None:
    held = grid(f"{above}Studie;Anteil\nKim;58,7\nLee;49,5\n")
    assert held.head(9)[-3:] == [
        (above.count("\n") + row, cells)
        for row, cells in enumerate([["Studie", "Anteil"], ["Kim", "58,7"], ["Lee", "49,5"]], 1)
    ]


def test_the_first_line_or_the_reader_may_name_the_separator() -> None:
    assert grid("sep=|\na,b|c\n1,2|3\n").head(1) == [(1, ["a,b", "c"])]
    assert grid("a;b,c\n1;2,3\n", TextFormat(separator=",")).row_texts(0) == ["a;b", "c"]
    assert grid("a b c\n1 2 3\n", TextFormat(separator=" ")).row_texts(0) == ["a", "b", "c"]


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_reader_may_name_the_encoding(name: str) -> None:
    file = read_sheets("study,arm\nKim,a\n".encode(name), how=TextFormat(encoding=name))
    assert (file.encoding, file.sheets[0].grid.row_texts(1)) == (name, ["Kim", "a"])


def test_other_letters_are_read_with_the_encoding_that_is_named() -> None:
    data = "study,arm\nMölln,ø\n".encode("cp850")
    assert read_sheets(data).sheets[0].grid.row_texts(1) != ["Mölln", "ø"]
    file = read_sheets(data, how=TextFormat(encoding="cp850"))
    assert file.sheets[0].grid.row_texts(1) == ["Mölln", "ø"]
    assert file.findings == ()


@pytest.mark.parametrize("name", ["utf-8", "shift_jis", "no-such"])
def test_a_wrong_encoding_is_refused_in_plain_words(name: str) -> None:
    file = read_sheets(b"study,arm\nM\xfcller\xff,a\n", how=TextFormat(encoding=name))
    assert (rules(file), file.sheets) == (["other_encoding"], ())


def test_windows_1252_is_told_unless_a_page_says_so() -> None:
    file = read_sheets("study,arm\nMüller,a\n".encode("cp1252"))
    assert (rules(file), file.encoding) == (["windows_1252"], "windows-1252")
    page = "<meta charset='iso-8859-2'><table><tr><td>Łódź</td></tr></table>"
    file = read_sheets(page.encode("iso-8859-2"))
    assert (rules(file), file.encoding) == ([], "iso-8859-2")
    assert file.sheets[0].grid.row_texts(0) == ["Łódź"]


def test_apostrophes_of_our_downloads_are_taken_off() -> None:
    file = read_sheets(b"study,note\nKim,'=1+1\nLee,it's\nCho,'quoted\n")
    assert file.sheets[0].grid.columns[1].to_pylist() == ["note", "=1+1", "it's", "'quoted"]
    assert file.notes == (
        "1 text that would run as a formula had an apostrophe in front, taken off.",
    )


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (b"", "empty", "empty"),
        (b" \n ,\n", "empty", "empty"),
        (b'study,arm\n"Kim,a\n', "quotes", "never closed"),
        (b"study,arm\nKi\0m,a\n", "not_text", "NUL"),
        (b"%PDF-1.7", "not_text", "Copy the table into a spreadsheet"),
        (b"\x89PNG\r\n", "not_text", "picture"),
        (b"\x1f\x8b\x08", "not_text", "Unpack it first"),
        (b"PAR1", "not_text", "Parquet"),
        (b"$FL2@(#) SPSS DATA FILE", "not_text", "SPSS"),
        (b'[{"study": "Kim"}]\n', "not_text", "JSON"),
        (b"<table><tr><td> </td></tr></table>", "empty", "empty"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "not_text", "Word"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "workbook_locked", "pass"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook_broken", "damaged"),
        (b"PK\x03\x04", "workbook_broken", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(data: bytes, rule: str, words: str) -> None:
    file = read_sheets(data, "x.csv")
    assert (rules(file), file.sheets, file.kind) == ([rule], (), "")
    assert words in said(file)


def test_a_workbook_without_a_cell_is_refused() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    assert rules(read_sheets(out.getvalue())) == ["workbook_empty"]


def test_a_file_is_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "MOST_FILE_MEGABYTES", 0)
    assert rules(read_sheets(TEXT.encode())) == ["too_large"]


def assert_whole(file: SheetFile) -> None:
    """A file is refused with a reason, or its grids are in order."""
    assert file.sheets or file.findings
    for held in (sheet.grid for sheet in file.sheets):
        assert {len(column) for column in held.columns} <= {held.count}
        assert not any(column.null_count for column in held.columns)
        assert sorted(set(held.rows.tolist())) == held.rows.tolist()
        assert held.lengths.keys() <= set(held.rows.tolist())
        assert all(any(text.strip() for text in cells) for _, cells in held.head(5))


def test_an_old_workbook_at_which_its_reader_panics_is_damaged() -> None:
    data = bytearray(FILES["old Excel workbook"])
    data[76:512] = b"\xff" * 436  # no sector says where the others are
    assert rules(read_sheets(bytes(data))) == ["workbook_broken"]


@examples(200)
@given(st.sampled_from(sorted(FILES)), st.randoms(use_true_random=False))
def test_damaged_files_are_read_or_refused(kind: str, chance: random.Random) -> None:
    data = bytearray(FILES[kind])
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(data) or 1)
        if not data or chance.random() < 0.3:
            data[place : place + chance.randint(1, 9)] = data[: chance.randint(0, 9)]
        else:
            data[place] = chance.randrange(256)
    assert_whole(read_sheets(bytes(data)))


@examples(200)
@given(st.text(alphabet="ab1 ,;|\t\n\r\"'#-+<>=é", max_size=80), st.sampled_from([*",;\t| ", None]))
def test_any_text_is_read_or_refused(text: str, separator: str | None) -> None:
    assert_whole(read_sheets(text.encode(), how=TextFormat(separator=separator)))


@examples(200)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert_whole(read_sheets(data))
