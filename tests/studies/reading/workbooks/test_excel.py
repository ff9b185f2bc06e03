import datetime
import io
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.intake.import_file import Import, import_file
from lib.studies.intake.instructions import Instructions
from lib.studies.reading import limits
from lib.studies.reading.workbooks import excel, refusals, zip_limits
from lib.studies.validation.validate import check_text

HEADER = ["study", "arm", "months", "rate_pct", "note"]
ROW = ["Kim 2010", "Sugar", 15, 58.7, None]
OTHER = ["Kim 2010", "Sugar", 3, 79, None]
THIRD = ["Kim 2010", "Sugar", 6, 63, None]
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: list[Any], **others: list[list[Any]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "Data"
    for row in rows:
        made.active.append(row)
    for title, cells in others.items():
        sheet = made.create_sheet(title)
        for row in cells:
            sheet.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    held = parts(data)
    return zipped({**held, name: change(held[name])})


def with_sheet(rows: str) -> bytes:
    xml = f"<worksheet xmlns='{NAMESPACE}'><sheetData>{rows}</sheetData></worksheet>"
    return with_part(SMALL, SHEET, lambda _: xml.encode())


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SMALL = saved(book(HEADER, ROW))


def rules(data: bytes) -> list[str]:
    return [finding.rule.name for finding in import_file(data).text.findings]


def column(brought: Import, name: str) -> list[str]:
    return brought.text.cells[name].tolist()


def test_cells_read_as_a_reader_sees_them() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", 15.0, 0.79, True], ["Kim 2010", "Sugar", 6, 79, None])
    made.active["D2"].number_format = "0%"
    made.active["D3"].number_format = "0.0"
    made.active["E3"] = "#DIV/0!"
    brought = import_file(saved(made))
    assert column(brought, "months") == ["15", "6"]
    assert column(brought, "rate_pct") == ["79", "79.0"]
    assert column(brought, "note") == ["TRUE", "#DIV/0!"]


def test_a_line_break_written_by_excel_is_one() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", 15, 58.7, "one_x000D_\ntwo_x000D_three"])
    assert column(import_file(saved(made)), "note") == ["one\ntwo\nthree"]


def test_months_that_became_a_date_are_told_as_such() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", datetime.date(2026, 6, 3), 58.7, None])
    problems = check_text(import_file(saved(made)).text).problems
    assert problems["rule"].tolist() == ["date"]
    assert problems["message"].tolist() == [
        "'2026-06-03' is a date, not a number. It may have been 6/3 or 3/6, or 6-3 or 3-6."
    ]


def test_a_time_of_day_is_kept() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", 15, 58.7, datetime.datetime(2026, 6, 3, 12, 30)])
    assert column(import_file(saved(made)), "note") == ["2026-06-03 12:30:00"]


def test_a_date_beyond_all_dates_gives_no_warning() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", 15, 58.7, 1e10])
    made.active["E2"].number_format = "yyyy-mm-dd"
    assert column(import_file(saved(made)), "note") == ["#VALUE!"]


def test_one_of_several_sheets_is_asked_for_and_the_others_are_said() -> None:
    made = book(["About these data", "2026"], More=[HEADER, ROW], Rest=[HEADER, ROW])
    brought = import_file(saved(made))
    (question,) = brought.questions
    assert [choice.value for choice in question.choices] == ["More", "Rest", "all"]
    brought = import_file(saved(made), said=Instructions(answers={"sheet": "More"}))
    assert column(brought, "study") == ["Kim 2010"]
    assert brought.notes == ("Sheet 'More' was read.", "Sheets not read: 'Data' and 'Rest'.")


def test_a_hidden_sheet_is_read_only_if_no_other_has_the_table() -> None:
    made = book(HEADER, ROW, Rest=[HEADER, ["Lee 2001", "Sugar", 3, 50, None]])
    made.active.sheet_state = "hidden"
    assert column(import_file(saved(made)), "study") == ["Lee 2001"]
    made["Rest"].delete_rows(1, 2)
    said = ("Sheet 'Data', which is hidden, was read.", "Sheet not read: 'Rest'.")
    assert import_file(saved(made)).notes == said


def test_rows_above_the_header_are_skipped_and_said() -> None:
    brought = import_file(saved(book(["Responses", "2026"], [], HEADER, ROW, [], OTHER)))
    assert brought.text.cells.index.tolist() == [4, 6]
    assert brought.notes == ("The header was found in row 3; 1 line above it was not read.",)


def test_a_table_of_unknown_headers_is_read_too() -> None:
    assert list(import_file(saved(book(["Title"], ["a", "b"], [1, 2]))).text.cells) == ["a", "b"]


def test_formatted_cells_without_content_are_nothing() -> None:
    made = book(HEADER, ROW)
    made.active.cell(5000, 600).number_format = "0.0"
    brought = import_file(saved(made))
    assert brought.text.cells.shape == (1, 5)
    assert brought.text.findings == ()


def test_remarks_beside_the_table_are_set_aside_and_numbers_kept_under_their_letter() -> None:
    brought = import_file(saved(book(HEADER, ROW, OTHER, [*THIRD, None, "aside"])))
    assert [(aside.row, aside.text) for _, aside in brought.set_aside] == [(4, "aside")]
    brought = import_file(saved(book(HEADER, ROW, [*OTHER, None, 7])))
    assert column(brought, "column G") == ["", "7"]


def test_a_formula_without_a_saved_value_is_told_in_its_cell() -> None:
    made = book(HEADER, ROW, ["Kim 2010", "Sugar", "=3+3", 50, None])
    checked = check_text(import_file(saved(made)).text)
    problem = checked.problems.set_index("rule").loc["formula_unsaved"]
    assert (problem["row"], problem["column"]) == (3, "months")
    assert "save it" in problem["fix"]
    assert checked.rows.index.tolist() == [2]


def test_a_workbook_of_unsaved_formulas_only_says_so() -> None:
    brought = import_file(saved(book(HEADER, ["=A1"] * 4)))
    assert rules(saved(book(HEADER, ["=A1"] * 4))) == ["header_only"]
    assert brought.notes == ("4 formulas without a saved result read as blank.",)


def test_a_saved_value_stands_for_its_formula() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", "=5+10", 58.7, "=TRIM(A9)"])

    def kept(xml: bytes) -> bytes:
        # Written with a blank inside or not, or as a pair, by the parser that is installed.
        number = re.sub(rb"<f>5\+10</f><v ?(/>|></v>)", b"<f>5+10</f><v>15</v>", xml)
        return number.replace(b'r="E2"', b'r="E2" t="str"')

    brought = import_file(with_part(saved(made), SHEET, kept))
    assert (column(brought, "months"), column(brought, "note")) == (["15"], [""])
    assert brought.text.findings == ()


def test_decimals_that_are_not_shown_are_said() -> None:
    made = book(HEADER, ["Kim 2010", "Sugar", 15, 58.74, None])
    made.active["D2"].number_format = "0.0"
    said = "1 number read as shown, with fewer decimals than the cell holds."
    assert import_file(saved(made)).notes == (said,)


def test_long_workbooks_tell_how_far_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_BATCH", 2)
    monkeypatch.setattr(excel, "_PROGRESS_ROWS", 4)
    steps: list[str] = []
    import_file(saved(book(HEADER, *[ROW] * 8)), step=steps.append)
    assert steps[:3] == [f"Reading the workbook{rows}" for rows in ("", ": 4 rows", ": 8 rows")]


def test_pieces_of_different_widths_are_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_BATCH", 1)
    brought = import_file(saved(book(HEADER, ROW[:2], [*ROW, 7], OTHER)))
    assert column(brought, "column F") == ["", "7", ""]
    assert column(brought, "months") == ["", "15", "3"]


def test_no_more_rows_and_columns_than_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS_MOST", 1)
    assert rules(SMALL) == []
    assert rules(saved(book(HEADER, ROW, [], OTHER))) == ["too_many_rows"]
    monkeypatch.setattr(limits, "COLUMNS_MOST", 4)
    assert rules(SMALL) == ["too_many_columns"]


def test_a_workbook_is_no_larger_than_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST_FILE_MEGABYTES", 0)
    assert rules(SMALL) == ["too_large"]


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_limits, "MOST_UNPACKED_MEGABYTES", 1)
    bomb = zipped({**parts(SMALL), "xl/media/image1.png": bytes(1_000_000)})
    assert rules(SMALL) == []
    assert rules(bomb) == ["workbook_too_large"]


