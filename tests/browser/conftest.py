"""A running dashboard and a real Chromium.

`open_app(path)` gives a Playwright page of the dashboard, once
everything on it is drawn; `settle(page)` waits for that again after a click. A test whose pages ask
any other machine for anything, or do what their policy forbids, fails when it ends.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    WebSocket,
    expect,
)

from benchmarks import servers
from benchmarks.browser import chromium_path, lasting_chromium
from lib.ui.shell.first_look import SEEN
from tests.idle import IDLE

SEEN_HINTS = f"try {{ localStorage.setItem('{SEEN}', '1'); }} catch {{}}"

# A busy machine may take long; nothing but a failure waits so long.
LONGEST = 90_000
WINDOW = {"width": 1280, "height": 720}
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
@pytest.fixture(scope="package")
def chromium(profile: Path) -> Iterator[BrowserContext]:
    """Start a browser that loads Streamlit's scripts once: they are most of a visit's work."""
    if chromium_path() is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("there is no chromium on this machine")
    with lasting_chromium(profile) as browser:
        browser.set_default_timeout(LONGEST)
        yield browser


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser keeps what it has loaded."""
    return tmp_path_factory.mktemp("chromium")


@pytest.fixture
def requests() -> list[str]:
    """Addresses that the pages of this test have asked for, as they are asked for."""
    return []


@pytest.fixture
def forbidden() -> list[str]:
    """What the pages of this test have tried against their policy, in the words of the browser."""
    return []


@pytest.fixture
def new_page(
    chromium: BrowserContext, requests: list[str], forbidden: list[str]
) -> Iterator[Callable[..., Page]]:
    """Make an empty page; the second of a test, and one with `is_fresh`, is another visitor's.

    The first is the same page in all tests: what its scripts are compiled to stays in the process
    that draws it, and to compile them again would be most of a visit's work. Nothing that it
    stores outlives its test, and neither do its routes; what a test has it listen to, does, so
    such a test takes a fresh page.

    `viewport`, `color_scheme`, `reduced_motion` and `permissions` are as in Playwright's
    `new_context`; with any other of its options the page is fresh. Without `is_known` the visitor
    is here for the first time.
    """
    with ExitStack() as stack:
        lasting = [chromium.pages[0]]

        def make(
            viewport: Any = WINDOW,
            color_scheme: Any = "light",
            reduced_motion: Any = "no-preference",
            permissions: Sequence[str] = (),
            is_fresh: bool = False,
            is_known: bool = True,
            **more: Any,
        ) -> Page:
            if is_fresh or more or not lasting:
                assert chromium.browser
                context = stack.enter_context(chromium.browser.new_context(**more))
                context.set_default_timeout(LONGEST)
                page = context.new_page()
            else:
                page = lasting.pop()
                stack.callback(_forget, page, requests)
            page.context.grant_permissions(permissions)
            page.set_viewport_size(viewport)
            page.emulate_media(
                media="null", color_scheme=color_scheme, reduced_motion=reduced_motion
            )
            if is_known:
                stack.enter_context(page.add_init_script(SEEN_HINTS))
            stack.enter_context(_notes(page, requests, forbidden))
            return page

        yield make
    elsewhere = [url for url in requests if not _stays_here(url)]
    assert not elsewhere, f"asked another machine: {elsewhere}"
    assert not forbidden, f"tried what is forbidden: {forbidden}"


def _reports(said: str) -> list[str]:
    return [said] if "Content Security Policy" in said or "Permissions policy" in said else []


@contextmanager
def _notes(page: Page, requests: list[str], forbidden: list[str]) -> Iterator[None]:
    """Note what a page asks for, and what it tries against its policy."""

    def note(request: Request | WebSocket) -> None:
        requests.append(request.url)

    def listen(message: ConsoleMessage) -> None:
        forbidden.extend(_reports(message.text))

    def follow(popup: Page) -> None:
        popup.on("request", note)
        popup.on("websocket", note)
        popup.on("console", listen)

    follow(page)
    page.on("popup", follow)
    yield
    page.remove_listener("request", note)
    page.remove_listener("websocket", note)
    page.remove_listener("console", listen)
    page.remove_listener("popup", follow)


def _let_go(dialog: Dialog) -> None:
    """A page with rows that are not saved asks whether it may be left."""
    dialog.accept()


def _forget(page: Page, requests: list[str]) -> None:
    """Empty a page, and close and delete what it has opened and stored."""
    visitor = page.context
    for other in visitor.pages[1:]:
        other.close()
    page.on("dialog", _let_go)
    page.goto("about:blank")
    page.remove_listener("dialog", _let_go)
    page.unroute_all()
    visitor.clear_permissions()
    visitor.clear_cookies()
    session = visitor.new_cdp_session(page)
    session.send("Page.resetNavigationHistory")
    for origin in {"://".join(urlsplit(url)[:2]) for url in requests if url.startswith("http")}:
        session.send(
            "Storage.clearDataForOrigin",
            {"origin": origin, "storageTypes": "local_storage,indexeddb"},
        )
    session.detach()


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
    """Open a path of the dashboard as whoever started it, and wait until it is drawn.

    `at` is the address of another dashboard (`run_dashboard`); other options go to `new_page`:
    `open_app("/study", color_scheme="dark", viewport={"width": 400, "height": 800})`.
    """

    def open_it(path: str = "/", at: str = "", **context_options: Any) -> Page:
        page = new_page(**context_options)
        page.goto(servers.entry(at or dashboard, path))
        return settle(page)

    return open_it


def _stays_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "chrome") or parts.hostname in (
        "localhost",
        "127.0.0.1",
    )
