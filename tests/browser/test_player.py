import re
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from unittest.mock import patch
from urllib.parse import urlsplit

import pandas as pd
import pytest
from playwright.sync_api import expect

from lib.charts.curves.curves import curves
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.charts.theme import THEMES
from lib.exports.document import document
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.presenter.player import player_css, player_js
from lib.exports.tables.points_csv import Stamp
from tests.browser.axe import violations
from tests.browser.showing import at, present, wait_for_figure

STAMP = Stamp("Curves", "studies.csv", "abcd1234", "22 November 2026")
HOSTILE = "</script><script>window.hit=1</script>\"'><img src=x onerror=window.hit=2>"
# Draws nothing but what says that it is drawn: most tests look at keys, focus and words.
STUB = """
const figure = '<svg class="main-svg"><g class="trace"><rect width="9" height="9" /></g></svg>';
const draw = async (box) => { box.innerHTML = figure; };
globalThis.Plotly = { newPlot: draw, react: draw, purge: () => {} };
"""
HD = {"width": 1280, "height": 720}
SMALLEST = """(root) => {
  const sizes = [];
  const walk = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const it = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || it.closest('.rp-hidden, .rp-unseen, [hidden]')) continue;
    const pane = it.closest('.rp-pane');
    const scale = pane ? pane.getBoundingClientRect().width / pane.offsetWidth : 1;
    sizes.push(parseFloat(getComputedStyle(it).fontSize) * scale);
  }
  return Math.min(...sizes);
}"""


def presented(points, title, note, theme, doubts=()):
    look = THEMES[theme]
    whole = curves(points, (), Picture(look))
    charts = [curves(points, (), Picture(look, room=SLIDE)) for _ in range(3)]
    stepped = list(map(plotly_figure, charts))
    for seen, figure in enumerate(stepped, 1):
        for trace in [trace for trace in figure.data if trace.meta == "series"][seen:]:
            trace.visible = False
    table = pd.DataFrame({"Study": ["Kim 2010"], "Responding": ["58.7%"]})
    shown = FigureExport(title, whole, f"{title} falls.", "Wilson.", table, ("Few.",), (), STAMP)
    shown = replace(shown, doubts=doubts)
    labels = ("First", "Second", "All")
    return SlideExport(shown, note, tuple(map(RevealStep, labels, stepped)))


@pytest.fixture(scope="module")
def written_of(tmp_path_factory):
    def write(points, *titles, theme="light", doubts=()):
        slides = [presented(points, title, f"Say {title}", theme, doubts) for title in titles]
        path = tmp_path_factory.mktemp("shown") / "slides.html"
        path.write_bytes(document(slides, "Does it last?", theme))
        return path.as_uri()

    return write


@pytest.fixture(scope="module")
def written(written_of, real_points):
    return partial(written_of, real_points)


@pytest.fixture(scope="module")
def two(written):
    return written("One", "Two")


@pytest.fixture(scope="module")
def stub_of(written):
    def write(*titles, **options):
        with patch("lib.exports.document.plotly_js", lambda: STUB):
            return written(*titles, **options)

    return write


@pytest.fixture(scope="module")
def two_stubs(stub_of):
    return stub_of("One", "Two")


def complain(trouble):
    pytest.fail(getattr(trouble, "text", str(trouble)))


# A file asks for nothing but itself; that no page asks another machine is held for all of them.
@pytest.fixture
def open_file(new_page, requests):
    with ExitStack() as stack:

        def open_it(address, before="", clock=False, **options):
            page = new_page(viewport=HD, is_fresh=clock, **options)
            stack.enter_context(page.context.add_init_script(before))
            if clock:
                page.clock.install()
            for trouble in ("pageerror", "console"):
                page.on(trouble, complain)
                stack.callback(page.remove_listener, trouble, complain)
            page.goto(address)
            return page

        yield open_it
    others = [url for url in requests if urlsplit(url).scheme not in ("file", "data", "blob")]
    requests.clear()
    assert others == []


