"""What openpyxl does not give of a sheet that it reads row by row: merges, hidden cells, notes.

One pass over the XML of the sheet; only sheets that have such things need it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from lib.studies.reading.grid import Merge, Place

COLUMNS_OF_EXCEL = 16_384

_PIECE = 1 << 20  # bytes
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass
class SheetLayout:
    """What a sheet says besides its values.

    Attributes
    ----------
    raised
        The texts of cells without, and with only, what is in superscript or subscript; only of
        cells that hold their text themselves.
    unsaved
        Cells with a formula whose result is not saved.
    """

    merged: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    raised: dict[Place, tuple[str, str]] = field(default_factory=dict)
    unsaved: list[Place] = field(default_factory=list)


def read_layout(part: IO[bytes]) -> SheetLayout:
    """Read the XML of a sheet; ExpatError or ValueError if it is damaged."""
    return _LayoutParser().read(part)


def column_number(letters: str) -> int:
    """The number, from 0, of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def refuse_doctype(*_about: object) -> None:
    """Refuse the XML: the entities of a document type could expand to fill the memory."""
    raise ValueError("a document type is declared")


class _LayoutParser:
    def __init__(self) -> None:
        self.layout = SheetLayout()
        self._row = 0
        self._reference = ""  # of the last cell of the row that has one
        self._after = 0  # cells since then
        self._type = ""
        self._has_formula = self._has_value = self._is_raised = False
        self._runs: list[tuple[bool, str]] = []
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._start_formula,
            "is": self._start_text,
            "col": self._hide_columns,
            "mergeCell": self._add_merge,
        }
        self._inner_starts = {"v": self._expect_value, "t": self._expect_run}
        self._parser: Any = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._parser.StartElementHandler = self._start

    def read(self, part: IO[bytes]) -> SheetLayout:
        # Not by ParseFile, whose pieces are so small that it takes long over a long tag.
        while piece := part.read(_PIECE):
            self._parser.Parse(piece)
        self._parser.Parse(b"", True)
        return self.layout

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        handle = self._starts.get(tag.rpartition(":")[2])
        if handle:
            handle(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = int(float(attributes.get("r", self._row + 1)))
        self._reference, self._after = "", 0
        if _is_true(attributes.get("hidden")):
            self.layout.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._after = 0 if reference else self._after + 1
        self._reference = reference or self._reference
        self._type = attributes.get("t", "n")

    def _start_formula(self, _attributes: dict[str, str]) -> None:
        self._has_formula, self._has_value = True, False
        self._enter_cell()

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self._runs = []
        self._enter_cell()

    def _enter_cell(self) -> None:
        """Look into a cell, which few need."""
        self._parser.StartElementHandler = self._start_inner
        self._parser.EndElementHandler = self._end_inner

    def _start_inner(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "vertAlign":
            self._is_raised = attributes.get("val") in ("superscript", "subscript")
        elif name == "r":
            self._is_raised = False
        self._parser.CharacterDataHandler = self._inner_starts.get(name)

    def _end_inner(self, tag: str) -> None:
        self._parser.CharacterDataHandler = None
        if tag.rpartition(":")[2] == "c":
            self._leave_cell()

    def _leave_cell(self) -> None:
        if self._has_formula and not self._has_value and self._type != "str":
            self.layout.unsaved.append(self._place())
        if any(is_raised for is_raised, _ in self._runs):
            self.layout.raised[self._place()] = split_raised(self._runs)
        self._has_formula, self._is_raised, self._runs = False, False, []
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = None

    def _expect_value(self, _text: str) -> None:
        self._has_value = True

    def _expect_run(self, text: str) -> None:
        self._runs.append((self._is_raised, text))

    def _place(self) -> Place:
        column = _places(self._reference)[1] if self._reference else -1
        return self._row, column + self._after

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if _is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.layout.hidden_columns.update(range(first - 1, min(last, COLUMNS_OF_EXCEL)))

    def _add_merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes["ref"].partition(":")
        (top, left), (bottom, right) = _places(first), _places(last or first)
        self.layout.merged.append(Merge(top, bottom, left, right))


def _places(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(f"{reference} is no cell")
    return int(found[2]), column_number(found[1])


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


def split_raised(runs: list[tuple[bool, str]]) -> tuple[str, str]:
    """Join runs to a text, and to the mark that is in superscript or subscript.

    A text that is wholly so is no mark.
    """
    text = "".join(text for is_raised, text in runs if not is_raised)
    mark = "".join(text for is_raised, text in runs if is_raised)
    return (text, mark.strip()) if text.strip() else (text + mark, "")
