"""Field files with something broken: what people's files look like after an accident."""

import io
import random
from collections.abc import Sequence
from pathlib import Path

import openpyxl

FIELD = Path(__file__).parents[2] / "data" / "field"
FILES = sorted(path for path in FIELD.iterdir() if path.suffix != ".json")
ODD = [
    "",
    "NA",
    "15/19 (79%)†",
    "#DIV/0!",
    "1e99",
    "-0",
    "12-Oct",
    "=1+1",
    "n=40",
    "٣",
    "\x00",
    "Total",
]


def mutate(seed: int | str, files: Sequence[Path] = FILES) -> tuple[str, bytes]:
    """A name and the bytes of one of some field files in which several things were changed."""
    chance = random.Random(seed)
    path = chance.choice(files)
    data = path.read_bytes()
    for _ in range(chance.randint(1, 4)):
        if path.suffix == ".xlsx" and chance.random() < 0.8:
            data = in_workbook(data, chance)
        elif path.suffix in (".csv", ".txt") and chance.random() < 0.8:
            data = in_text(data, chance)
        else:
            data = in_bytes(data, chance)
    return path.name, data


def in_bytes(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    held = bytearray(data)
    at = chance.randrange(len(held))
    match chance.randrange(4):
        case 0:
            held[at] = chance.randrange(256)
        case 1:
            del held[at : at + chance.randint(1, 20)]
        case 2:
            held[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 5)))
        case 3:
            held[at:at] = held[at : at + chance.randint(1, 40)]
    return bytes(held)


def in_text(data: bytes, chance: random.Random) -> bytes:
    lines = data.decode("utf-8", "replace").split("\n")
    separator = chance.choice([",", ",", ",", ";", "\t"])
    return "\n".join(
        separator.join(row) for row in in_rows([line.split(",") for line in lines], chance)
    ).encode()


def in_workbook(data: bytes, chance: random.Random) -> bytes:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception:  # an earlier change has damaged it
        return in_bytes(data, chance)
    if not book.worksheets:  # an earlier change hides them from openpyxl
        return in_bytes(data, chance)
    sheet = chance.choice(book.worksheets)
    at = chance.randint(1, sheet.max_row + 1), chance.randint(1, sheet.max_column + 1)
    match chance.randrange(4):
        case 0:
            sheet.delete_rows(at[0])
        case 1:
            sheet.insert_cols(at[1])
        case 2:
            sheet.row_dimensions[at[0]].hidden = True
        case 3 if not isinstance(sheet.cell(*at), openpyxl.cell.cell.MergedCell):
            sheet.cell(*at).value = chance.choice([text for text in ODD if text != "\x00"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_rows(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    """Cells swapped, deleted, doubled or odd; rows or columns shuffled, doubled or lost."""
    row = chance.choice(rows)
    at = chance.randrange(len(row))
    match chance.randrange(8):
        case 0:
            other = chance.choice(rows)
            place = chance.randrange(len(other))
            row[at], other[place] = other[place], row[at]
        case 1:
            del row[at]
        case 2:
            row.insert(at, row[at])
        case 3:
            row[at] = chance.choice(ODD)
        case 4:
            chance.shuffle(rows)
        case 5:
            order = list(range(max(map(len, rows))))
            chance.shuffle(order)
            rows = [[cells[place] for place in order if place < len(cells)] for cells in rows]
        case 6:
            rows.insert(chance.randrange(len(rows)), list(row))
        case 7:
            rows.remove(row)
    return rows or [[""]]
