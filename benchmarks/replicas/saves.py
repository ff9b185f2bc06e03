"""Editors who save a row as soon as their last one is saved, each a process of its own."""

import json
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.endurance.common import EDITOR, WHY, adding, fork, require, wait_for
from benchmarks.replicas.fleet import fill
from lib.studies.store import store
from lib.studies.store.places import open_place
from lib.studies.store.store import NotKeptError
from tests.studies.store.engines import bucket_server, postgres_server

HEADER = (
    f"{'':22}{'saves/s':>8}{'median ms':>11}{'p95 ms':>8}{'longest':>9}{'saved':>8}{'refused':>9}"
)


@contextmanager
def files() -> Iterator[str]:
    """The studies in a file."""
    with TemporaryDirectory() as folder:
        yield str(shutil.copy(servers.STUDIES, folder))


@contextmanager
def postgres() -> Iterator[str]:
    """The studies in PostgreSQL, which syncs what it writes."""
    with postgres_server.serve(is_durable=True) as database:
        fill(database.address)
        yield database.address


@contextmanager
def objects() -> Iterator[str]:
    """The studies in a bucket in memory: without the way to a real one, and without its disks."""
    with ExitStack() as stack:
        server = stack.enter_context(bucket_server.serve())
        os.environ |= bucket_server.environment(server)
        address = "s3://studies/replicas"
        fill(address)
        yield address


PLACES = {"files": files, "PostgreSQL": postgres, "objects in memory": objects}


def measure(name: str, writers: int, seconds: float) -> str:
    """Give a line of figures of so many writers at once; an error if a row is lost."""
    store.engine_of(open_place("postgresql:///none")).close()  # loads it, and connects nothing
    with PLACES[name]() as address, TemporaryDirectory() as scratch:
        folder = Path(scratch)
        children = [
            fork(lambda number=number: _write(address, folder, number, seconds))  # type: ignore[misc]
            for number in range(writers)
        ]
        while len(list(folder.glob("ready *"))) < writers:
            time.sleep(0.01)
        start = time.monotonic()
        (folder / "begin").touch()
        require(not any(map(wait_for, children)), "a writer failed")
        lasted = time.monotonic() - start
        every = [json.loads(file.read_text()) for file in folder.glob("done *")]
        waits = sorted(wait for each in every for wait in each["waits"])
        require(wait_for(fork(lambda: _require_all(address, len(waits)))) == 0, "rows are lost")
    refused = sum(each["refused"] for each in every)
    who = f"{name}, {writers}"
    return (
        f"{who:22}{len(waits) / lasted:8.1f}{1000 * statistics.median(waits):11.0f}"
        f"{1000 * waits[int(0.95 * len(waits))]:8.0f}{1000 * waits[-1]:9.0f}"
        f"{len(waits):8}{refused:9}"
    )


def _write(address: str, folder: Path, number: int, seconds: float) -> None:
    place = store.place(address)
    require(place is not None and not store.load(place).refused, address)
    assert place is not None
    (folder / f"ready {number}").touch()
    while not (folder / "begin").exists():
        time.sleep(0.002)
    end, waits, refused = time.monotonic() + seconds, list[float](), 0
    while (start := time.monotonic()) < end:
        try:
            _save_row(place, f"W{number} {len(waits)}")
            waits.append(time.monotonic() - start)
        except NotKeptError:
            refused += 1
    (folder / f"done {number}").write_text(json.dumps({"waits": waits, "refused": refused}))


def _save_row(place: store.StudiesPlace, study: str) -> None:
    row = {"study": study, "arm": "Drug", "months": "3", "rate_pct": "60"}
    store.save(place, adding(store.load(place), [row]), EDITOR, WHY)


def _require_all(address: str, saved: int) -> None:
    place = store.place(address)
    assert place is not None
    studies = store.load(place).rows["study"].astype(str)
    found = studies[studies.str.fullmatch(r"W\d+ \d+")]
    require(len(found) == saved == found.nunique(), f"{len(found)} of {saved} rows are there")
