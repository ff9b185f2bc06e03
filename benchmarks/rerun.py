"""How fast a page answers a reader: reruns a second and the median wait, as ratios to a stock page.

    python -m benchmarks.rerun

Compared are pages of this dashboard with all that they show (Response curves, with the table of how
fast each series falls, Compare, and Synthesis, which draws no chart where nothing can be pooled),
started as its users start it, and `stock_page.py` on the same CSV with Streamlit's defaults; both
from the same virtual environment, at the same time, measured in turn (stock, dashboard, stock, ...)
so that whatever else the machine does falls on both alike.

- A rerun is what Streamlit does after each click: the page's whole script, until the browser is
  told that it has finished. It is asked for over Streamlit's own websocket, without a browser.
- `same view`: nothing was changed. `changed view`: the next study was chosen in the control
  'Find and highlight studies' (stock: 'Focus on a study'), on Compare the next month in 'Month',
  on Synthesis the next month that its only window lies around, so that another picture is sent;
  they go round, as readers share views.
- `1 session`: one reader who clicks again as soon as the page has answered. `10 sessions`: ten such
  readers at once. The first run of each session is not counted.
- One reader's median wait is told to be within `LIMIT_MS` or over it. In it are the server's time
  and that of this reader, who shares the machine: the server's alone is shorter.
- A ratio is the median over the rounds of that round's ratio; its range stands beside it.
"""

import argparse
import asyncio
import itertools
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import servers
from benchmarks.sessions import CHART, TABLE, Session, session

SESSIONS = (1, 10)
KINDS = ("same view", "changed view")
PAGES = {
    "curves": ("", "Find and highlight studies", CHART),
    "compare": ("compare", "Month", CHART),
    "synthesis": ("synthesis", "Windows around these months", TABLE),
}
"""Name in the address, blank for the first page; what changes the view; what shows it."""
LIMIT_MS = 100


@dataclass(frozen=True)
class Slot:
    """What was measured of one page in one round."""

    per_second: float
    median_ms: float


@dataclass(frozen=True)
class Pair:
    """One round: both pages under the same load."""

    stock: Slot
    dashboard: Slot


def main() -> None:
    options = _arguments()
    with servers.stock_page(options.csv) as stock, servers.dashboard(options.csv) as ours:
        print(f"{options.csv.name}: {options.rounds} rounds of {options.seconds} s a page and load")
        print(f"{'':35}{'reruns per second':^40}{'median wait, ms':^40}")
        print(f"{'':35}" + 2 * f"{'stock':>8}{'ours':>8}{'ours/stock':>22}  ")
        for page, count in itertools.product(options.pages, SESSIONS):
            asyncio.run(_compare((stock, ours), page, count, options))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Reruns of the dashboard against a stock page.")
    parser.add_argument("--csv", type=Path, default=servers.STUDIES)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="per page, load and round")
    return parser.parse_args()


async def _compare(
    urls: tuple[str, str], page: str, count: int, options: argparse.Namespace
) -> None:
    async with AsyncExitStack() as stack:
        stock, ours = [
            [await stack.enter_async_context(session(*opened)) for _ in range(count)]
            for opened in ((urls[0],), (urls[1], *PAGES[page]))
        ]
        rounds: dict[str, list[Pair]] = {kind: [] for kind in KINDS}
        for _, kind in itertools.product(range(options.rounds), KINDS):
            pair = [await _measure(readers, kind, options.seconds) for readers in (stock, ours)]
            rounds[kind].append(Pair(*pair))
    for kind, pairs in rounds.items():
        readers = f"{count} session{'s' * (count > 1)}"
        print(
            f"{page:10}{readers:12}{kind:13}{_summary(pairs)}{_limit(pairs) if count == 1 else ''}"
        )


async def _measure(readers: list[Session], kind: str, seconds: float) -> Slot:
    waits: list[float] = []
    seen: set[str] = set()
    start = time.perf_counter()

    async def click_until_the_end(reader: Session, position: int) -> None:
        turns = itertools.islice(itertools.cycle(reader.options()), position, None)
        while (asked := time.perf_counter()) < start + seconds:
            run = await (reader.run() if kind == "same view" else reader.choose(next(turns)))
            waits.append(time.perf_counter() - asked)
            seen.add(run.shown)

    await asyncio.gather(*(click_until_the_end(reader, at) for at, reader in enumerate(readers)))
    if kind == "changed view" and len(seen) == 1:
        raise RuntimeError("what is shown did not change with the view")
    return Slot(len(waits) / (time.perf_counter() - start), 1000 * statistics.median(waits))


def _limit(pairs: list[Pair]) -> str:
    median = statistics.median(pair.dashboard.median_ms for pair in pairs)
    return f"{'within' if median <= LIMIT_MS else 'OVER'} {LIMIT_MS} ms"


def _summary(pairs: list[Pair]) -> str:
    text = ""
    for name in ("per_second", "median_ms"):
        stock = [getattr(pair.stock, name) for pair in pairs]
        ours = [getattr(pair.dashboard, name) for pair in pairs]
        ratios = [b / a for a, b in zip(stock, ours, strict=True)]
        middle = statistics.median(ratios)
        text += f"{statistics.median(stock):8.1f}{statistics.median(ours):8.1f}"
        text += f"{middle:9.2f} ({min(ratios):.2f}-{max(ratios):.2f})".ljust(22) + "  "
    return text


if __name__ == "__main__":
    main()