@pytest.fixture
def show(open_file, two_stubs):
    def start(address=two_stubs, **options):
        page = open_file(address, **options)
        present(page)
        return page

    return start


@pytest.fixture
def show_stub(show, stub_of):
    """Show slides of these titles whose figures nobody looks at."""

    def start(*titles, **options):
        return show(stub_of(*titles, **options))

    return start


def test_every_key_goes_its_way(show):
    page = show()
    for key in ("ArrowRight", "Space", "PageDown", "Enter"):
        page.keyboard.press("Home")
        at(page, "1 of 2", "First")
        page.keyboard.press(key)
        at(page, "1 of 2", "Second")
    for key in ("ArrowLeft", "Shift+Space", "PageUp", "Backspace"):
        page.keyboard.press("End")
        at(page, "2 of 2", "All")
        page.keyboard.press(key)
        at(page, "2 of 2", "Second")


def test_steps_lead_from_slide_to_slide_and_back_to_the_whole(show):
    page = show()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    at(page, "2 of 2", "First")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Two")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    at(page, "1 of 2", "All")
    expect(page.locator(".rp-source").get_by_text("version abcd1234")).to_be_visible()


def test_the_ends_hold(show):
    page = show()
    page.keyboard.press("ArrowLeft")
    at(page, "1 of 2", "First")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    at(page, "2 of 2", "All")


def test_a_step_draws_what_it_shows(show, two):
    page = show(two)
    traces = page.locator(".rp-pane:not(.rp-unseen) .scatterlayer .trace")
    few = traces.count()
    page.keyboard.press("ArrowRight")
    expect(traces).to_have_count(few + 1)


def test_the_next_slide_is_drawn_ahead(show, two):
    page = show(two)
    ahead = page.locator(".rp-pane.rp-unseen .main-svg .trace")
    ahead.first.wait_for(state="attached")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_play_runs_the_steps_once_asked_and_ends_at_the_whole(show, motion):
    page = show(clock=True, reduced_motion=motion)
    page.clock.run_for(5000)
    at(page, "1 of 2", "First")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pause")).to_be_attached()
    at(page, "1 of 2", "Second")
    at(page, "1 of 2", "All")
    expect(page.get_by_role("button", name="Play")).to_be_attached()


def test_pause_stays_where_it_is(show):
    page = show(clock=True)
    page.keyboard.press("p")
    at(page, "1 of 2", "Second")
    page.keyboard.press("p")
    page.clock.run_for(5000)
    at(page, "1 of 2", "Second")


