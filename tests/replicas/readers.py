"""Readers who click all the time, and come again when their replica goes away, as browsers do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle

from websockets.exceptions import ConnectionClosed

from benchmarks.endurance.sessions import FIND
from benchmarks.sessions import Session, session


@dataclass
class Clicks:
    """What one reader did."""

    runs: int = 0
    openings: int = 0


async def _click(url: str, clicks: Clicks, end: asyncio.Event) -> None:
    while not end.is_set():
        try:
            async with session(url, "", FIND) as reader:
                clicks.openings += 1
                await _pick(reader, clicks, end)
        except ConnectionClosed:
            continue


async def _pick(reader: Session, clicks: Clicks, end: asyncio.Event) -> None:
    for option in cycle(reader.options()):
        if end.is_set():
            return
        await reader.choose(option)
        clicks.runs += 1
        await asyncio.sleep(0.1)


@asynccontextmanager
async def clicking(url: str, number: int) -> AsyncIterator[list[Clicks]]:
    """Let so many readers click meanwhile; any error that they meet is raised at the end."""
    end, clicks = asyncio.Event(), [Clicks() for _ in range(number)]
    async with asyncio.TaskGroup() as group:
        for each in clicks:
            group.create_task(_click(url, each, end))
        yield clicks
        end.set()
