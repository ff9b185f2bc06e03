"""Click on the curves page again and again: neither time nor memory may grow.

python -m benchmarks.endurance.reruns [--full]
"""

import asyncio
import statistics
import time

from benchmarks import servers
from benchmarks.endurance.common import arguments, memory_of, report, require
from benchmarks.sessions import session

FIND = "Find and highlight studies"
GROWTH = 0.1  # of the memory, from the first fifth of the reruns to the last


def main() -> None:
    """Run the script."""
    asked, started = arguments(__doc__, 500, 10_000, "reruns"), time.monotonic()
    with servers.dashboard() as url:
        report(asyncio.run(_click(url, asked.count)), started)


async def _click(url: str, count: int) -> str:
    took, early = [], 0.0
    fifth = max(1, count // 5)
    async with session(url, "", FIND) as reader:
        options = reader.options()
        for place in range(count):
            start = time.monotonic()
            await reader.choose(options[place % len(options)])
            took.append(time.monotonic() - start)
            if place == fifth:
                early = memory_of(url)
    late = memory_of(url)
    first, last = (1000 * statistics.median(part) for part in (took[:fifth], took[-fifth:]))
    require(late < early * (1 + GROWTH), f"memory grew from {early:.0f} to {late:.0f} MB")
    times = f"median {first:.1f} ms in the first fifth, {last:.1f} in the last"
    return f"{count:,} reruns: {times}; {early:.0f} MB, then {late:.0f} MB"


if __name__ == "__main__":
    main()