def test_nothing_moves_where_motion_is_reduced(show):
    page = show(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll('.rp, .rp *')].filter((it) =>
      parseFloat(getComputedStyle(it).transitionDuration) && it.closest('.rp-bar')).length"""
    assert page.evaluate(moving) == 0


def is_full(page, full):
    page.wait_for_function("(full) => Boolean(document.fullscreenElement) === full", arg=full)


def test_f_and_the_button_fill_the_screen_and_escape_leaves_one_at_a_time(show):
    page = show()
    page.keyboard.press("f")
    is_full(page, True)
    page.keyboard.press("Escape")
    is_full(page, False)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.move(300, 300)
    page.get_by_role("button", name="Full screen").click()
    is_full(page, True)
    page.keyboard.press("f")
    is_full(page, False)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_focus_stays_inside_and_is_given_back(show):
    page = show()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(10):
            page.keyboard.press(key)
            assert page.evaluate("document.activeElement.closest('.rp') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Present", exact=True)).to_be_focused()


def test_space_presses_the_button_that_the_keyboard_reached(show):
    page = show()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.keyboard.press("Space")
    at(page, "1 of 2", "Second")


def test_space_goes_on_after_a_click_on_back(show):
    page = show()
    page.mouse.move(300, 300)
    page.get_by_role("button", name="Back").click()
    page.keyboard.press("Space")
    at(page, "1 of 2", "Second")


def test_a_click_left_goes_back_and_right_goes_on(show):
    page = show()
    page.mouse.click(900, 400)
    at(page, "1 of 2", "Second")
    page.mouse.click(200, 400)
    at(page, "1 of 2", "First")
    page.mouse.wheel(0, 500)
    at(page, "1 of 2", "First")


SWIPE = """(across) => {
  const it = document.querySelector('.rp-stage');
  const send = (kind, clientX) => it.dispatchEvent(new TouchEvent(kind, {
    bubbles: true,
    touches: [new Touch({ identifier: 1, target: it, clientX, clientY: 300 })],
    changedTouches: [new Touch({ identifier: 1, target: it, clientX, clientY: 300 })],
  }));
  send('touchstart', 600);
  send('touchend', 600 + across);
}"""


def test_a_swipe_leads_on_and_back(show):
    page = show()
    page.evaluate(SWIPE, -200)
    at(page, "1 of 2", "Second")
    page.evaluate(SWIPE, 200)
    at(page, "1 of 2", "First")
    page.evaluate(SWIPE, 5)
    at(page, "1 of 2", "First")


def test_b_turns_the_screen_black_until_it_goes_on(show):
    page = show()
    curtain = page.locator(".rp-curtain")
    page.keyboard.press("b")
    expect(curtain).to_be_visible()
    page.keyboard.press(".")
    expect(curtain).to_be_hidden()
    page.keyboard.press("b")
    page.keyboard.press("PageDown")
    expect(curtain).to_be_hidden()


def test_details_tell_every_caution(show):
    page = show()
    page.keyboard.press("d")
    expect(page.get_by_role("region", name="Details")).to_contain_text("Few.")
    assert page.evaluate(SMALLEST, ".rp-details") >= 20
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Details")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_slide_is_told_to_those_who_hear_it(show):
    page = show()
    told = page.locator(".rp [aria-live]")
    seen = page.locator(".rp-pane:not(.rp-unseen)")
    expect(told).to_have_text("Slide 1 of 2: One. First. ")
    expect(seen).to_have_attribute("aria-label", "First")
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text("Second. ")
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text("All. One falls.")
    expect(seen).to_have_attribute("aria-label", "One falls.")


@pytest.mark.parametrize("title", ["One", "A title so long that one line cannot hold it " * 3])
def test_type_is_large_enough_for_a_shared_screen(show, written, title):
    page = show(written(title))
    assert page.evaluate(SMALLEST, ".rp-figure") >= 20
    assert page.evaluate(SMALLEST, ".rp") >= 16
    size = page.locator(".rp-title").evaluate("it => parseFloat(getComputedStyle(it).fontSize)")
    assert 32 <= size <= 40
    assert page.evaluate("document.querySelector('.rp-stage').scrollHeight") <= HD["height"]


def test_everything_grows_with_the_window(show, two):
    page = show(two)
    small = page.evaluate(SMALLEST, ".rp-figure")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(200)
    assert page.evaluate(SMALLEST, ".rp-figure") == pytest.approx(1.5 * small, rel=0.01)
    assert page.evaluate(SMALLEST, ".rp-foot") == 24


def test_a_narrow_window_shows_the_whole_source(show):
    page = show()
    page.set_viewport_size({"width": 390, "height": 720})
    source = page.locator(".rp-source")
    assert source.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert source.bounding_box()["x"] + source.bounding_box()["width"] <= 390
    assert page.evaluate(SMALLEST, ".rp-foot") == 16


# Once the window has its new size, all at one time.
BOXES = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
  resolve([".rp-bar", ".rp-title", ".rp-stage > .rp-figure"].map(
    (it) => document.querySelector(it).getBoundingClientRect().toJSON())))))"""


def test_the_bar_covers_neither_title_nor_figure_nor_footnotes(show, two):
    page = show(two)
    for wide, high in ((1280, 720), (1920, 1080), (640, 360)):
        page.set_viewport_size({"width": wide, "height": high})
        bar, title, figure = page.evaluate(BOXES)
        assert bar["left"] >= title["right"], wide
        assert bar["bottom"] <= figure["top"] + 6, wide


