"""Readers of Curves who click again as soon as the page has answered."""

import asyncio
import itertools
import statistics
import time
from contextlib import AsyncExitStack

from benchmarks.endurance.sessions import FIND
from benchmarks.replicas.fleet import Fleet
from benchmarks.sessions import Session, session

HEADER = (
    f"{'':22}{'runs/s':>8}{'median ms':>11}{'p95 ms':>8}{'longest':>9}"
    f"{'server ms a run':>17}{'reader ms a run':>17}{'ms a new view':>15}{'ms a visit':>12}"
)


def measure(fleet: Fleet, readers: int, seconds: float) -> str:
    """Give a line of figures: what readers see, and what a run and a visit cost the server."""
    return asyncio.run(_measure(fleet, readers, seconds))


async def _measure(fleet: Fleet, count: int, seconds: float) -> str:
    async with AsyncExitStack() as stack:
        new_ms = await _draw_everywhere(fleet, stack)
        used = fleet.processor_seconds()
        readers = [
            await stack.enter_async_context(session(fleet.address, "", FIND)) for _ in range(count)
        ]
        visit_ms = 1000 * (fleet.processor_seconds() - used) / count
        used, own, start = fleet.processor_seconds(), time.process_time(), time.perf_counter()
        clicks = (_click(reader, at, start + seconds) for at, reader in enumerate(readers))
        waits = sorted(wait for each in await asyncio.gather(*clicks) for wait in each)
        lasted, runs = time.perf_counter() - start, len(waits)
        server_ms = 1000 * (fleet.processor_seconds() - used) / runs
        reader_ms = 1000 * (time.process_time() - own) / runs
    return (
        f"{fleet.name:22}{runs / lasted:8.1f}{1000 * statistics.median(waits):11.0f}"
        f"{1000 * waits[int(0.95 * runs)]:8.0f}{1000 * waits[-1]:9.0f}"
        f"{server_ms:17.1f}{reader_ms:17.1f}{new_ms:15.0f}{visit_ms:12.0f}"
    )


async def _draw_everywhere(fleet: Fleet, stack: AsyncExitStack) -> float:
    """Have each replica draw all views before anything else; gives the server's ms for each."""
    readers = [
        await stack.enter_async_context(session(fleet.address, "", FIND))
        for _ in range(fleet.replicas)  # which are open at once, so each is at another replica
    ]
    used, views = fleet.processor_seconds(), 0
    for reader in readers:
        for option in reader.options():
            await reader.choose(option)
            views += 1
    return 1000 * (fleet.processor_seconds() - used) / views


async def _click(reader: Session, position: int, until: float) -> list[float]:
    waits = []
    for option in itertools.islice(itertools.cycle(reader.options()), position, None):
        if (asked := time.perf_counter()) >= until:
            break
        await reader.choose(option)
        waits.append(time.perf_counter() - asked)
    return waits
