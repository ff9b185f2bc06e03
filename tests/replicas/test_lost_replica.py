"""A visitor whose replica is killed with an import open: the other one gives it back."""

import os

import pytest
from playwright.sync_api import expect

from benchmarks.browser import chromium, chromium_path
from tests.idle import IDLE
from tests.replicas.replica import wait_for

WIDE = b"study,arm,N,3 mo,6 mo\nLee 2020,Drug,20,15,12\n"


# For one test at a time: while Playwright runs, nothing else may use asyncio in this thread.
@pytest.fixture
def page():
    if chromium_path() is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("there is no chromium on this machine")
    with chromium() as browser:
        yield browser.new_page()


def replica_of(page):
    """Name the replica that serves a browser, by the cookie that HAProxy gave it."""
    return next(each["value"] for each in page.context.cookies() if each["name"] == "replica")


def drop_and_answer(page):
    """Drop a file, answer what it asks, and wait until all of that is stored."""
    dropped = {"name": "lee.csv", "mimeType": "text/csv", "buffer": WIDE}
    page.locator("input[type=file]").set_input_files([dropped])
    page.get_by_text("patients", exact=True).click()
    page.get_by_role("button", name="Accept 3 proposals and go on").click()
    expect(page.get_by_text("Rows: 2 added.")).to_be_visible()
    page.wait_for_url("**/upload?draft=*")
    page.wait_for_function(IDLE)


def test_an_open_import_goes_on_in_the_other_replica(crew, page):
    expect.set_options(timeout=30_000)
    page.goto(f"{crew.address}/upload")
    drop_and_answer(page)
    name = replica_of(page)
    address, replica = list(crew.replicas.items())["ab".index(name)]
    replica.end()
    try:
        expect(page.get_by_text("is back: 1 imported file.")).to_be_visible()
        page.wait_for_function(IDLE)
        assert replica_of(page) != name
        expect(page.get_by_role("heading", name="lee.csv")).to_be_visible()
        expect(page.get_by_text("Rows: 2 added.")).to_be_visible()
        page.get_by_role("button", name="Try these rows").click()
        expect(page.get_by_text("Trying: ")).to_be_visible()
        page.get_by_role("link", name="See the curves").click()
        expect(page.get_by_test_id("stPlotlyChart")).to_contain_text("Lee 2020")
    finally:
        replica.start()
        wait_for(f"{address}/ready", 200)
