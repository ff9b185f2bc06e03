import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks import servers
from lib.slides.slide_list import BY_STUDY, COMPARE, CURVES, Slide
from lib.slides.slide_url import slides_to_text
from lib.ui.unsaved.keep import DAYS_VARIABLE
from tests.browser.runs import note_runs
from tests.browser.showing import at, present

HD = {"width": 1280, "height": 720}
LINK = (
    "/slides?slides="
    + slides_to_text(
        (
            Slide(CURVES, (), "One", "Say this.", BY_STUDY),
            Slide(COMPARE, (("month", ("6",)),), "Two"),
        )
    ).text
)


@pytest.fixture
def open_slides(open_app):
    def start():
        page = open_app(LINK, viewport=HD)
        page.locator(".rd-preview .main-svg .trace").first.wait_for()
        return page

    return start


@pytest.fixture
def show(open_slides):
    page = open_slides()
    present(page)
    return page


def listed(page):
    return page.get_by_test_id("stRadio").get_by_role("radio").count()


def test_views_of_two_pages_are_added_and_wait_on_the_page_of_slides(open_app, settle):
    page = open_app("/?level=90", viewport=HD)
    page.get_by_role("button", name="Add to slides").click()
    page.get_by_role("link", name="Your slides (1)").wait_for()
    settle(page)
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Compare").click()
    page.get_by_role("heading", name="responded at 6 months").wait_for()
    settle(page)
    page.get_by_role("button", name="Add all studies to slides").click()
    page.get_by_role("link", name="Your slides (2)").first.click()
    page.locator(".rd-preview .main-svg .trace").first.wait_for()
    settle(page)
    assert listed(page) == 2
    present(page)
    at(page, "2 of 2", "Chakraverty 2004 · Corticosteroid")
    expect(page.locator(".rp-title")).to_have_text("Share responding at 6 months")


def test_the_keys_lead_through_steps_and_slides_and_escape_gives_the_focus_back(show):
    at(show, "1 of 2", "Chakraverty 2004")
    show.keyboard.press("PageDown")
    at(show, "1 of 2", "Kim 2010")
    show.keyboard.press("ArrowRight")
    at(show, "1 of 2", "All 3 studies")
    show.keyboard.press("Space")
    expect(show.locator(".rp-title")).to_have_text("Two")
    show.keyboard.press("Home")
    at(show, "1 of 2", "Chakraverty 2004")
    show.keyboard.press("Escape")
    expect(show.get_by_role("dialog")).to_have_count(0)
    expect(show.get_by_role("button", name="Present", exact=True)).to_be_focused()


def test_the_show_covers_the_window_and_fills_the_screen(show):
    box = show.get_by_role("dialog").bounding_box()
    assert (box["width"], box["height"]) == (1280, 720)
    expect(show.locator(".rp-source")).to_contain_text("studies.csv, version ")
    show.keyboard.press("f")
    show.wait_for_function("() => document.fullscreenElement !== null")
    show.keyboard.press("f")
    show.wait_for_function("() => document.fullscreenElement === null")


def test_the_speakers_window_shows_the_note_and_follows(show):
    with show.context.expect_page() as opened:
        show.keyboard.press("s")
    speaker = opened.value
    expect(speaker.locator(".rs-note")).to_have_text("Say this.")
    expect(speaker.locator(".rs-next")).to_have_text("Two")
    expect(speaker.locator(".rs-cautions")).to_contain_text("not a randomised comparator")
    assert speaker.evaluate("document.elementFromPoint(9, 300).closest('.rs') !== null")
    show.keyboard.press("ArrowRight")
    expect(speaker.locator(".rs-where")).to_contain_text("Kim 2010, step 2 of 3")
    speaker.keyboard.press("End")
    expect(show.locator(".rp-count")).to_have_text("2 of 2")


def test_what_was_typed_is_presented_even_at_once(open_slides):
    page = open_slides()
    page.get_by_label("Title", exact=True).fill("Does it <b>last</b>?")
    present(page)
    expect(page.locator(".rp-title")).to_have_text("Does it <b>last</b>?")


def test_an_edit_runs_nothing_but_the_list_and_comes_back_as_unsaved_work(
    run_dashboard, new_page, settle, monkeypatch, tmp_path
):
    monkeypatch.setenv(DAYS_VARIABLE, "30")
    page = new_page(is_fresh=True, viewport=HD)
    runs = note_runs(page)
    page.goto(f"{run_dashboard(Path(shutil.copy(servers.STUDIES, tmp_path)))}{LINK}")
    settle(page)
    runs.clear()
    page.get_by_label("Title", exact=True).fill("Does it last?")
    page.get_by_label("Title", exact=True).blur()
    expect(page.get_by_test_id("stRadio").get_by_text("1. Does it last?")).to_be_visible()
    settle(page)
    titled = page.url
    page.get_by_label("Note for the speaker").fill("Slowly.")
    page.get_by_label("Note for the speaker").blur()
    page.wait_for_url(lambda address: address != titled)  # It holds the note, too.
    settle(page)
    assert runs
    assert all(runs)
    page.goto(re.sub("slides=[^&]*&?", "", page.url))
    expect(page.get_by_label("Title", exact=True)).to_have_value("Does it last?")
    expect(page.get_by_label("Note for the speaker")).to_have_value("Slowly.")


def test_a_reload_and_a_copied_link_keep_the_slides(open_slides, settle, new_page):
    page = open_slides()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_url(lambda url: LINK not in url)
    settle(page)
    page.reload()
    assert listed(settle(page)) == 1
    other = new_page()
    other.goto(page.url)
    assert listed(settle(other)) == 1
    expect(other.get_by_label("Title", exact=True)).to_have_value("Two")
    assert other.url == page.url


def test_a_speakers_window_by_itself_says_what_to_do(open_app):
    page = open_app("/slides?role=speaker")
    expect(page.get_by_text("on the page Slides choose Present, then press S")).to_be_visible()
