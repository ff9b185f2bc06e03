"""Drop a large file on the Import page beside ten readers, and close the page.

    python -m benchmarks.endurance.rows [--full]

The readers click on the curves about once a second: what they wait is printed for the time before
and for the time meanwhile. A minute after the page of the file was closed, the server must have its
memory back.
"""

import asyncio
import csv
import io
import random
import shutil
import statistics
import time
from contextlib import AsyncExitStack
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.endurance.common import arguments, memory_of, report, require
from benchmarks.intake import HEADER, realistic_row
from benchmarks.sessions import TABLE, Session, session

FIND = "Find and highlight studies"
COLUMNS = ("study", "arm", "role", "months", "n_assessed", "responders", "rate_pct")
READERS = 10
BEFORE = 30  # seconds in which the readers are alone
AFTER = 60  # seconds until the memory is there again
GROWTH = 0.1  # of the memory, that may stay

Waits = list[tuple[float, float]]
"""When readers clicked, and how long each waited."""


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 100_000, 1_000_000, "rows"), time.monotonic()
    data = file_of(asked.count)
    with TemporaryDirectory() as folder, servers.dashboard(_copy(Path(folder))) as url:
        told = asyncio.run(_drop(url, data))
    report(
        f"{asked.count:,} rows, {len(data) / 1e6:.0f} MB, beside {READERS} readers: {told}", started
    )


def _copy(folder: Path) -> Path:
    """Copy the studies, since what is imported is stored beside them as unsaved work."""
    return Path(shutil.copy(servers.STUDIES, folder))


def file_of(rows: int) -> bytes:
    """Make a CSV of realistic rows, with the columns that most files have."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    pick = itemgetter(*(HEADER.index(name) for name in COLUMNS))
    writer.writerows(pick(realistic_row(place)) for place in range(rows))
    return text.getvalue().encode()


async def _drop(url: str, data: bytes) -> str:
    waits: Waits = []
    async with AsyncExitStack() as stack:
        for _ in range(READERS):
            reader = await stack.enter_async_context(session(url, "", FIND))
            task = asyncio.create_task(_click(reader, waits))
            stack.callback(task.cancel)
        await asyncio.sleep(BEFORE)
        before, start = memory_of(url), time.monotonic()
        async with session(url, "upload", "Steps", TABLE) as visitor:
            await visitor.upload("rows.csv", data)
            require(visitor.picker is not None, "no step of the import is there")
            shown, most = time.monotonic(), memory_of(url)
        await asyncio.sleep(AFTER)
        after = memory_of(url)
    alone = [seconds for when, seconds in waits if when < start]
    beside = [seconds for when, seconds in waits if start <= when < shown]
    later = [seconds for when, seconds in waits if shown <= when]
    require(bool(alone and beside and later), "the readers waited all the time")
    times = f"{_waits(alone)} before, {_waits(beside)} meanwhile, {_waits(later)} after"
    memory = f"{before:.0f} MB before, {most:.0f} MB with them, {after:.0f} MB a minute after"
    told = f"the step after {shown - start:.0f} s; readers waited {times}; {memory}"
    require(after < before * (1 + GROWTH), f"the memory did not come back: {told}")
    return told


async def _click(reader: Session, waits: Waits) -> None:
    options = reader.options()
    while True:
        await asyncio.sleep(random.uniform(0.5, 1.5))
        start = time.monotonic()
        await reader.choose(random.choice(options))
        waits.append((start, time.monotonic() - start))


def _waits(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s (median), {max(seconds):.2f} s (longest)"


if __name__ == "__main__":
    main()
