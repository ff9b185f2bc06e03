"""Processes that save, read and are killed at the same time, for `test_crowd.py`.

    python -m tests.studies.crowd steps|moments|crowd FOLDER

A process of its own, which gets ready once and then forks, so that a kill costs milliseconds.
"""

import hashlib
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from lib.studies.store import atomic_files
from lib.studies.store.store import NotKeptError, content, history, load, restore
from tests.studies.keeping import ANA, STUDIES, WHY, save, written
from tests.studies.processes import fork, wait_for
from tests.thoroughness import THOROUGH

Call = Callable[..., object]

CALLS = (
    *("open", "fsync", "replace", "unlink", "mkdir", "chmod", "chown"),
    *("link", "pwrite", "ftruncate", "rmdir"),
)
KILLED = 77
SAVES, RESTORES = (40, 200) if THOROUGH else (12, 40)  # kills at random
SECONDS = 3.0
WRITERS, READERS, THREADS = 2, 2, 10


def killed_at_each_step(folder: Path) -> None:
    """Kill a save before each call that changes something on the disk."""
    for place in count():
        path = written(_made(folder / f"step {place}"))
        ended = wait_for(fork(lambda path=path, place=place: _save_and_die(path, place)))
        assert ended in (0, KILLED), ended
        _require_truth(path, [STUDIES])
        before = path.read_bytes()
        assert wait_for(fork(lambda path=path: save(path, "After 2020"))) == 0
        assert path.read_bytes() == before + b"After 2020,Drug,3,60\n"
        _require_truth(path, [STUDIES, before])
        if ended == 0:
            print(f"{place} steps")
            return


def killed_at_random(folder: Path) -> None:
    """Kill processes that save row after row, or restore one version after the other."""
    saved, restored = written(_made(folder / "saved")), written(_made(folder / "restored"))
    for place in range(SAVES):
        before = saved.read_bytes()
        _killed(lambda place=place: _save_on(saved, place), 0.2)
        assert saved.read_bytes().startswith(before)
        _require_truth(saved, [before])
    versions = [STUDIES, save(restored).dataset.data]
    for _ in range(RESTORES):
        before = restored.read_bytes()
        _killed(lambda: _restore_on(restored), 0.03)
        assert restored.read_bytes() in versions
        _require_truth(restored, [before])
    for path in (saved, restored):
        before = path.read_bytes()
        assert wait_for(fork(lambda path=path: save(path, "After 2020"))) == 0
        assert path.read_bytes() == before + b"After 2020,Drug,3,60\n"
        kept = history(path).versions
        print(f"{len(kept)} versions, {sum(each.never_in_force for each in kept)} never in force")


def crowded(folder: Path) -> None:
    """Let some write and many read at the same time; every row must be there at the end."""
    path = written(folder)
    until = time.monotonic() + SECONDS
    readers = [fork(lambda: _read_in_threads(path, until)) for _ in range(READERS)]
    writers = [fork(lambda name=name: _write(path, name, until)) for name in range(WRITERS)]
    assert [wait_for(child) for child in (*writers, *readers)] == [0] * (WRITERS + READERS)
    told = [int((folder / f"writer {name}").read_text()) for name in range(WRITERS)]
    assert min(told) > 0
    rows = path.read_bytes().splitlines()
    expected = {
        f"W{name} {place},Drug,3,60" for name in range(WRITERS) for place in range(told[name])
    }
    assert {row.decode() for row in rows[3:]} == expected
    assert len(rows) == 3 + sum(told)
    assert len(history(path).versions) == 1 + sum(told)
    _require_truth(path, [STUDIES])
    print(f"{sum(told)} rows by {WRITERS} writers beside {READERS * THREADS} readers")


def _require_truth(path: Path, forces: list[bytes]) -> None:
    """The file is whole, and the history has what was in force and says so."""
    data, known = path.read_bytes(), history(path)
    assert data.startswith(STUDIES)
    assert data.endswith(b"\n")
    assert not any("cannot be read" in problem for problem in known.problems), known.problems
    were = {each.sha256 for each in known.versions if not each.never_in_force}
    if known.versions and known.latest:
        assert known.latest.in_force
        assert content(path, known.latest.number) == data
        assert {hashlib.sha256(each).hexdigest() for each in forces} <= were
    else:
        assert data == STUDIES


def _save_and_die(path: Path, place: int) -> None:
    calls = count()
    for name in CALLS:
        setattr(os, name, _dying(getattr(os, name), calls, place))
    atomic_files.exchange = _dying(_dying(atomic_files.exchange, calls, place), calls, place)
    save(path, "C 2003")


def _dying(
    original: Callable[..., object], calls: "count[int]", place: int
) -> Callable[..., object]:
    def call(*given: object, **more: object) -> object:
        if next(calls) == place:
            os._exit(KILLED)
        return original(*given, **more)

    return call


def _save_on(path: Path, place: int) -> None:
    for row in count():
        save(path, f"K{place} {row}")


def _restore_on(path: Path) -> None:
    while True:
        for number in (1, 2):
            with suppress(NotKeptError):  # it is in force already
                restore(path, number, ANA, WHY)


def _killed(run: Callable[[], object], seconds: float) -> None:
    child = fork(run)
    time.sleep(random.uniform(0, seconds))
    os.kill(child, signal.SIGKILL)
    assert wait_for(child) == -signal.SIGKILL


def _write(path: Path, name: int, until: float) -> None:
    saved = 0
    while time.monotonic() < until:
        save(path, f"W{name} {saved}")
        saved += 1
        time.sleep(random.uniform(0, 0.02))
    (path.parent / f"writer {name}").write_text(str(saved))


def _read_in_threads(path: Path, until: float) -> None:
    ended: list[int] = []
    threads = [
        threading.Thread(target=lambda: ended.append(_read(path, until))) for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == THREADS
    assert min(ended) > 0


def _read(path: Path, until: float) -> int:
    most = 0
    while time.monotonic() < until:
        data = load(path)
        assert not data.refused, data.refused
        assert not data.errors, data.problems
        assert len(data.rows) >= most
        most = len(data.rows)
        time.sleep(0.01)
    return most


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    save(written(_made(Path(sys.argv[2]) / "ready")))
    plays = {"steps": killed_at_each_step, "moments": killed_at_random, "crowd": crowded}
    plays[sys.argv[1]](Path(sys.argv[2]))
