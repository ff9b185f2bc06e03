"""Import damaged files: CSVs and workbooks as they are after an accident.

    python -m benchmarks.endurance.mutations [--full]

Twenty CSVs to one workbook, each with up to four things broken. The full count takes more than ten
minutes on two processors. Whatever is in a file, it is read
or refused in words: no error, and no file takes long.
"""

import io
import random
import tempfile
import time
from pathlib import Path

import openpyxl

from benchmarks.endurance.common import arguments, fork, report, require, shares, wait_for
from lib.studies.intake.import_file import import_file

ROOT = Path(__file__).parents[2]
A_BOOK = 21  # each so many-th file is a workbook
SLOW = 5.0  # seconds that no small file may take
ODD = (
    "",
    "NA",
    "15/19 (79%)",
    "#DIV/0!",
    "1e99",
    "-0",
    "12-Oct",
    "=1+1",
    "n=40",
    "Total",
    "\u0663",
)


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 2_000, 105_000, "files"), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        children = [
            fork(lambda part=part: _import_all(folder, part, asked.seed))  # type: ignore[misc]
            for part in shares(asked.count)
        ]
        ended = [wait_for(child) for child in children]
        require(not any(ended), "an import failed")
        slowest = max(float(file.read_text()) for file in folder.iterdir())
    books = len(range(0, asked.count, A_BOOK))
    what = f"{asked.count - books:,} mutated CSVs and {books:,} workbooks"
    report(f"{what}: 0 errors, slowest {slowest:.2f} s", started)


def _import_all(folder: Path, part: range, seed: int) -> None:
    slowest = 0.0
    for place in part:
        chance = random.Random(f"{seed} {place}")
        name, data = _book(chance) if place % A_BOOK == 0 else _text(chance)
        start = time.monotonic()
        try:
            import_file(data, name)
        except Exception as error:
            raise RuntimeError(f"--seed {seed}, file {place}, {name}: {data!r}") from error
        slowest = max(slowest, time.monotonic() - start)
        require(slowest < SLOW, f"--seed {seed}, file {place} took {slowest:.1f} s")
    (folder / str(part.start)).write_text(str(slowest))


def _rows(chance: random.Random) -> list[list[str]]:
    lines = (ROOT / "data" / "studies.csv").read_text("utf-8").splitlines()
    rows = [line.split(",")[:10] for line in chance.sample(lines[1:], 4)]
    rows.insert(0, lines[0].split(",")[:10])
    for _ in range(chance.randint(1, 4)):
        _break(rows, chance)
    return rows


def _break(rows: list[list[str]], chance: random.Random) -> None:
    row = chance.choice(rows)
    at = chance.randrange(len(row)) if row else 0
    match chance.randrange(6):
        case 0:
            row[at : at + 1] = [chance.choice(ODD)]
        case 1:
            del row[at : at + 1]
        case 2:
            row.insert(at, chance.choice(ODD))
        case 3:
            chance.shuffle(rows)
        case 4:
            rows.append(list(row))
        case 5:
            rows.insert(0, [chance.choice(ODD)])


def _text(chance: random.Random) -> tuple[str, bytes]:
    separator = chance.choice(",,,;\t")
    data = bytearray("\n".join(map(separator.join, _rows(chance))).encode())
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 3))
    return "damaged.csv", bytes(data)


def _book(chance: random.Random) -> tuple[str, bytes]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in _rows(chance):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    data = bytearray(written.getvalue())
    if chance.random() < 0.5:
        data[chance.randrange(len(data))] = chance.randrange(256)
    return "damaged.xlsx", bytes(data)


if __name__ == "__main__":
    main()
