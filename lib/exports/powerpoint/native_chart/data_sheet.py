"""The data sheet inside a native chart: what opens with 'Edit data'."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from lib.exports.powerpoint.clean import clean
from lib.exports.powerpoint.native_chart.native_plot import BARS, NAMES, Curve

NAME = "Data"
INTERVAL = ("Interval low", "Interval high", "Below", "Above")


@dataclass(frozen=True)
class Formula:
    """A cell that we have the sheet reckon, never from a text, and its value now."""

    text: str
    value: float


SheetCell = str | float | Formula | None


@dataclass(frozen=True)
class Refs:
    """Where a series stands on the sheet; blank for what it has not."""

    name: str
    x: str
    y: str
    below: str = ""
    above: str = ""


@dataclass
class DataSheet:
    """Rows of cells, and where each series stands among them."""

    rows: list[list[SheetCell]] = field(default_factory=list)
    refs: list[Refs] = field(default_factory=list)

    def say(self, *texts: str) -> None:
        """Say under the numbers how they were made, and what their marks mean."""
        told = [clean(" ".join(text.split())) for text in texts if text]
        self.rows += [[], *map(_alone, told)]

    def xlsx(self) -> bytes:
        """Write the workbook. Texts are texts: a name that looks like a formula never runs."""
        memory = io.BytesIO()
        book: Any = xlsxwriter.Workbook(memory, {"in_memory": True})
        # Cells that are formatted as text stay text when somebody edits them.
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(NAME)
        page.set_column(0, 0, 30)
        page.set_column(1, 12, 18)
        for y, row in enumerate(self.rows):
            for x, cell in enumerate(row):
                if isinstance(cell, Formula):
                    page.write_formula(y, x, cell.text, None, cell.value)
                elif isinstance(cell, str):
                    page.write_string(y, x, cell, text)
                elif cell is not None:
                    page.write_number(y, x, cell)
        book.close()
        return memory.getvalue()


def _alone(text: str) -> list[SheetCell]:
    return [text]


def block_sheet(curves: Sequence[Curve], axis: str) -> DataSheet:
    """Set series under one another, each a block of months, percent, interval and counts.

    Parameters
    ----------
    curves
        The series.
    axis
        What the first column holds.
    """
    sheet = DataSheet()
    for curve in curves:
        texts = "Name" if curve.kind == NAMES else "Responding / counted"
        _block(sheet, curve, axis, texts if curve.texts else "")
    return sheet


def line_sheet(lines: Sequence[Curve], headers: Sequence[str]) -> DataSheet:
    """Set the lines of a forest plot a row each; outlines with several points follow below."""
    sheet = DataSheet([[headers[0], "Value", "Place", *INTERVAL, *headers[1:]]])
    later: list[tuple[int, Curve]] = []
    ends: list[SheetCell] = []
    for line in lines:
        if len(line.x) != 1:
            later.append((len(sheet.refs), line))
            sheet.refs.append(Refs("", "", ""))
            continue
        row = len(sheet.rows) + 1
        interval = _interval(line, 0, ("B", "D", "E", row))
        ends += [
            Formula(f"={column}{row}", end)
            for column, end in zip("DE", line.ends(0) or (), strict=False)
        ]
        cells: list[SheetCell] = [
            clean(line.name),
            line.x[0],
            line.y[0],
            *interval,
            *map(clean, line.texts),
        ]
        sheet.rows.append(cells)
        sheet.refs.append(
            Refs(_at("A", row), _at("B", row), _at("C", row), *_ends(line, "FG", row))
        )
    for place, line in later:
        _block(sheet, line, "Value", "")
        sheet.refs[place] = sheet.refs.pop()
        if line.kind == BARS:
            _follow(sheet.rows[-len(line.x) :], ends)
    return sheet


def _follow(rows: Sequence[list[SheetCell]], ends: Sequence[SheetCell]) -> None:
    """Have bars follow the intervals of the rows above: two ends each, then a break."""
    for i, end in enumerate(ends):
        rows[i // 2 * 3 + i % 2][0] = end


def _block(sheet: DataSheet, curve: Curve, axis: str, counts: str) -> None:
    if sheet.rows:
        sheet.rows.append([])
    first, last = len(sheet.rows) + 2, len(sheet.rows) + 1 + len(curve.x)
    with_interval = curve.has_whiskers
    heads = [axis, clean(curve.name), *(INTERVAL if with_interval else ())]
    sheet.rows.append([*heads, *([counts] if counts else [])])
    for i, (x, y) in enumerate(zip(curve.x, curve.y, strict=True)):
        at = ("B", "C", "D", first + i)
        interval = _interval(curve, i, at) if with_interval else []
        sheet.rows.append([x, y, *interval, *([clean(curve.texts[i])] if counts else [])])
    ends = _ends(curve, "EF", first, last)
    sheet.refs.append(
        Refs(_at("B", first - 1), _at("A", first, last), _at("B", first, last), *ends)
    )


def _interval(curve: Curve, i: int, at: tuple[str, str, str, int]) -> list[SheetCell]:
    """Both ends of an interval, and how far they are from the value: edit the ends, they follow.

    `at` are the columns of the value and of both ends, and the row.
    """
    value, low, high, row = at
    ends, (reach_below, reach_above) = curve.ends(i), curve.reach(i)
    if ends is None:
        return [None] * len(INTERVAL)
    below = Formula(f"={value}{row}-{low}{row}", reach_below or 0)
    above = Formula(f"={high}{row}-{value}{row}", reach_above or 0)
    return [*ends, below, above]


def _ends(curve: Curve, columns: str, first: int, last: int = 0) -> tuple[str, ...]:
    return tuple(_at(column, first, last) for column in columns) if curve.has_whiskers else ()


def _at(column: str, first: int, last: int = 0) -> str:
    start = f"{NAME}!${column}${first}"
    return f"{start}:${column}${last}" if last else start
