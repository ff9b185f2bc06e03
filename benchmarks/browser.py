"""A headless Chromium that keeps to this machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

# Chromium calls home when it starts, whatever page it shows; none of that is the page's doing.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

# Pages that are opened once or twice never earn back the time to optimise their scripts.
# With much room for what is new, nothing of a visit is moved about before the visit is over.
_SHORT_VISITS = (
    "--js-flags=--no-opt --no-maglev --single-threaded-gc"
    " --min-semi-space-size=64 --max-semi-space-size=64"
)


def chromium_path() -> str | None:
    """Where the system's Chromium is, if it has one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; no name but localhost resolves in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def lasting_chromium(profile: Path) -> Iterator[BrowserContext]:
    """Start the system's Chromium on a profile, in which scripts stay that were loaded before."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium_path(), args=[*_QUIET, _SHORT_VISITS]
        )
        try:
            yield context
        finally:
            context.close()
