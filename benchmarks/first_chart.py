"""How long a reader waits for the first chart and what it moves, beside a stock page.

    python -m benchmarks.first_chart
    python -m benchmarks.first_chart --mbit 10 --latency 40 --peers
    python -m benchmarks.first_chart --mbit 1.6 --latency 300 --visits 3

Compared are this dashboard's first page and `peers/stock_page.py` on the same CSV, started as
`rerun.py` says, both already serving and with their files compressed: what is measured is a
reader's first visit, not the server's start. With `--peers` the same page in Dash and in Panel
stands beside them, installed in a virtual environment of their own. Each visit is a fresh headless
Chromium context with nothing cached, and the pages take turns (stock, dashboard, stock, ...). Timed
in the page itself, from the start of the navigation until something is painted, and until the first
trace of the chart stands in the document. With `--mbit` Chromium slows its own line; what moves is
counted as it comes over the line, messages of the websocket included, until the chart is drawn.
"""

import argparse
import statistics
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, CDPSession

from benchmarks import servers
from benchmarks.browser import chromium

# Panel draws in shadow roots, which no observer of the document sees.
_WATCH = """
const isDrawn = (root) => Boolean(root.querySelector(".main-svg .scatterlayer .trace"))
  || [...root.querySelectorAll("*")].some((it) => it.shadowRoot && isDrawn(it.shadowRoot));
const look = setInterval(() => {
  if (!document.body || !isDrawn(document)) return;
  window.drawnAfter = performance.now();
  clearInterval(look);
}, 20);
"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_COMPRESS_SECONDS = 600


class Line(NamedTuple):
    """A line of so many Mbit/s, or as fast as it goes, and its latency in milliseconds."""

    mbit: float | None
    latency: float


UNLIMITED = Line(None, 0)


class Visit(NamedTuple):
    """Seconds until something is painted and until the first chart is drawn; what it moved."""

    painted: float
    seconds: float
    megabytes: float


def main() -> None:
    options = _arguments()
    line = Line(options.mbit, options.latency)
    with ExitStack() as stack:
        pages = {
            "stock": stack.enter_context(servers.stock_page(options.csv)),
            "ours": stack.enter_context(servers.dashboard(options.csv)),
        }
        if options.peers:
            python = stack.enter_context(servers.peers())
            pages["Dash"] = stack.enter_context(servers.dash_page(python, options.csv))
            pages["Panel"] = stack.enter_context(servers.panel_page(python, options.csv))
        browser = stack.enter_context(chromium())
        wait_until_compressed(pages["ours"])
        for url in pages.values():  # the first visit to a server imports what the page needs
            visit(browser, url)
        visits = [
            {name: visit(browser, url, line) for name, url in pages.items()}
            for _ in range(options.visits)
        ]
    _report(options.csv, line, visits)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="First chart of the dashboard and a stock page.")
    parser.add_argument("--csv", type=Path, default=servers.STUDIES)
    parser.add_argument("--visits", type=int, default=12, help="to each page")
    parser.add_argument("--mbit", type=float, help="megabits a second of the line")
    parser.add_argument("--latency", type=float, default=40, help="ms, with --mbit")
    parser.add_argument("--peers", action="store_true", help="Dash and Panel as well")
    return parser.parse_args()


def visit(browser: Browser, url: str, line: Line = UNLIMITED) -> Visit:
    """Visit a page for the first time, until its first chart is drawn."""
    context = browser.new_context()
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        moved = _count_bytes(session)
        _slow_down(session, line)
        page.add_init_script(_WATCH)
        page.goto(url, timeout=0)
        page.wait_for_function("() => window.drawnAfter", timeout=0)
        seconds = float(page.evaluate("window.drawnAfter")) / 1000
        painted = float(page.evaluate(_PAINTED)) / 1000
        return Visit(painted, seconds, sum(moved) / 1e6)
    finally:
        context.close()


def _count_bytes(session: CDPSession) -> list[float]:
    moved: list[float] = []

    def add_frame(frame: dict[str, Any]) -> None:
        # Binary messages are told in base 64.
        moved.append(len(frame["response"]["payloadData"]) * 3 / 4)

    session.on("Network.dataReceived", lambda data: moved.append(data["encodedDataLength"]))
    session.on("Network.webSocketFrameReceived", add_frame)
    session.send("Network.enable")
    return moved


def _slow_down(session: CDPSession, line: Line) -> None:
    if line.mbit is None:
        return
    throughput = line.mbit * 1e6 / 8
    limits = {"downloadThroughput": throughput, "uploadThroughput": throughput}
    conditions = {"offline": False, "latency": line.latency, **limits}
    session.send("Network.emulateNetworkConditions", conditions)


def wait_until_compressed(url: str) -> None:
    """Wait for the largest script of the page, which is compressed before all others."""
    with urllib.request.urlopen(url) as page:
        largest = page.read().decode().rpartition('modulepreload" crossorigin href="./')[2]
    script = f"{url}/{largest.partition(chr(34))[0]}"
    deadline = time.monotonic() + _COMPRESS_SECONDS
    while time.monotonic() < deadline:
        request = urllib.request.Request(script, headers={"Accept-Encoding": "br"})
        with urllib.request.urlopen(request) as response:
            if response.headers["Content-Encoding"] == "br":
                return
        time.sleep(1)
    raise RuntimeError("The files of the dashboard were not compressed")


def _report(csv: Path, line: Line, visits: Sequence[Mapping[str, Visit]]) -> None:
    limit = f"at {line.mbit:g} Mbit/s and {line.latency:g} ms" if line.mbit else "without a limit"
    print(f"{csv.name}: {len(visits)} first visits to each page {limit}, medians")
    for name in visits[0]:
        column = zip(*(each[name] for each in visits), strict=True)
        painted, seconds, megabytes = map(statistics.median, column)
        print(
            f"{name}: painted after {painted:.2f} s, a drawn chart after {seconds:.2f} s, "
            f"{megabytes:.2f} MB"
        )
    for name in visits[0].keys() - {"ours"}:
        ratios = [each["ours"].seconds / each[name].seconds for each in visits]
        shown = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        print(f"ours / {name}: {shown}")


if __name__ == "__main__":
    main()
