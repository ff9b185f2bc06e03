"""Let forty editors save twenty-five rows each while twenty readers read.

    python -m benchmarks.endurance.writers [--full]

Each editor is a process of its own. No row may be missing at the end, no save be refused, no reader
see half a file, fewer rows than before, or a history that cannot be read; and nobody may wait much
longer than the others.
"""

import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.endurance.common import (
    arguments,
    fork,
    report,
    require,
    save_row,
    wait_for,
    write_studies,
)
from lib.studies.store import store

ROWS = 25
READING, THREADS = 2, 10  # processes that read, and readers in each


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 10, 40, "writers"), time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = write_studies(folder)
        end = folder / "end"
        readers = [fork(lambda: _read_in_threads(path, end)) for _ in range(READING)]
        begun = time.monotonic()
        writers = [
            fork(lambda number=number: _write(path, number))  # type: ignore[misc]
            for number in range(asked.count)
        ]
        ended = [wait_for(child) for child in writers]
        seconds = time.monotonic() - begun
        end.touch()
        ended += [wait_for(child) for child in readers]
        require(not any(ended), "a writer or a reader failed")
        _require_all(path, asked.count)
        waits = [
            [float(line) for line in (folder / f"writer {number}").read_text().split()]
            for number in range(asked.count)
        ]
    every = sorted(wait for one in waits for wait in one)
    means = [statistics.mean(one) for one in waits]
    saves = asked.count * ROWS
    who = f"{asked.count} writers x {ROWS} rows beside {READING * THREADS} readers"
    report(
        f"{who}: {saves} of {saves} rows, {saves / seconds:.1f} saves/s; "
        f"a save took {statistics.median(every):.2f} s "
        f"(p95 {every[int(0.95 * saves)]:.2f}, longest {every[-1]:.2f}), "
        f"by writer {min(means):.2f} to {max(means):.2f} s on average",
        started,
    )


def _require_all(path: Path, writers: int) -> None:
    rows = {row.split(",")[0] for row in path.read_text("utf-8").splitlines()[3:]}
    require(rows == {f"W{w} {row}" for w in range(writers) for row in range(ROWS)}, "rows are lost")
    known = store.history(path)
    require(known.problems == (), known.problems)
    require(len(known.versions) == 1 + writers * ROWS, "versions are missing")


def _write(path: Path, number: int) -> None:
    waits = []
    for row in range(ROWS):
        start = time.monotonic()
        save_row(path, f"W{number} {row}")
        waits.append(f"{time.monotonic() - start:.4f}")
        time.sleep(random.uniform(0, 0.02))
    (path.parent / f"writer {number}").write_text("\n".join(waits))


def _read_in_threads(path: Path, end: Path) -> None:
    done: list[int] = []
    threads = [
        threading.Thread(target=lambda: done.append(_read(path, end))) for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    require(len(done) == THREADS, "a reader failed")


def _read(path: Path, end: Path) -> int:
    most = 0
    while not end.exists():
        data = store.load(path)
        require(not data.refused and not data.errors, data.refused)
        require(len(data.rows) >= most, "rows that were there are gone")
        most = len(data.rows)
        if random.random() < 0.01:
            problems = store.history(path).problems
            require(problems == (), problems)
        time.sleep(0.02)
    return most


if __name__ == "__main__":
    main()
