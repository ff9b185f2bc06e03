"""A running dashboard and a real Chromium.

`open_app(path)` gives a Playwright page of the dashboard, once everything on it is drawn;
`settle(page)` waits for that again after a click. A test that only reads takes `look_at(path)`,
which loads nothing that the test before has left open. A test whose pages ask any other machine for
anything, or do what their policy forbids, fails when it ends.
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
    Page,
    Request,
    WebSocket,
    expect,
)

from benchmarks import servers
from benchmarks.browser import chromium_path, lasting_chromium
from lib.ui.shell.first_look import SEEN
from tests.browser import shared_dashboard
from tests.browser.lasting import LONGEST, Lasting, Sight, follow_link
from tests.idle import IDLE, UNREST

pytest_configure_node = shared_dashboard.pytest_configure_node

SEEN_HINTS = f"try {{ localStorage.setItem('{SEEN}', '1'); }} catch {{}}"

WINDOW = {"width": 1280, "height": 720}
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def run_dashboard(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], str]]:
    """Start a dashboard on a CSV; gives its address. Each runs until the tests are over."""
    shared = shared_dashboard.address(request.config)
    running = {servers.STUDIES: shared} if shared else {}
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


@pytest.fixture(scope="package")
def lasting(chromium: BrowserContext) -> Lasting:
    """What outlives each test: what the scripts of a page are compiled to stays in its process."""
    return Lasting(chromium)


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest,
    lasting: Lasting,
    requests: list[str],
    forbidden: list[str],
) -> Iterator[Callable[..., Page]]:
    """Make an empty page; the second of a test, and one with `is_fresh`, is another visitor's.

    The first two are the same pages in all tests: to compile the scripts again would be most of a
    visit's work. Nothing that they store outlives its test, and neither do their routes; what a
    test has them listen to, does, so such a test takes a fresh page or stops to listen.

    `viewport`, `color_scheme`, `reduced_motion` and `permissions` are as in Playwright's
    `new_context`; with any other of its options the page is fresh. Without `is_known` the visitor
    is here for the first time. With `sight` the page is not emptied where it shows that already,
    or a page from which a link leads there, and what it shows is left to the next test.
    """
    with ExitStack() as stack:
        numbers = iter(range(2))

        def make(
            viewport: Any = WINDOW,
            color_scheme: Any = "light",
            reduced_motion: Any = "no-preference",
            permissions: Sequence[str] = (),
            is_fresh: bool = False,
            is_known: bool = True,
            sight: Sight | None = None,
            **more: Any,
        ) -> Page:
            number = None if is_fresh or more else next(numbers, None)
            if number is None:
                context = stack.enter_context(lasting.new_context(**more))
                context.set_default_timeout(LONGEST)
                page = context.new_page()
            else:
                page = lasting.page(number)
                lasting.empty_unless(page, sight)
                stack.callback(_leave, lasting, page, sight, requests, request.session)
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


def _leave(
    lasting: Lasting,
    page: Page,
    sight: Sight | None,
    requests: Sequence[str],
    session: pytest.Session,
) -> None:
    """Leave what a test has only read to the next one, if nothing failed meanwhile."""
    lasting.note(page, requests)
    if sight is None or session.testsfailed:
        lasting.empty(page)
    else:
        lasting.leave(page, sight)


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


@pytest.fixture
def look_at(
    dashboard: str, new_page: Callable[..., Page], settle: Callable[[Page], Page], lasting: Lasting
) -> Callable[..., Page]:
    """Open a path as `open_app` does, for a test that only reads.

    What the test before has looked at is not loaded again: the page stays as it is, or goes on by
    a link of the navigation. Whoever looks leaves the page as it came, its size and its colours
    excepted. `prepare` is what is done first to a page that was just loaded.
    """

    def look(
        path: str = "/",
        at: str = "",
        prepare: Callable[[Page], object] | None = None,
        viewport: Any = WINDOW,
        **surroundings: Any,
    ) -> Page:
        sight = Sight(at or dashboard, path, prepare, tuple(sorted(surroundings.items())))
        page = new_page(sight=sight, **surroundings)
        before = lasting.sight(page)
        if before and before != sight:
            follow_link(page, path)
            page.evaluate(UNREST)
            settle(page)
        page.set_viewport_size(viewport)
        if before is None:
            page.goto(servers.entry(sight.at, path))
        page.evaluate(UNREST)
        settle(page)
        if before is None and prepare:
            prepare(page)
        return page

    return look


def _stays_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "chrome") or parts.hostname in (
        "localhost",
        "127.0.0.1",
    )
