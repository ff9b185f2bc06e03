import datetime
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from lib.progress import silent
from lib.studies.reading.grid import Grid, Merge
from lib.studies.reading.workbooks.excel import read_excel
from lib.studies.reading.workbooks.refusals import FORMULA_UNSAVED
from lib.studies.reading.workbooks.sheet_layout import column_number, read_layout, split_raised

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def raised(text: str) -> TextBlock:
    return TextBlock(InlineFont(vertAlign="superscript"), text)


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def grid(made: openpyxl.Workbook) -> Grid:
    return read_excel(saved(made), silent)[0].grid


def with_shared_strings(data: bytes) -> bytes:
    """The workbook with its texts in a part of their own, as Excel writes them."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    items = [f"<si>{text}</si>" for text in re.findall(r"<is>(.*?)</is>", parts[sheet])]
    pieces = re.split(r"<is>.*?</is>", parts[sheet].replace('t="inlineStr"', 't="s"'))
    numbered = (f"{piece}<v>{number}</v>" for number, piece in enumerate(pieces[:-1]))
    parts[sheet] = "".join(numbered) + pieces[-1]
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHARED}"/>'
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace("</Types>", f"{override}</Types>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def rich_book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.append(["study", CellRichText("Rate (%)", raised("a")), "40¹"])
    made.active.append([CellRichText(raised("all of it")), CellRichText("40", raised("1")), 3])
    return made


@pytest.mark.parametrize("change", [bytes, with_shared_strings], ids=["inline", "shared"])
def test_superscripts_are_taken_off(change: Callable[[bytes], bytes]) -> None:
    held = read_excel(change(saved(rich_book())), silent)[0].grid
    assert held.head(2) == [(1, ["study", "Rate (%)", "40¹"]), (2, ["all of it", "40", "3"])]
    assert held.marks == {(1, 1): "a", (2, 1): "1"}


def test_merged_and_hidden_cells() -> None:
    made = openpyxl.Workbook()
    for _ in range(4):
        made.active.append(["x", "y", "z"])
    made.active.merge_cells("A2:B3")
    made.active.row_dimensions[4].hidden = True
    made.active.column_dimensions["C"].hidden = True
    held = grid(made)
    assert held.merged == (Merge(2, 3, 0, 1),)
    assert (held.hidden_rows, held.hidden_columns) == ({4}, {2})
    assert held.row_texts(3) == ["x", "y", "z"]


def test_dates_are_iso_and_known_as_dates() -> None:
    made = openpyxl.Workbook()
    made.active.append(["12-15", datetime.date(2024, 12, 15), datetime.time(3, 4)])
    held = grid(made)
    assert held.row_texts(0) == ["12-15", "2024-12-15", "03:04:00"]
    assert held.dates == {(1, 1)}


def test_a_formula_without_a_result_has_its_place() -> None:
    made = openpyxl.Workbook()
    made.active.append(["x", "=1+1"])
    made.active["C3"] = "=B1"
    assert grid(made).findings == {(1, 1): FORMULA_UNSAVED, (3, 2): FORMULA_UNSAVED}
    assert grid(made).rows.tolist() == [1]


def test_cells_without_a_reference_follow_each_other() -> None:
    cells = b"<c r='D1'><f>1</f></c><c><f>2</f><v>2</v></c><c t='str'><f/></c><c><f/></c>"
    layout = read_layout(io.BytesIO(b"<sheetData><row><c/>" + cells + b"</row></sheetData>"))
    assert layout.unsaved == [(1, 3), (1, 6)]


def test_a_document_type_is_refused() -> None:
    with pytest.raises(ValueError, match="document type"):
        read_layout(io.BytesIO(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"))


def test_columns_are_numbered_from_their_letters() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]


def test_a_text_wholly_above_the_line_is_no_mark() -> None:
    assert split_raised([(True, "a"), (False, " ")]) == (" a", "")
