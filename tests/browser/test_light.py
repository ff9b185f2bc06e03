from playwright.sync_api import expect

from benchmarks.first_chart import visit, wait_until_compressed
from tests.browser.runs import note_runs

MOST_MEGABYTES = 2.3
GONE = "() => !document.getElementById('rd-waiting')"


def test_a_first_visit_is_light(chromium, dashboard):
    wait_until_compressed(dashboard)
    assert visit(chromium.browser, dashboard).megabytes <= MOST_MEGABYTES


def test_words_stand_in_the_window_until_the_app_is_drawn(page, dashboard, settle):
    waiting = []

    def hold(route):
        waiting.append(route)

    page.route("**/static/js/index.*.js", hold)
    page.goto(dashboard, wait_until="commit")
    expect(page.get_by_role("heading", name="Response Decay")).to_be_visible()
    expect(page.get_by_text("Loading …")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("slow or has stalled")
    for route in waiting:
        route.continue_()
    page.wait_for_function(GONE)
    assert page.get_by_test_id("stMain").inner_text().strip()
    settle(page)
    expect(page.locator("#rd-slow")).to_be_hidden()


def test_names_of_icons_are_never_shown_as_text(new_page, dashboard, settle):
    page = new_page(is_fresh=True)
    page.route("**/MaterialSymbols*", lambda route: route.abort())
    page.goto(dashboard)
    settle(page)
    icons = page.get_by_test_id("stIconMaterial").or_(page.locator("[translate=no][role=img]"))
    assert icons.count() > 5
    assert not any(icon.is_visible() for icon in icons.all())


def test_a_finding_and_a_sketch_stand_in_the_window_before_any_script_is_there(page, dashboard):
    waiting = []

    def hold(route):
        waiting.append(route)

    page.route("**/static/js/*.js", hold)
    page.goto(dashboard, wait_until="commit")
    finding = page.get_by_role("heading", name="Response fell: 79% to 58% by month 12")
    expect(finding).to_be_visible()
    expect(page.get_by_role("img", name="Chakraverty")).to_be_visible()
    for route in waiting:
        route.abort()


def test_a_click_on_a_tab_runs_nothing_but_the_tab(new_page, dashboard, settle):
    page = new_page(is_fresh=True)
    runs = note_runs(page)
    page.goto(dashboard)
    settle(page)
    runs.clear()
    page.get_by_role("tab", name="Sources and methods").click()
    expect(page.get_by_role("tabpanel").get_by_text("Where the numbers are")).to_be_visible()
    page.wait_for_url("**tab=Sources*")
    assert runs
    assert all(runs)
