"""What the endurance scripts share: how much is asked, processes, and servers' memory.

Each script prints one line with its figures, and ends with an error at the first thing that is not
as it must be. It runs a part of its full count, as long as `--full` is not given.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from lib.studies.dataset import Dataset
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes
from lib.studies.store import store
from lib.studies.store.store import SaveResult
from tests.studies import processes
from tests.studies.processes import wait_for

__all__ = ["wait_for"]

ROOT = Path(__file__).parents[2]
STUDIES = b"study,arm,months,rate_pct\nA 2001,Drug,3,50\nB 2002,Drug,6,40\n"
EDITOR = Editor("Ana Silva", "ana@example.org")
WHY = "One more study"


@dataclass(frozen=True)
class Asked:
    """How much a script is asked to do.

    Attributes
    ----------
    count
        How many kills, files, reruns and so on.
    seed
        Of what is left to chance.
    """

    count: int
    seed: int


def arguments(about: str | None, some: int, full: int, what: str) -> Asked:
    """Read the command line: `some` of what is counted, or `full`, or as many as named."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--full", action="store_true", help=f"{full:,} {what} (else {some:,})")
    parser.add_argument("--count", type=int, help=f"so many {what}")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random.seed(given.seed)
    return Asked(given.count or (full if given.full else some), given.seed)


def require(is_right: bool, why: object) -> None:
    """End with an error if something is not as it must be."""
    if not is_right:
        raise RuntimeError(f"not as it must be: {why}")


def write_studies(folder: Path, data: bytes = STUDIES, name: str = "studies.csv") -> Path:
    """Write a file of studies in a folder that may be new."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def save_row(path: Path, study: str, editor: Editor = EDITOR, why: str = WHY) -> SaveResult:
    """Add a row, as one who has just looked at the file."""
    seen = store.load(path)
    row = {"study": study, "arm": "Drug", "months": "3", "rate_pct": "60"}
    return store.save(path, adding(seen, [row]), editor, why)


def adding(seen: Dataset, rows: Sequence[Mapping[str, str]]) -> Changes:
    """The change that adds rows."""
    added, nothing = pd.DataFrame(rows, dtype="str"), seen.text.cells.iloc[:0]
    headers = {name: name for name in added.columns if name not in seen.text.headers}
    return Changes(seen, added, nothing, pd.Index([], dtype="int64", name="row"), headers)


def fork(run: Callable[[], object]) -> int:
    """Run something in a process of its own, with its own chance; give its number."""

    def run_by_own_chance() -> None:
        random.seed(os.getpid())
        run()

    return processes.fork(run_by_own_chance)


def shares(count: int) -> list[range]:
    """Divide numbers among as many processes as there are processors."""
    workers = min(os.cpu_count() or 1, count)
    return [range(place, count, workers) for place in range(workers)]


def report(what: str, started: float) -> None:
    """Print the figures of a script."""
    print(f"{what} ({time.monotonic() - started:.0f} s)", flush=True)


def memory_of(url: str) -> float:
    """Resident memory of the server at an address on this machine, in MB."""
    port = str(urlsplit(url).port).encode()
    for place in Path("/proc").iterdir():
        if place.name.isdigit() and _serves(place, port):
            told = (place / "status").read_text()
            return int(told.partition("VmRSS:")[2].split()[0]) / 1000
    raise RuntimeError(f"no server at {url}")


def _serves(process: Path, port: bytes) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"--server.port" in words and port in words and b"strace" not in words[0]