def test_only_what_may_not_be_compared_is_marked(show_stub):
    doubts = ("Counted: Kim 2010.", "Not to be compared: 3 definitions.")
    page = show_stub("Marked", doubts=doubts)
    expect(page.locator(".rp-doubts p")).to_have_count(2)
    expect(page.locator(".rp-mixed")).to_have_text(doubts[1])


def test_a_title_is_whole_in_a_small_window(show_stub):
    page = show_stub("Response fell from 79% to 58% by month 12")
    page.set_viewport_size({"width": 640, "height": 360})
    title = page.locator(".rp-title")
    assert title.evaluate("it => it.scrollWidth <= it.clientWidth")
    assert title.evaluate("it => it.scrollHeight <= it.clientHeight + 1")


def test_a_spotlight_dims_all_other_series(show, two):
    page = show(two)
    page.keyboard.press("ArrowLeft")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    at(page, "1 of 2", "All")
    shown = ".rp-pane:not(.rp-unseen) .trace"
    dim = f"() => [...document.querySelectorAll('{shown}')].filter((it) => it.style.opacity).length"
    page.keyboard.press("l")
    told = page.locator(".rp-told")
    expect(told).not_to_be_empty()
    assert 0 < page.evaluate(dim) < page.locator(shown).count()
    first = told.inner_text()
    page.keyboard.press("ArrowDown")
    expect(told).not_to_have_text(first)
    page.keyboard.press("l")
    assert page.evaluate(dim) == 0


def test_a_spotlight_in_a_crowd_is_on_a_study(show, written_of, typed, points_of):
    rows = [
        {"study": f"S{n} 2001", "arm": arm, "months": months, "rate_pct": 90 - 4 * n - months}
        for n in range(8)
        for arm in ("A", "B")
        for months in (3, 6)
    ]
    page = show(written_of(points_of(typed(*rows)), "Crowd"))
    page.keyboard.press("l")
    expect(page.locator(".rp-told")).to_have_text("S0 2001")
    expect(page.locator(".rp-pane:not(.rp-unseen) .rp-lit")).to_have_count(2)
    page.keyboard.press("l")
    expect(page.locator(".rp-lit")).to_have_count(0)


def test_c_hides_the_counts_and_shows_them_again(show, two):
    page = show(two)
    count = page.locator(".rp-pane:not(.rp-unseen) .text text", has_text="11†/33")
    name = page.locator(".rp-pane:not(.rp-unseen) .y2tick").first
    expect(count).to_be_visible()
    page.keyboard.press("c")
    expect(count).to_be_hidden()
    expect(name).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(count).to_be_hidden()
    page.keyboard.press("c")
    expect(count).to_be_visible()
    expect(name).to_be_visible()


def speaker_of(page):
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    return opened.value


def test_the_speaker_follows_and_drives(show):
    page = show()
    page.keyboard.press("ArrowRight")
    speaker = speaker_of(page)
    expect(speaker.locator(".rs-count")).to_have_text("1 of 2")
    expect(speaker.locator(".rs-where")).to_contain_text("Second, step 2 of 3. Then: All.")
    expect(speaker.locator(".rs-note")).to_have_text("Say One")
    expect(speaker.locator(".rs-next")).to_have_text("Two")
    expect(speaker.locator(".rs-cautions")).to_contain_text("Few.")
    speaker.keyboard.press("End")
    at(page, "2 of 2", "All")
    page.keyboard.press("ArrowLeft")
    expect(speaker.locator(".rs-where")).to_contain_text("Second")
    expect(speaker.locator(".rs-next")).to_have_text("This is the last slide.")
    speaker.keyboard.press("b")
    expect(page.locator(".rp-curtain")).to_be_visible()
    page.keyboard.press("Escape")
    expect(speaker.locator(".rs-status")).to_have_text("The show has ended.")


