"""How long a reader waits for the first chart, as a ratio to a stock page.

    python -m benchmarks.first_chart

Compared are this dashboard's first page and `stock_page.py` on the same CSV, started as
`rerun.py` says, both already serving: what is measured is a reader's first visit, not the server's
start. Each visit is a fresh headless Chromium context with nothing cached, and the pages take turns
(stock, dashboard, stock, ...). Timed in the page itself, from the start of the navigation until the
first trace of the chart stands in the document.
"""

import argparse
import statistics
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import servers
from benchmarks.browser import chromium

_WATCH = """
new MutationObserver((_, watcher) => {
  if (document.querySelector(".main-svg .scatterlayer .trace")) {
    window.drawnAfter = performance.now();
    watcher.disconnect();
  }
}).observe(document, { childList: true, subtree: true });
"""


def main() -> None:
    options = _arguments()
    with (
        servers.stock_page(options.csv) as stock,
        servers.dashboard(options.csv) as ours,
        chromium() as browser,
    ):
        for url in (stock, ours):  # the first visit to a server imports what the page needs
            _seconds_to_first_chart(browser, url)
        visits = [
            (_seconds_to_first_chart(browser, stock), _seconds_to_first_chart(browser, ours))
            for _ in range(options.visits)
        ]
    _report(options.csv, visits)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="First chart of the dashboard and a stock page.")
    parser.add_argument("--csv", type=Path, default=servers.STUDIES)
    parser.add_argument("--visits", type=int, default=12, help="to each page")
    return parser.parse_args()


def _seconds_to_first_chart(browser: Browser, url: str) -> float:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(url)
        page.wait_for_function("window.drawnAfter")
        return float(page.evaluate("window.drawnAfter")) / 1000
    finally:
        context.close()


def _report(csv: Path, visits: list[tuple[float, float]]) -> None:
    stock, ours = (statistics.median(column) for column in zip(*visits, strict=True))
    ratios = [after / before for before, after in visits]
    print(f"{csv.name}: {len(visits)} first visits to each page, median seconds to a drawn chart")
    print(f"stock {stock:.2f}, ours {ours:.2f}; ratio {statistics.median(ratios):.2f} ", end="")
    print(f"({min(ratios):.2f}-{max(ratios):.2f})")


if __name__ == "__main__":
    main()
