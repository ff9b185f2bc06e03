"""Open many sessions at once, each of which clicks three times.

python -m benchmarks.endurance.sessions [--full]
"""

import asyncio
import statistics
import time

from benchmarks import servers
from benchmarks.endurance.common import arguments, memory_of, report
from benchmarks.sessions import session

FIND = "Find and highlight studies"
CLICKS = 3


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 50, 500, "sessions"), time.monotonic()
    with servers.dashboard() as url:
        before = memory_of(url)
        took = asyncio.run(_open_all(url, asked.count))
        after = memory_of(url)
    runs = f"{len(took):,} runs without an error, median {statistics.median(took):.2f} s"
    memory = f"{before:.0f} MB before, {after:.0f} MB after"
    report(f"{asked.count} sessions at once: {runs}, longest {max(took):.2f} s; {memory}", started)


async def _open_all(url: str, count: int) -> list[float]:
    everybody = asyncio.Barrier(count)
    parts = await asyncio.gather(*(_visit(url, place, everybody) for place in range(count)))
    return [seconds for part in parts for seconds in part]


async def _visit(url: str, place: int, everybody: asyncio.Barrier) -> list[float]:
    took = []
    async with session(url, "", FIND) as reader:
        await everybody.wait()  # until all are open
        for click in range(CLICKS):
            options = reader.options()
            start = time.monotonic()
            await reader.choose(options[(place + click) % len(options)])
            took.append(time.monotonic() - start)
        await everybody.wait()
    return took


if __name__ == "__main__":
    main()
