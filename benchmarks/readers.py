"""Many readers at once: the runs a second of this code and of an older commit, in turn.

    python -m benchmarks.readers [--readers 200] [--baseline f5700a4]

The older code has the packages of its own `requirements.txt`, in a virtual environment that is made
for it (`--python` names the Python of one that is there).

- Readers open *Curves* one after another, on both servers, before any clock starts: a server that
  cannot open all at once may still serve them. A reader who is not let in within `--patience`
  seconds is the last; what was measured with fewer is marked with their number.
- In a round all readers of one server click again as soon as their page has answered, each on the
  next study, for `--seconds`; then those of the other server. Who has nothing to do sends nothing.
- `runs/s` is of all runs of a round, until the last has ended: so many run at once that none may
  end for long. `ms a run` is the processor time of the server, which others on the machine change
  less. Server and readers share the machine.
- The ratio is that of the medians over the rounds.
"""

import argparse
import asyncio
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.endurance.common import memory_of
from benchmarks.endurance.sessions import FIND
from benchmarks.sessions import PICKER, Session, session

BASELINE = "f5700a4"
"""Before runs stopped to pay for what all other sessions hold."""


@dataclass(frozen=True)
class Round:
    """What one round measured: runs a second, the server's milliseconds a run, the median wait."""

    per_second: float
    processor_ms: float
    wait_seconds: float


@dataclass
class Side:
    """One of the two servers, its readers and its rounds."""

    name: str
    url: str
    finds: str
    readers: list[Session] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def median(self, name: str) -> float:
        """Give the median of one of the measures over the rounds."""
        return float(statistics.median(getattr(each, name) for each in self.rounds))

    def __str__(self) -> str:
        return (
            f"{self.name:10}{len(self.readers):4} readers: {self.median('per_second'):6.1f} runs/s "
            f"({min(each.per_second for each in self.rounds):.1f}"
            f"-{max(each.per_second for each in self.rounds):.1f}), "
            f"{self.median('processor_ms'):.0f} ms a run, median wait "
            f"{self.median('wait_seconds'):.1f} s, {memory_of(self.url):.0f} MB"
        )


def main() -> None:
    options = _arguments()
    with ExitStack() as stack:
        root = stack.enter_context(servers.code_of(options.baseline))
        python = options.python or stack.enter_context(_packages_of(root))
        csv = options.csv or root / "data" / "studies.csv"
        old = servers.dashboard(csv, root=root, python=python)
        sides = (
            Side(options.baseline, stack.enter_context(old), PICKER),
            Side("now", stack.enter_context(servers.dashboard(csv)), FIND),
        )
        asyncio.run(_compare(sides, options))
        for side in sides:
            print(side)
    before, now = (side.median("per_second") for side in sides)
    print(f"now / {options.baseline}: {now / before:.2f} times the runs a second")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Many readers at once, against an older commit.")
    parser.add_argument("--csv", type=Path, help="of both; else the studies of the baseline")
    parser.add_argument("--baseline", default=BASELINE, help="a commit to measure against")
    parser.add_argument("--python", type=Path, help="that has the packages of the baseline")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--patience", type=float, default=60, help="seconds for one to be let in")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20, help="of clicks in a round")
    return parser.parse_args()


@contextmanager
def _packages_of(root: Path) -> Iterator[Path]:
    """Install what an older version of the code needs; gives the Python that has it."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / "bin" / "python"
        install = [str(python), "-m", "pip", "install", "--quiet", "-r"]
        subprocess.run([*install, str(root / "requirements.txt")], check=True)
        yield python


async def _compare(sides: tuple[Side, Side], options: argparse.Namespace) -> None:
    async with AsyncExitStack() as stack:
        for side in sides:
            start = time.monotonic()
            await _open(side, options.readers, options.patience, stack)
            print(f"{side.name}: {len(side.readers)} readers in {time.monotonic() - start:.0f} s")
        for _, side in itertools.product(range(options.rounds), sides):
            side.rounds.append(await _round(side, options.seconds))
            print(f"{side.name:10}{side.rounds[-1].per_second:6.1f} runs/s", flush=True)


async def _open(side: Side, count: int, patience: float, stack: AsyncExitStack) -> None:
    for _ in range(count):
        try:
            async with asyncio.timeout(patience):
                opened = await stack.enter_async_context(session(side.url, "", side.finds))
        except (TimeoutError, OSError) as error:
            print(f"{side.name}: no more than {len(side.readers)} are let in: {error!r}")
            return
        side.readers.append(opened)


async def _round(side: Side, seconds: float) -> Round:
    used, start = servers.processor_seconds(side.url), time.perf_counter()
    clicks = (_click(reader, at, start + seconds) for at, reader in enumerate(side.readers))
    waits = [wait for each in await asyncio.gather(*clicks) for wait in each]
    lasted = time.perf_counter() - start
    used = servers.processor_seconds(side.url) - used
    return Round(len(waits) / lasted, 1000 * used / len(waits), statistics.median(waits))


async def _click(reader: Session, position: int, until: float) -> list[float]:
    """Click until the time is over; gives how many seconds each run took."""
    waits: list[float] = []
    for option in itertools.islice(itertools.cycle(reader.options()), position, None):
        if (asked := time.perf_counter()) >= until:
            return waits
        await reader.choose(option)
        waits.append(time.perf_counter() - asked)
    return waits


if __name__ == "__main__":
    main()
