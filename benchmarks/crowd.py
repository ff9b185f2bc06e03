"""Ten thousand curves: how long each page takes, what it sends, and how long others wait.

    python -m benchmarks.crowd
    python -m benchmarks.crowd --baseline f7a35c7 --pages curves compare

A file of 5,000 made-up studies of two arms, each seen at ten visits (100,000 rows), is served by
the code as it is, and by that of a baseline commit with the same virtual environment, page by page
in turn. Read over Streamlit's own websocket, without a browser:

- `first`: seconds to the end of the first run of a page on a server that has just started; the file
  is read and checked in it. What it sends stands beside it, and in brackets the processor time of
  the server, which others on the machine change less.
- `again`: the same view, asked for again. `changed`: the median of three changes of a setting (the
  next study, the next month), each of a view that was not looked at before.
- `others`: the longest wait of a reader who clicks on a light page (Columns) on a second new
  server, while the first look of the page is made there.

A page that takes longer than `--most` seconds is not waited for. Both share the machine with what
reads them: the server's time alone is shorter.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.sessions import CHART, TABLE, Run, Session, session

BASELINE = "f7a35c7"
"""Before crowds were thinned."""
VISITS = (1, 2, 3, 6, 9, 12, 18, 24, 36, 48)
HEADER = (
    "study,arm,role,treatment,months,n_assessed,responders,n_enrolled,outcome,randomised,year,"
    "citation"
)
STUDY = "Find and highlight studies"
PAGES = {
    "curves": ("", STUDY, CHART, {}),
    "panels": ("", STUDY, CHART, {"layout": "Panels"}),
    "compare": ("compare", "Month", TABLE, {}),
    "synthesis": ("synthesis", "Windows around these months", TABLE, {}),
    "study": ("study", "Study", CHART, {}),
    "slides": ("slides", "", TABLE, {}),
    "rows": ("studies", "", TABLE, {}),
    "import": ("upload", "", TABLE, {}),
    "history": ("history", "", TABLE, {}),
    "checks": ("problems", "", TABLE, {}),
    "columns": ("columns", "", TABLE, {}),
    "methods": ("methods", "", TABLE, {}),
}
"""Name in the address, blank for the first; what changes the view; what shows it; its query."""
LIGHT = ("columns", "", TABLE)
CHANGES = 3


@dataclass
class Look:
    """One run: seconds, megabytes sent, and the server's processor seconds."""

    seconds: float
    sent: float
    processor: float

    def __str__(self) -> str:
        return f"{self.seconds:6.2f} s ({self.processor:5.2f}){self.sent:5.2f} MB"


def main() -> None:
    options = _arguments()
    with TemporaryDirectory() as folder, servers.code_of(options.baseline) as old:
        csv = made_up(Path(folder), options.studies)
        print(f"{2 * options.studies:,} curves; baseline: {options.baseline}")
        heads = "".join(f"{head:^24}" for head in ("first", "again", "changed"))
        print(f"{'':19}{heads}{'others':>9}")
        for page in options.pages:
            for name, root in (("baseline", old), ("now", servers.ROOT)):
                print(f"{page:10}{name:9}{_measured(csv, root, page, options.most)}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Ten thousand curves, page by page.")
    parser.add_argument("--studies", type=int, default=5_000)
    parser.add_argument("--baseline", default=BASELINE, help="a commit to measure against")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--most", type=float, default=120, help="seconds to wait for a page")
    return parser.parse_args()


def made_up(folder: Path, studies: int) -> Path:
    """Write a file of studies of two arms that are seen at the same ten visits."""
    path = folder / f"studies-{studies}.csv"
    rows = (row for study in range(studies) for row in _study(study))
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def _study(study: int) -> Iterator[str]:
    year = 1990 + study % 30
    stays = 0.9 + study * 7919 % 90 / 1000
    for arm, role, drug in (
        ("Injection", "intervention", f"Drug {study % 8}"),
        ("Sham", "comparator", "Sham"),
    ):
        first = 38 - study % 17 - 8 * (role == "comparator")
        for place, month in enumerate(VISITS):
            responders = max(1, round(first * stays**place))
            yield (
                f"Author {study} {year},{arm},{role},{drug},{month},40,{responders},44,relief,yes,"
                f"{year},Author {study}. A trial. Journal {year}."
            )


def _measured(csv: Path, root: Path, page: str, most: float) -> str:
    try:
        with servers.dashboard(csv, root=root) as url:
            looks = asyncio.run(asyncio.wait_for(_looks(url, page), most))
        with servers.dashboard(csv, root=root) as url:
            wait = asyncio.run(asyncio.wait_for(_others_wait(url, page), most))
    except TimeoutError:
        return f" over {most:.0f} s"
    return "".join(f"{look or ''!s:>24}" for look in looks) + f"{wait:7.2f} s"


async def _looks(url: str, page: str) -> list[Look | None]:
    name, picked_by, shows, query = PAGES[page]
    begin = _Begin(url)
    async with session(url, name, picked_by, shows, query) as reader:
        first = begin.look(reader.first)
        again = await _timed(reader, url, None)
        if reader.picker is None:
            return [first, again, None]
        # The first option may be the one that is chosen.
        options = reader.options()[1 : CHANGES + 1]
        changed = [await _timed(reader, url, option) for option in options]
    return [first, again, Look(*map(statistics.median, zip(*map(astuple, changed), strict=True)))]


class _Begin:
    """When a run began, on the clock and by the processor time of the server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.processor = servers.processor_seconds(url)
        self.clock = time.perf_counter()

    def look(self, run: Run) -> Look:
        seconds = time.perf_counter() - self.clock
        processor = servers.processor_seconds(self.url) - self.processor
        return Look(seconds, run.size / 1e6, processor)


async def _timed(reader: Session, url: str, option: str | None) -> Look:
    begin = _Begin(url)
    return begin.look(await (reader.run() if option is None else reader.choose(option)))


async def _others_wait(url: str, page: str) -> float:
    """Click on a light page while another is looked at for the first time."""
    waits = [0.0]
    name, picked_by, shows, query = PAGES[page]

    async def look() -> None:
        async with session(url, name, picked_by, shows, query):
            pass

    async with session(url, *LIGHT) as reader:
        looking = asyncio.create_task(look())
        while not looking.done():
            waits.append((await _timed(reader, url, None)).seconds)
            await asyncio.sleep(0.05)
        await looking
    return max(waits)


if __name__ == "__main__":
    main()
