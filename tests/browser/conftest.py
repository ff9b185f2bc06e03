"""A running dashboard and a real Chromium.

`open_app(path)` gives a Playwright page of the dashboard, in a browser context of its own, once
everything on it is drawn; `settle(page)` waits for that again after a click. A test whose pages ask
any other machine for anything fails when it ends.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import servers
from benchmarks.browser import chromium as start_chromium
from benchmarks.browser import chromium_path

# Idle for a moment, since a page may ask for one more run as soon as it is drawn: a run that is
# asked for is no longer "notRunning". Frames are counted, since a busy machine lets time go by
# between two of them in which the page could ask for nothing.
IDLE = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const busy = '[data-testid="stStatusWidget"], [data-testid="stSkeleton"], [data-stale="true"]';
  const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
  const idle = app?.dataset.testScriptState === "notRunning"
    && document.querySelector('[data-testid="stMainBlockContainer"] [data-testid]')
    && !document.querySelector(busy)
    && charts.every((chart) => chart.querySelector(".main-svg .trace"));
  window.idleFrames = idle ? (window.idleFrames ?? 0) + 1 : 0;
  if (window.idleFrames < 2) window.idleSince = performance.now();
  return window.idleFrames > 6 && performance.now() - window.idleSince > 100;
}
"""


# A busy machine may take long; nothing but a failure waits so long.
LONGEST = 90_000
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def run_dashboard() -> Iterator[Callable[[Path], str]]:
    """Start a dashboard on a CSV; gives its address. Each runs until the tests are over."""
    running: dict[Path, str] = {}
    with ExitStack() as stack:

        def run(csv: Path) -> str:
            if csv not in running:
                running[csv] = stack.enter_context(servers.dashboard(csv))
            return running[csv]

        yield run


@pytest.fixture(scope="session")
def dashboard(run_dashboard: Callable[[Path], str]) -> str:
    """Address of the dashboard on the real studies."""
    return run_dashboard(servers.STUDIES)


# Not for the whole session: while Playwright runs, nothing else may use asyncio in this thread.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if chromium_path() is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("there is no chromium on this machine")
    with start_chromium() as browser:
        yield browser


@pytest.fixture
def requests() -> list[str]:
    """Addresses that the pages of this test have asked for, as they are asked for."""
    return []


@pytest.fixture
def new_page(chromium: Browser, requests: list[str]) -> Iterator[Callable[..., Page]]:
    """Make an empty page in a fresh context; takes what Playwright's `new_context` takes."""
    with ExitStack() as stack:

        def make(**context_options: Any) -> Page:
            context = chromium.new_context(**context_options)
            context.set_default_timeout(LONGEST)
            stack.callback(context.close)
            context.on("request", lambda request: requests.append(request.url))
            page = context.new_page()
            page.on("websocket", lambda socket: requests.append(socket.url))
            return page

        yield make
    elsewhere = [url for url in requests if not _stays_here(url)]
    assert not elsewhere, f"asked another machine: {elsewhere}"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def settle() -> Callable[[Page], Page]:
    """Wait until the app is idle and its charts are drawn; a page that raised fails the test."""

    def wait(page: Page) -> Page:
        page.wait_for_function(IDLE)
        assert page.get_by_test_id("stException").all_inner_texts() == []
        return page

    return wait


@pytest.fixture
def open_app(
    dashboard: str, new_page: Callable[..., Page], settle: Callable[[Page], Page]
) -> Callable[..., Page]:
    """Open a path of the dashboard, in a fresh context, and wait until it is drawn.

    `at` is the address of another dashboard (`run_dashboard`); other options go to the context:
    `open_app("/study", color_scheme="dark", viewport={"width": 400, "height": 800})`.
    """

    def open_it(path: str = "/", at: str = "", **context_options: Any) -> Page:
        page = new_page(**context_options)
        page.goto((at or dashboard) + path)
        return settle(page)

    return open_it


def _stays_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "chrome") or parts.hostname in (
        "localhost",
        "127.0.0.1",
    )