def lying(data: bytes, name: str, size: int) -> bytes:
    """The zip file with another uncompressed size declared for one part."""
    told = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo(name).header_offset
    struct.pack_into("<I", told, local + 22, size)
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    struct.pack_into("<I", told, central + 24, size)
    return bytes(told)


def test_sizes_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_limits, "MOST_UNPACKED_MEGABYTES", 1)
    bomb = zipped({**parts(SMALL), "xl/media/image1.png": bytes(5_000_000)})
    assert rules(lying(bomb, "xl/media/image1.png", 100)) == ["workbook_too_large"]
    assert rules(lying(SMALL, SHEET, 100)) == ["workbook_broken"]


def test_other_ways_of_packing_are_refused() -> None:
    assert rules(zipped(parts(SMALL), zipfile.ZIP_BZIP2)) == ["workbook_broken"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_bomb_of_entities_is_refused_unread(codec: str) -> None:
    doctype = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>]>"
    bomb = with_part(SMALL, SHEET, lambda xml: doctype.encode(codec) + xml)
    assert rules(bomb) == ["workbook_broken"]


def test_few_bytes_cannot_ask_for_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_PLACES_MOST", 100_000)
    header = "".join(f"<c t='str'><v>{name}</v></c>" for name in HEADER)
    start = f"<row r='1'>{header}</row>"
    assert rules(with_sheet(start + "<row r='9000000000'><c><v>1</v></c></row>")) == [
        "workbook_broken"
    ]
    far = "".join(f"<row r='{row}'><c r='XFD{row}'/></row>" for row in range(2, 20))
    assert rules(with_sheet(start + far)) == ["workbook_broken"]


