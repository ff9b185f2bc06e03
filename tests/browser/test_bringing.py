"""The way of rows, as an analyst goes it: dropped, mended, kept, seen, taken back."""

import re
import shutil
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from benchmarks import servers
from benchmarks.servers import STUDIES
from lib.ui.unsaved.keep import DAYS_VARIABLE
from tests.bad_rows import MISTAKES


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "studies.csv"
    shutil.copy(STUDIES, path)
    return path


@pytest.fixture
def drop(settle):
    def files(page, *named):
        brought = [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in named]
        page.locator("input[type=file]").set_input_files(brought)
        page.get_by_role("button", name="Start again").wait_for()
        return settle(page)

    return files


def test_what_was_brought_is_there_at_once_after_the_server_died(
    new_page, csv, drop, settle, monkeypatch
):
    monkeypatch.setenv(DAYS_VARIABLE, "30")
    page = new_page(is_fresh=True)
    with servers.dashboard(csv) as url:
        page.goto(f"{url}/upload")
        settle(page)
        drop(page, ("new.csv", b"study,arm,months,rate_pct\nNew 2020,Drug,3,55\n"))
        page.wait_for_url("**/upload?draft=*")
    with servers.dashboard(csv, port=urlsplit(url).port):
        expect(page.get_by_text("is back: 1 imported file.")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("heading", name="new.csv")).to_be_visible()
        page.get_by_role("link", name="Curves").click()
        page.wait_for_url("**/?draft=*")
        settle(page)
        page.get_by_role("link", name="Import").click()
        expect(page.get_by_role("heading", name="new.csv")).to_be_visible()
        page.go_back()
        page.wait_for_url("**/?draft=*")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        settle(page).get_by_role("button", name="Copy link").click()
        expect(page.get_by_text("Link copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == f"{url}/"


def type_into(page, settle, grid, down, right, text):
    """Type over a cell of a grid, found by keyboard from its first one."""
    grid.evaluate("(grid) => grid.scrollIntoView({block: 'center'})")
    grid.locator(".dvn-scroller").click(position={"x": 30, "y": 52})
    for key, times in (("ArrowDown", down), ("ArrowRight", right)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Enter")
    field = page.locator(".gdg-input")
    field.wait_for()
    field.fill(text)
    page.keyboard.press("Enter")
    field.wait_for(state="detached")
    # The grid tells what was typed a moment later, and nothing on the page says when.
    page.wait_for_timeout(400)
    settle(page)


def keep(page, settle, button, why, done="Saved for everybody as version"):
    page.get_by_label("Your name, for the history").fill("Ann Analyst")
    page.get_by_label("What changes, and why, in a sentence").fill(why)
    page.get_by_role("button", name=button).click()
    page.get_by_text(re.compile(done)).wait_for()
    return settle(page)


def test_rows_are_dropped_mended_kept_seen_and_taken_back(
    open_app, run_dashboard, csv, drop, settle
):
    before = csv.read_bytes()
    at = run_dashboard(csv)
    page = drop(open_app("/upload", at=at), ("lee.csv", MISTAKES))
    problems = page.get_by_role("region", name="Problems in lee.csv, a row a problem")
    expect(problems.locator("tbody tr")).to_have_count(3)
    grid = page.get_by_test_id("stDataFrame").first
    type_into(page, settle, grid, down=1, right=3, text="12")
    page.get_by_role("button", name="Check again").click()
    expect(problems.locator("tbody tr")).to_have_count(2)
    page.get_by_text("The rows as they were read").click()
    expect(page.locator(".rd-error-cell")).to_have_count(2)
    page.get_by_role("button", name="Go on with 2 rows").click()
    expect(page.get_by_text("Rows: 2 added, 2 left out.")).to_be_visible()
    keep(page, settle, "Save for everybody", "Adds Lee 2020 from its abstract")
    assert csv.read_bytes().startswith(before)
    expect(page.get_by_text("Saved for everybody as version 2")).to_be_in_viewport()

    page.get_by_test_id("stSidebarNavLink").filter(has_text="Curves").click()
    settle(page)
    expect(page.get_by_role("cell", name="32/40", exact=True)).to_be_visible()
    assert "Lee 2020" in page.get_by_test_id("stPlotlyChart").text_content()

    page.get_by_test_id("stSidebarNavLink").filter(has_text="History").click()
    settle(page)
    expect(page.get_by_role("cell", name="Adds Lee 2020 from its abstract")).to_be_visible()
    page.goto(f"{at}/history?version=1")
    expect(settle(page).get_by_text("Rows: 2 removed")).to_be_visible()
    keep(page, settle, "Restore version 1", "Lee 2020 was a draft", "Version 1 is restored")
    assert csv.read_bytes() == before
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Curves").click()
    settle(page)
    assert "Lee 2020" not in page.get_by_test_id("stPlotlyChart").text_content()


def test_a_phone_is_not_wider_than_its_screen(open_app, drop):
    page = open_app("/upload", viewport={"width": 400, "height": 850})
    drop(page, ("lee.csv", MISTAKES))
    width = page.get_by_test_id("stMain").evaluate("main => main.scrollWidth")
    assert width <= 400


def test_the_browser_asks_before_rows_are_lost(open_app, drop, settle):
    page = open_app("/upload")
    asked = []

    def go(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", go)
    page.reload()
    assert asked == []
    drop(settle(page), ("lee.csv", MISTAKES))
    page.get_by_role("button", name="Go on with 1 row").click()
    page.get_by_role("button", name="Try these rows").click()
    settle(page).reload()
    page.remove_listener("dialog", go)
    assert asked == ["beforeunload"]


def test_the_first_click_checks_what_was_pasted(open_app, settle):
    page = open_app("/upload")
    page.get_by_text("Pasted cells").click()
    page.get_by_label("Paste cells here").click()
    page.keyboard.insert_text("study\tarm\tmonths\trate_pct\nLee 2020\tDrug\t3\t50")
    page.get_by_role("button", name="Check these cells").click()
    expect(settle(page).get_by_text("Rows: 1 added.")).to_be_visible()


WIDE = b"study,arm,N,3 mo,6 mo\nLee 2020,Drug,20,15,12\n"


def test_a_question_is_answered_by_keyboard_and_remembered(open_app, drop, settle):
    page = drop(open_app("/upload"), ("lee.csv", WIDE))
    expect(page.get_by_role("cell", name="15 of 20 (75.0%)")).to_be_in_viewport()
    page.get_by_role("radio", name="patients").focus()
    page.keyboard.press("Space")
    onward = page.get_by_role("button", name="Accept 3 proposals and go on")
    expect(onward).to_be_in_viewport()
    expect(page.get_by_role("radio", name="patients")).to_be_focused()
    onward.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rows: 2 added.")).to_be_visible()
    settle(page)  # a click on what is still being drawn is lost
    page.get_by_role("button", name="Remember for files like this one").click()
    expect(page.get_by_text("Remembered in this browser")).to_be_visible()

    page.reload()  # a session of its own: only the browser knows of the kind
    drop(settle(page), ("moe.csv", WIDE.replace(b"Lee", b"Moe")))
    expect(
        page.get_by_text("It is read as a file with the same headers was before.")
    ).to_be_visible()
    expect(page.get_by_text("Rows: 2 added.")).to_be_visible()


def test_a_file_of_any_name_is_refused_in_words(open_app, drop):
    page = drop(open_app("/upload"), ("scan.pdf", b"%PDF-1.7 x"))
    expect(page.get_by_role("cell", name="This is not a text file: it is a PDF")).to_be_visible()


def test_an_empty_file_opens_an_example(open_app, run_dashboard, tmp_path, settle):
    page = open_app("/", at=run_dashboard(tmp_path / "none.csv"))
    page.get_by_role("button", name="Open an example").click()
    expect(settle(page).get_by_text("Trying: ")).to_be_visible()
    expect(page.get_by_test_id("stPlotlyChart")).to_be_visible()
