"""Reading and checking a million rows, as a ratio to a bare ``pandas.read_csv(dtype=str)``.

    python -m benchmarks.intake

Two files are made: one of realistic rows with all columns, and one with mistakes in every row. Each
measurement is a process of its own, which imports first, then is timed from the path to the result,
and tells its peak memory (resident, interpreter and imports included). The two take turns.
"""

import argparse
import csv
import resource
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
        for name, row in (("realistic rows", _good), ("mistakes in every row", _bad)):
            path = Path(folder) / "studies.csv"
            _write(path, options.rows, row)
            size = path.stat().st_size / 1e6
            print(f"{options.rows:,} {name}, {len(HEADER)} columns, {size:.0f} MB")
            _compare(path, options.turns)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Intake of a large file against bare pandas.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--measure", choices=("pandas", "check"), help=argparse.SUPPRESS)
    parser.add_argument("--csv", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _compare(path: Path, turns: int) -> None:
    runs = [(_in_a_process("pandas", path), _in_a_process("check", path)) for _ in range(turns)]
    pandas_runs, check_runs = zip(*runs, strict=True)
    ratios = [ours.seconds / bare.seconds for bare, ours in runs]
    for name, measured in (("pandas.read_csv", pandas_runs), ("read and check", check_runs)):
        seconds = statistics.median(each.seconds for each in measured)
        peak = max(each.gigabytes for each in measured)
        print(f"  {name:16} {seconds:6.2f} s (median of {turns}), peak {peak:.2f} GB")
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    print(f"  ratio {statistics.median(ratios):.2f} (median of {turns}, {spread})")


def _in_a_process(what: str, path: Path) -> Measured:
    command = [sys.executable, "-m", "benchmarks.intake", "--measure", what, "--csv", str(path)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, gigabytes = told.split()
    return Measured(float(seconds), float(gigabytes))


def _measure(what: str, path: Path) -> None:
    run = _pandas(path) if what == "pandas" else _check(path)
    start = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - start
    del result
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9)


def _pandas(path: Path) -> Callable[[], object]:
    import pandas as pd

    return lambda: pd.read_csv(path, dtype=str)


def _check(path: Path) -> Callable[[], object]:
    from lib.studies.checking import Checked, check

    def run() -> Checked:
        checked = check(path.read_bytes())
        if checked.refused:
            raise SystemExit(f"not read: {checked.refused}")
        return checked

    return run


def _write(path: Path, rows: int, row: Callable[[int], Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(rows, row))


def _rows(count: int, row: Callable[[int], Row]) -> Iterator[Row]:
    for place in range(count):
        yield row(place)


def _good(place: int) -> Row:
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
        *(("intervention", "comparator")[arm], enrolled, VISITS[visit], assessed, responders),
        *(f"{100 * responders / assessed:.1f}", "", "", estimate, ">=50% pain relief"),
        *("", "", "", f"Author{study} A, et al. J Pain {year}", f"10.1000/{study}"),
        *("Abstract", f"Table {study % 9}"),
    )


def _bad(place: int) -> Row:
    """A row with ten mistakes, of a kind that differs from row to row."""
    return (
        *(f"Author {place % 1000}", 201, "", "", "Prolotherapy"),
        *("doctor", "1,250", (52, "x", 0)[place % 3], 19, 25 + place % 7),
        *(("170", "many", "0.7", "")[place % 4], 90, 50, "guess", ""),
        *("", "", "", f"=A{place}", f"doi {place}", "\u202eread", f"\x07{place}"),
    )


if __name__ == "__main__":
    main()