@pytest.mark.parametrize(
    ("data", "rule", "reason"),
    [
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "not_a_workbook", "Word"),
        (zipped({"mimetype": b"", "content.xml": b""}), "not_a_workbook", "OpenDocument"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "not_a_workbook", "xlsb"),
        (zipped({"studies.csv": b"study,arm"}), "not_a_workbook", "zip file"),
        (zipped({}), "not_a_workbook", "zip file"),
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b""}), "workbook_broken", ""),
        (SMALL[: len(SMALL) // 2], "workbook_broken", ""),
        (b"PK\x03\x04", "workbook_broken", ""),
        (with_part(SMALL, SHEET, lambda xml: xml[:200]), "workbook_broken", ""),
        (with_part(SMALL, "xl/workbook.xml", lambda _: b"<workbook/>"), "workbook_empty", ""),
        (saved(book()), "workbook_empty", ""),
        (saved(book(HEADER)), "header_only", ""),
        (
            b"\xd0\xcf\x11\xe0" + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
            "workbook_locked",
            "",
        ),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "workbook_broken", ""),
    ],
)
def test_what_is_no_readable_workbook_is_refused_with_its_reason(
    data: bytes, rule: str, reason: str
) -> None:
    checked = check_text(import_file(data).text)
    assert checked.problems["rule"].tolist() == [rule]
    assert reason in checked.refused
    assert checked.refused


def test_a_column_of_words_is_no_table_of_studies() -> None:
    assert import_file(saved(book(["Title"], ["x"]))).checked.refused.startswith("There is no col")


def test_a_second_column_of_the_same_meaning_is_kept_and_proposed() -> None:
    brought = import_file(saved(book([*HEADER, "Study"], [*ROW, "x"])))
    second = brought.tables[0].proposals["Study"]
    assert (second.why, second.is_certain) == ("Another column is read as 'study' already.", False)
    assert (column(brought, "study"), column(brought, "Study")) == (["Kim 2010"], ["x"])


def test_a_workbook_with_macros_is_one_too() -> None:
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    data = with_part(SMALL, "[Content_Types].xml", lambda xml: xml.replace(plain, macros))
    assert column(import_file(data), "study") == ["Kim 2010"]


@given(st.data())
def test_no_damage_makes_a_workbook_raise(data: st.DataObject) -> None:
    damaged = bytearray(SMALL[: data.draw(st.integers(0, len(SMALL)) | st.just(len(SMALL)))])
    for place in data.draw(st.lists(st.integers(0, len(SMALL) - 1), max_size=3)):
        if place < len(damaged):
            damaged[place] ^= data.draw(st.integers(1, 255))
    text = import_file(bytes(damaged)).text
    assert len(text.cells) or text.findings


PART = st.sampled_from(sorted(parts(SMALL)))


@given(PART, st.data())
def test_no_damage_within_a_part_does_either(name: str, data: st.DataObject) -> None:
    def damage(xml: bytes) -> bytes:
        start = data.draw(st.integers(0, len(xml)))
        end = data.draw(st.integers(start, min(len(xml), start + 40)))
        middle = data.draw(st.sampled_from([b"", b"0", b"-1", b"nan", b"1e999", b"<f>", b"A" * 9]))
        return xml[:start] + middle + xml[end:]

    text = import_file(with_part(SMALL, name, damage)).text
    assert len(text.cells) or text.findings
