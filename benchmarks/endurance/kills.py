"""Kill processes that save and restore, at any moment, while another program edits the file.

    python -m benchmarks.endurance.kills [--full]

Half of the kills hit saves, half restores. After each kill the file must be whole, hold all that
was there before, and be the version that the history calls current; no edit that was made outside
may be lost. In between, each tenth time, somebody saves after a kill, at once.
"""

import hashlib
import os
import random
import signal
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from benchmarks.endurance.common import (
    EDITOR,
    STUDIES,
    WHY,
    arguments,
    fork,
    report,
    require,
    save_row,
    wait_for,
    write_studies,
)
from lib.studies.store import store
from lib.studies.store.store import NotKeptError

A_FILE = 100  # kills, after which another file is taken
SAVES, RESTORES = 3.0, 2.0  # until the kill, at most, in times of a save on this machine


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 100, 1000, "kills"), time.monotonic()
    versions = never = edits = 0
    with tempfile.TemporaryDirectory() as folder:
        for place in range(0, asked.count, A_FILE):
            kills = min(A_FILE, asked.count - place)
            path = write_studies(Path(folder) / str(place))
            seconds = _seconds_of_a_save(path)
            edits += _kill_saves(path, kills // 2, seconds * SAVES)
            _kill_restores(path, kills - kills // 2, seconds * RESTORES)
            known = store.history(path)
            require(not known.problems, known.problems)
            versions += len(known.versions)
            never += sum(each.never_in_force for each in known.versions)
    what = f"{asked.count:,} kills during save and restore, {edits} edits outside beside them"
    report(f"{what}: 0 lost, 0 torn; {versions:,} versions, {never} never in force", started)


def _seconds_of_a_save(path: Path) -> float:
    started = time.monotonic()
    for row in range(3):
        save_row(path, f"Before {row}")
    return (time.monotonic() - started) / 3


def _kill_saves(path: Path, kills: int, seconds: float) -> int:
    edits = 0
    for place in range(kills):
        before = path.read_bytes()
        child = fork(lambda place=place: _save_on(path, place))  # type: ignore[misc]
        outside = _edit(path, place, seconds) if place % 5 == 0 else b""
        edits += bool(outside)
        _kill(child, seconds)
        data = path.read_bytes()
        if not outside:
            require(data.startswith(before), "rows were lost")
        _require_whole(path, data)
        _save_after(path, f"After {place}", place, outside)
    return edits


def _kill_restores(path: Path, kills: int, seconds: float) -> None:
    save_row(path, "Before the restores 2020")
    numbers = (1, store.history(path).versions[0].number)
    contents = [store.content(path, number) for number in numbers]
    for place in range(kills):
        _kill(fork(lambda: _restore_on(path, numbers)), seconds)
        data = path.read_bytes()
        require(data in contents, "the file is neither of two versions")
        _require_whole(path, data)
        if place % 10 == 9:
            _save_after(path, f"Then {place}", place, b"")
            store.restore(path, numbers[1], EDITOR, WHY)


def _edit(path: Path, place: int, seconds: float) -> bytes:
    """Put another file in the place of the file, as an editor does, in the middle of saves."""
    time.sleep(random.uniform(0, seconds / 2))
    row = b"Outside %d,Drug,3,10\n" % place
    draft = path.with_name("draft of an editor")
    draft.write_bytes(path.read_bytes() + row)
    draft.replace(path)
    return row


def _save_after(path: Path, study: str, place: int, outside: bytes) -> None:
    """Save after a kill; an edit that was made outside is in the file or in a version."""
    if outside or place % 10 == 9:
        save_row(path, study)
        data = path.read_bytes()
        require(f"{study},".encode() in data, "a row that was saved is not there")
        _require_whole(path, data)
    if outside and outside not in path.read_bytes():
        known = store.history(path).versions
        kept = any(outside in store.content(path, each.number) for each in known)
        require(kept, f"an edit made outside is lost: {outside!r}")


def _require_whole(path: Path, data: bytes) -> None:
    """The file is whole, and the history has it and says so."""
    require(data.startswith(STUDIES) and data.endswith(b"\n"), "the file is torn")
    known = store.history(path)
    spoilt = [each for each in known.problems if "has no record" not in each]
    require(not spoilt, spoilt)
    if known.present and known.latest:
        require(known.latest.sha256 == hashlib.sha256(data).hexdigest(), "not the current version")
        require(store.content(path, known.latest.number) == data, "not the current content")


def _save_on(path: Path, place: int) -> None:
    for row in count():
        save_row(path, f"K{place} {row}")


def _restore_on(path: Path, numbers: tuple[int, int]) -> None:
    while True:
        for number in numbers:
            with suppress(NotKeptError):  # it is in force already
                store.restore(path, number, EDITOR, WHY)


def _kill(child: int, seconds: float) -> None:
    time.sleep(random.uniform(0, seconds))
    os.kill(child, signal.SIGKILL)
    require(wait_for(child) == -signal.SIGKILL, "it had ended by itself")


if __name__ == "__main__":
    main()
