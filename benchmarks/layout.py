"""Where the picture stands on each page, in pixels, at four sizes of the window.

    python -m benchmarks.layout
    python -m benchmarks.layout --studies 60 --pages curves compare

Files of 3 (the real ones), 12, 60 and 500 studies of two arms are opened in a headless Chromium,
with all tabs as they stand at first. For every page are printed:

- `height`: of the page, that a reader scrolls through;
- `plot`: where the first plot begins;
- `figure`: where the first figure ends, axis and counts included;
- `months`: the width of the months from 0 to the last visit, as a share of the figure's width.

Measure the code before a change in the same session as the code after it: fonts differ from one
machine to another.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks import servers
from benchmarks.browser import chromium

WINDOWS = ((1280, 720), (1920, 1080), (820, 1180), (390, 844))
STUDIES = (3, 12, 60, 500)
PAGES = {"curves": "", "compare": "compare", "synthesis": "synthesis", "study": "study"}
VISITS = (3, 6, 12, 24)
REAL = 3
LONGEST = 120_000
"""Milliseconds for a page to be drawn: a busy machine may take long."""

_DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === "notRunning"
    && document.querySelector('[data-testid="stMainBlockContainer"] [data-testid]')
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
      .every((chart) => chart.querySelector(".main-svg .trace"));
}"""
_MEASURE = """() => {
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  const top = page.getBoundingClientRect().top;
  const chart = document.querySelector(".js-plotly-plot");
  const found = { height: Math.round(page.scrollHeight) };
  if (!chart) return found;
  const box = chart.getBoundingClientRect();
  const layout = chart._fullLayout, across = layout.xaxis;
  const visits = chart.data.flatMap((trace) =>
    trace.meta === "series" || trace.meta === "context" ? [...trace.x] : []);
  const last = Math.max(...visits.filter(Number.isFinite));
  found.plot = Math.round(box.top + layout._size.t);
  found.figure = Math.round(box.bottom);
  if (Number.isFinite(last))
    found.months = Math.round(100 * (across.d2p(last) - across.d2p(0)) / box.width);
  return found;
}"""


def main() -> None:
    options = _arguments()
    with TemporaryDirectory() as folder, chromium() as browser:
        for studies in options.studies:
            csv = servers.STUDIES if studies == REAL else _made_up(Path(folder), studies)
            with servers.dashboard(csv) as url:
                _report(browser, url, studies, options.pages)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Where the picture stands on each page.")
    parser.add_argument("--studies", type=int, nargs="+", choices=STUDIES, default=STUDIES)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    return parser.parse_args()


def _made_up(folder: Path, studies: int) -> Path:
    """Write a file of studies of two arms that are seen at the same four visits."""
    rows = ["study,arm,role,treatment,months,n_assessed,responders,n_enrolled,outcome,year"]
    for study in range(studies):
        for arm, role in (("Injection", "intervention"), ("Sham", "comparator")):
            for place, month in enumerate(VISITS):
                responders = max(1, 30 - 5 * place - study % 7 - 8 * (role == "comparator"))
                rows.append(
                    f"Author {study} {1990 + study % 30},{arm},{role},{arm},{month},40,"
                    f"{responders},44,relief,{1990 + study % 30}"
                )
    path = folder / f"studies-{studies}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def _report(browser: Browser, url: str, studies: int, pages: list[str]) -> None:
    print(f"{studies} studies{'window':>14}{'height':>8}{'plot':>6}{'figure':>8}{'months':>8}")
    for name in pages:
        for width, height in WINDOWS:
            with _opened(browser, f"{url}/{PAGES[name]}", width, height) as page:
                print(_line(name, f"{width}x{height}", page.evaluate(_MEASURE)))


@contextmanager
def _opened(browser: Browser, url: str, width: int, height: int) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        page.goto(url)
        page.wait_for_function(_DRAWN, timeout=LONGEST)
        page.wait_for_timeout(500)  # the last layout
        yield page
    finally:
        page.close()


def _line(name: str, window: str, found: dict[str, Any]) -> str:
    months = f"{found['months']}%" if "months" in found else "-"
    return (
        f"{name:<12}{window:>12}{found['height']:>8}{found.get('plot', '-'):>6}"
        f"{found.get('figure', '-'):>8}{months:>8}"
    )


if __name__ == "__main__":
    main()
