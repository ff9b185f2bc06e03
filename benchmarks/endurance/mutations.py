"""Import damaged files: CSVs and workbooks as they are after an accident.

    python -m benchmarks.endurance.mutations [--full]

They are the field files of the tests, twenty texts to one workbook, each with up to four things
broken. The full count takes more than ten minutes on two processors. Whatever is in a file, it is
read or refused in words: no error, and no file takes long.
"""

import tempfile
import time
from pathlib import Path

from benchmarks.endurance.common import arguments, fork, report, require, shares, wait_for
from lib.studies.intake.import_file import import_file
from tests.studies.intake.mutations import FILES, mutate

A_BOOK = 21  # each so many-th file is a workbook
TEXTS = [path for path in FILES if path.suffix in (".csv", ".txt")]
BOOKS = [path for path in FILES if path.suffix == ".xlsx"]
SLOW = 5.0  # seconds that no small file may take


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
    what = f"{asked.count - books:,} mutated text files and {books:,} workbooks"
    report(f"{what}: 0 errors, slowest {slowest:.2f} s", started)


def _import_all(folder: Path, part: range, seed: int) -> None:
    slowest = 0.0
    for place in part:
        name, data = mutate(f"{seed} {place}", BOOKS if place % A_BOOK == 0 else TEXTS)
        start = time.monotonic()
        try:
            import_file(data, name)
        except Exception as error:
            raise RuntimeError(f"--seed {seed}, file {place}, {name}: {data!r}") from error
        slowest = max(slowest, time.monotonic() - start)
        require(slowest < SLOW, f"--seed {seed}, file {place} took {slowest:.1f} s")
    (folder / str(part.start)).write_text(str(slowest))


if __name__ == "__main__":
    main()