def test_the_windows_stay_in_step_where_no_channel_reaches(show):
    page = show(before="delete globalThis.BroadcastChannel")
    speaker = speaker_of(page)
    expect(speaker.locator(".rs-where")).to_contain_text("First, step 1 of 3")
    speaker.keyboard.press("ArrowRight")
    at(page, "1 of 2", "Second")
    expect(speaker.locator(".rs-where")).to_contain_text("Second, step 2 of 3")


def test_play_from_the_speakers_window_runs_the_show(show):
    page = show()
    speaker = speaker_of(page)
    expect(speaker.locator(".rs-status")).to_have_text("")
    speaker.keyboard.press("p")
    expect(speaker.get_by_role("button", name="Pause")).to_be_visible()
    at(page, "1 of 2", "All")
    expect(speaker.get_by_role("button", name="Play")).to_be_visible()


def test_the_time_starts_again_when_asked(show):
    speaker = speaker_of(show(clock=True))
    elapsed = speaker.locator(".rs-elapsed")
    expect(elapsed).to_have_text(re.compile(r"^00:0[0-3]$"))
    speaker.clock.run_for(5000)
    expect(elapsed).to_have_text(re.compile(r"^00:(0[4-9]|[1-5]\d)$"))
    speaker.get_by_role("button", name="Reset").click()
    expect(elapsed).to_have_text(re.compile(r"^00:0[0-3]$"))


def test_two_shows_of_one_file_do_not_drive_each_other(show):
    first, second = show(), show()
    speaker = speaker_of(first)
    expect(speaker.locator(".rs-where")).to_contain_text("First")
    speaker.keyboard.press("End")
    at(first, "2 of 2", "All")
    at(second, "1 of 2", "First")


def test_the_cautions_stay_in_sight_of_a_long_note(show):
    speaker = speaker_of(show())
    speaker.set_viewport_size(HD)
    speaker.locator(".rs-note").evaluate("it => it.textContent = 'A long note. '.repeat(300)")
    expect(speaker.locator(".rs-cautions")).to_be_in_viewport(ratio=1)


BARE = {
    "theme": "light",
    "colours": {"ground": "#fff", "ink": "#000"},
    "slides": [
        {
            "title": title, "note": "", "alt": "", "method": "", "source": "", "cautions": [],
            "citations": [], "link": "", "steps": [{"label": "", "figure": {}}] * 2,
        }
        for title in ("One", "Two")
    ],
}  # fmt: skip


@pytest.fixture
def bare(page):
    page.set_content(f"<style>{player_css()}</style>")
    page.add_script_tag(content=player_js())
    page.evaluate("globalThis.Plotly = { react: async () => {}, purge: () => {} }")
    return page


def test_a_show_goes_on_with_another_deck_and_the_speaker_with_it(bare):
    start = "deck => { show = presentDeck(deck, { channel: 'x', at: { slide: 1, step: 1 } }) }"
    bare.evaluate(
        f"deck => {{ ({start})(deck); view = speakerView(deck, document.body, 'x') }}", BARE
    )
    pane = bare.locator(".rp .rp-pane:not(.rp-unseen)")
    pane.evaluate("it => { it.kept = true }")
    other = {**BARE, "slides": [BARE["slides"][0], {**BARE["slides"][1], "title": "New"}]}
    bare.evaluate("deck => show.take(deck)", other)
    expect(bare.locator(".rp-title")).to_have_text("New")
    expect(bare.locator(".rp-count")).to_have_text("2 of 2")
    assert pane.evaluate("it => it.kept")
    expect(bare.locator(".rs h1")).to_have_text("New")
    bare.evaluate("deck => show.take(deck)", {**BARE, "slides": BARE["slides"][:1]})
    expect(bare.locator(".rp-title")).to_have_text("One")
    expect(bare.locator(".rp-count")).to_have_text("1 of 1")


