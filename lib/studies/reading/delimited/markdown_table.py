"""Tables drawn with pipes (Markdown, and what databases print) to a grid of cells."""

import re

from lib.studies.reading.grid import Grid, Place
from lib.studies.reading.stack import stack_rows

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_CELLS = re.compile(r"(?<!\\)\|")
_EMPHASIS = re.compile(r"(\*\*|__|`|\*|_)(?=\S)(.+?)(?<=\S)\1")
_RULES = frozenset(" \t:|+-=")
_FRAMED = 0.6  # of the lines; a title and footnotes stand beside the table
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_RAISED = re.compile(r"<(sup|sub)>([^<\n]*)</\1>|\^([^^\s|]{1,5})\^", re.IGNORECASE)


def is_pipe_table(text: str) -> bool:
    """Whether lines stand between pipes, or dashes and pipes rule a header off from rows."""
    lines = [line.strip() for line in _LINE_ENDS.split(text) if line.strip()]
    framed = sum(len(line) > 1 and line[0] == line[-1] == "|" for line in lines)
    return (framed > 1 and framed >= _FRAMED * len(lines)) or any(
        _is_rule(line) and ("|" in line or "+" in line) and "|" in lines[max(0, place - 1)]
        for place, line in enumerate(lines)
    )


def _is_rule(line: str) -> bool:
    return set(line) <= _RULES and ("--" in line or "==" in line)


def read_pipe_table(text: str) -> Grid:
    """Read the cells between pipes; a line without a pipe is one cell."""
    marks: dict[Place, str] = {}
    rows = [
        (row, _read_cells(line, row, marks))
        for row, line in enumerate(_LINE_ENDS.split(text), 1)
        if line.strip() and not _is_rule(line.strip())
    ]
    return stack_rows(rows, marks=marks)


def _read_cells(line: str, row: int, marks: dict[Place, str]) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [
        _read_cell(cell, (row, column), marks) for column, cell in enumerate(_CELLS.split(inner))
    ]


def _read_cell(cell: str, place: Place, marks: dict[Place, str]) -> str:
    text = _BREAK.sub("\n", cell).replace("\\|", "|").strip()
    raised = [found[2] or found[3] or "" for found in _RAISED.finditer(text)]
    rest = _RAISED.sub("", text).strip()
    if raised and rest:
        marks[place], text = "".join(raised), rest
    emphasis = _EMPHASIS.fullmatch(text)
    return emphasis[2] if emphasis else text
