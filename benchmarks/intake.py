"""Taking in a million rows, as ratios to a bare ``pandas.read_csv(dtype=str)`` of the same file.

    python -m benchmarks.intake

Two files are made: one of realistic rows with all columns, and one with mistakes in every row. Each
measurement is a process of its own, which imports and gets ready first, then is timed, and tells
its peak memory (resident, with all that it got ready). They take turns.

- `read and check`: from the path to the result.
- `compare`: a million rows that someone brings, read and checked already, against the million that
  are kept: where a number was read differs in each hundredth row, and each thousandth study is new.
- `save`: one changed cell, from the changes to the new file on the disk, checked. It is the first
  save, which keeps the file as it was in the history, too.
"""

import argparse
import csv
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
VISITS = (1, 3, 6, 9, 12, 15, 18, 24)
HEADER = (ROOT / "data" / "studies.csv").read_text("utf-8").splitlines()[0].split(",")
TREATMENTS = ("Prolotherapy", "Corticosteroid", "Radiofrequency", "Platelet-rich plasma")

Row = tuple[object, ...]
Run = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    seconds: float
    gigabytes: float


def main() -> None:
    options = _arguments()
    if options.measure:
        _measure(options.measure, options.csv)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, row, measures in (
            ("realistic rows", realistic_row, ("read and check", "compare", "save")),
            ("mistakes in every row", _bad, ("read and check",)),
        ):
            path = Path(folder) / "studies.csv"
            _write(path, options.rows, row)
            size = path.stat().st_size / 1e6
            print(f"{options.rows:,} {name}, {len(HEADER)} columns, {size:.0f} MB")
            _take_turns(path, ("pandas.read_csv", *measures), options.turns)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Intake of a large file against bare pandas.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    parser.add_argument("--csv", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _take_turns(path: Path, measures: tuple[str, ...], turns: int) -> None:
    runs = [[_in_a_process(name, path) for name in measures] for _ in range(turns)]
    for name, measured in zip(measures, zip(*runs, strict=True), strict=True):
        seconds = statistics.median(each.seconds for each in measured)
        peak = max(each.gigabytes for each in measured)
        ratios = [each.seconds / run[0].seconds for each, run in zip(measured, runs, strict=True)]
        spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        print(f"  {name:16} {seconds:6.2f} s, peak {peak:.2f} GB, ratio {spread}")
    print(f"  medians of {turns}")


def _in_a_process(what: str, path: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.intake", "--measure", what, "--csv", str(path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, gigabytes = told.split()
    return Measured(float(seconds), float(gigabytes))


def _measure(what: str, path: Path) -> None:
    run = MEASURES[what](path)
    start = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - start
    del result
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9)


def _pandas(path: Path) -> Run:
    import pandas as pd

    return lambda: pd.read_csv(path, dtype=str)


def _check(path: Path) -> Run:
    from lib.studies.validation.validate import Checked, check

    def run() -> Checked:
        checked = check(path.read_bytes())
        if checked.refused:
            raise SystemExit(f"not read: {checked.refused}")
        return checked

    return run


def _compare(path: Path) -> Run:
    from lib.studies.revisions.diff import compare
    from lib.studies.store.store import load
    from lib.studies.validation.validate import check

    seen, brought = load(path), check(_differing(path.read_bytes()))
    return lambda: compare(seen, [("brought.csv", brought)])


def _differing(data: bytes) -> bytes:
    """The file with another note in each hundredth row, and a new study in each thousandth."""
    lines = data.splitlines(keepends=True)
    for place in range(1, len(lines), 100):
        lines[place] = lines[place].replace(b",Abstract,", b",Figure 2,")
    for place in range(2, len(lines), 1000):
        lines[place] = b"New " + lines[place]
    return b"".join(lines)


def _save(path: Path) -> Run:
    import pandas as pd

    from lib.studies.permissions import Editor
    from lib.studies.revisions.changeset import Changes
    from lib.studies.store.store import load, save

    folder = path.parent / "kept"
    shutil.rmtree(folder, ignore_errors=True)  # of the turn before
    folder.mkdir()
    copy = Path(shutil.copy(path, folder))
    seen = load(copy)
    changed = seen.text.cells.iloc[[-1]].assign(note="Read again")
    changes = Changes(seen, changed.iloc[:0], changed, pd.Index([], dtype="int64"), {})
    return lambda: save(copy, changes, Editor("Somebody"), "Read again")


MEASURES: dict[str, Callable[[Path], Run]] = {
    "pandas.read_csv": _pandas,
    "read and check": _check,
    "compare": _compare,
    "save": _save,
}


def _write(path: Path, rows: int, row: Callable[[int], Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(rows, row))


def _rows(count: int, row: Callable[[int], Row]) -> Iterator[Row]:
    for place in range(count):
        yield row(place)


def realistic_row(place: int) -> Row:
    """One visit of one of two arms; a study has sixteen rows."""
    study, rest = divmod(place, 2 * len(VISITS))
    arm, visit = divmod(rest, len(VISITS))
    enrolled = 20 + study % 181
    assessed = enrolled - visit
    responders = (study * 7 + visit * 5) % (assessed + 1)
    year = 1990 + study % 35
    name = f"Author{study} {year}"
    treatment = TREATMENTS[(study + arm) % len(TREATMENTS)]
    estimate = ("proportion", "", "", "")[study % 4]
    return (
        *(name, year, "Randomised trial", treatment, treatment),
        *(("intervention", "comparator")[arm], enrolled, VISITS[visit], assessed, "", responders),
        *(f"{100 * responders / assessed:.1f}", "", "", estimate, ">=50% pain relief"),
        *("", "", "", "", "", f"Author{study} A, et al. J Pain {year}", f"10.1000/{study}"),
        *("Abstract", f"Table {study % 9}"),
    )


def _bad(place: int) -> Row:
    """A row with ten mistakes, of a kind that differs from row to row."""
    return (
        *(f"Author {place % 1000}", 201, "", "", "Prolotherapy"),
        *("doctor", "1,250", (52, "x", 0)[place % 3], 19, "", 25 + place % 7),
        *(("170", "many", "0.7", "")[place % 4], 90, 50, "guess", ""),
        *("", "", "", "", "", f"=A{place}", f"doi {place}", "\u202eread", f"\x07{place}"),
    )


if __name__ == "__main__":
    main()
