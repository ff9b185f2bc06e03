"""Processes that save at the same time, and are killed at any moment, in any kind of store.

    python -m tests.studies.store.engines.crowd ADDRESS FOLDER

A process of its own, which gets ready once and then forks, so that a kill costs milliseconds. It
opens no store itself: connections and threads do not survive a fork.
"""

import hashlib
import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path

from lib.studies.store import store
from lib.studies.store.places import open_place
from tests.studies.keeping import save
from tests.studies.processes import fork, wait_for
from tests.thoroughness import THOROUGH

KILLS = 12 if THOROUGH else 5
WRITERS, SAVES = (4, 10) if THOROUGH else (3, 4)
LONGEST = 0.1  # seconds that a process goes on saving before it is killed


def kill_at_random(address: str, told: Path) -> None:
    """Kill processes that save row after row; whatever they said they saved must be there."""
    for place in range(KILLS):
        size = told.stat().st_size
        child = fork(lambda place=place: _save_on(address, f"K{place}", told, count()))
        until = time.monotonic() + 60
        while told.stat().st_size == size and time.monotonic() < until:  # until it is at it
            time.sleep(0.005)
        time.sleep(random.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        assert wait_for(child) == -signal.SIGKILL
    assert wait_for(fork(lambda: _save_on(address, "After", told, range(1)))) == 0


def crowd(address: str, told: Path) -> None:
    """Let several save at once; all that they saved must be there."""
    children = [
        fork(lambda name=name: _save_on(address, f"W{name}", told, range(SAVES)))
        for name in range(WRITERS)
    ]
    assert [wait_for(child) for child in children] == [0] * WRITERS


def require_truth(address: str, told: Path) -> None:
    """All rows that were told are there, each version is whole, and none is missing between."""
    place = _open(address)
    past = store.history(place)
    assert past.problems == (), past.problems
    in_force = [each for each in past.versions if not each.never_in_force]
    numbers = [each.number for each in past.versions]
    assert numbers == list(range(len(numbers), 0, -1)), numbers
    before = ""
    for version in reversed(in_force):
        assert version.parent == before
        before = hashlib.sha256(store.content(place, version.number)).hexdigest()
        assert version.sha256 == before
    data = store.load(place)
    assert (data.errors, hashlib.sha256(data.data).hexdigest()) == (0, before)
    rows = data.rows["study"].tolist()
    lost = set(told.read_text().splitlines()) - set(rows)
    assert lost == set()
    assert len(rows) == len(set(rows))
    print(f"{len(told.read_text().splitlines())} told, {len(rows)} rows, {len(numbers)} versions")


def _save_on(address: str, name: str, told: Path, rows: "range | count[int]") -> None:
    place = _open(address)
    with told.open("ab", buffering=0) as file:
        for row in rows:
            save(place, f"{name} {row}")
            file.write(f"{name} {row}\n".encode())


def _open(address: str) -> store.StudiesPlace:
    place = store.place(address)
    assert place
    return place


if __name__ == "__main__":
    save(Path(sys.argv[2]) / "ready.csv")
    # What it needs is loaded before the forks, and nothing is connected.
    store.engine_of(open_place(sys.argv[1])).close()
    told = Path(sys.argv[2]) / "told"
    told.touch()
    kill_at_random(sys.argv[1], told)
    crowd(sys.argv[1], told)
    require_truth(sys.argv[1], told)