def test_a_show_says_that_its_figures_are_loading(bare):
    bare.route("**/plotly.js", lambda _: None)
    bare.evaluate("delete globalThis.Plotly")
    bare.evaluate("deck => { presentDeck(deck, { plotly: 'http://localhost/plotly.js' }) }", BARE)
    expect(bare.locator(".rp .rp-wait")).to_have_text("Loading the figures …")


@pytest.fixture
def slides_shown(open_app):
    page = open_app("/slides", viewport=HD)
    page.get_by_role("button", name=re.compile("^Start")).click()
    page.locator(".rd-preview .trace").first.wait_for()
    return page


def test_a_title_typed_just_before_present_is_shown(slides_shown):
    slides_shown.get_by_label("Title", exact=True).fill("Typed just now")
    slides_shown.get_by_role("button", name="Present", exact=True).click()
    expect(slides_shown.locator(".rp-title")).to_have_text("Typed just now")


def test_a_speakers_window_is_of_one_show_also_after_a_reload(slides_shown):
    slides_shown.get_by_role("button", name="Present", exact=True).click()
    speaker = speaker_of(slides_shown)
    speaker.locator(".rs-note").wait_for()
    assert re.search(r"\?role=speaker&show=\w{10,}$", speaker.url)
    speaker.reload()
    expect(speaker.locator(".rs-count")).to_contain_text("1 of")
    for _ in range(9):
        speaker.keyboard.press("Tab")
        assert speaker.evaluate("document.activeElement.closest('.rs, body') !== null")
        behind = "document.activeElement.closest('[data-testid=stSidebar], header')"
        assert speaker.evaluate(f"!{behind}")
    speaker.keyboard.press("End")
    count = speaker.locator(".rs-count").inner_text()
    expect(slides_shown.locator(".rp-count")).to_have_text(count)


def test_a_speakers_window_without_a_show_can_be_read_and_left(open_app):
    page = open_app("/slides?role=speaker")
    link = page.get_by_role("link", name="Open the page Slides")
    link.click(trial=True)
    assert link.get_attribute("href").endswith("/slides")


def test_hostile_texts_are_shown_as_texts(show, written):
    page = show(written(HOSTILE))
    expect(page.locator(".rp-title")).to_have_text(HOSTILE)
    speaker = speaker_of(page)
    expect(speaker.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    for window in (page, speaker):
        assert window.evaluate("window.hit") is None
        assert window.locator("img").count() == 0


def test_a_figure_of_the_document_is_drawn_when_it_comes_near(open_file, two):
    page = open_file(two)
    page.locator("#plot-0 .main-svg .trace").first.wait_for()
    assert page.locator("#plot-1 .main-svg").count() == 0
    page.locator("#plot-1").scroll_into_view_if_needed()
    page.locator("#plot-1 .main-svg .trace").first.wait_for()


def test_a_browser_too_old_to_draw_says_so(open_file, two):
    page = open_file(two, before="delete globalThis.DecompressionStream")
    expect(page.get_by_role("status")).to_contain_text("too old to draw the figures")
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_show_begins_at_the_slide_whose_button_is_pressed(open_file, two_stubs):
    page = open_file(two_stubs)
    page.get_by_role("button", name="Present from here").last.click()
    at(page, "2 of 2", "First")


def test_a_narrow_document_does_not_scroll_sideways(open_file, two):
    page = open_file(two)
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def grave(page):
    found = violations(page)
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


# Axe is put into the page, which the policy of the document would not let happen.
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_file, written, theme):
    page = open_file(written("One", "Two", theme=theme), bypass_csp=True)
    page.locator("#plot-0 .main-svg .trace").first.wait_for()
    assert grave(page) == []
    page.get_by_role("button", name="Present", exact=True).click()
    wait_for_figure(page)
    page.keyboard.press("Tab")
    assert grave(page) == []
    page.keyboard.press("d")
    assert grave(page) == []
    speaker = speaker_of(page)
    speaker.locator(".rp-pane:not(.rp-unseen) .main-svg").first.wait_for()
    assert grave(speaker) == []
