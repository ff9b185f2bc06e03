import re

import pytest
from playwright.sync_api import expect

POINTS = """
() => [...document.querySelector('.js-plotly-plot').data]
  .filter((trace) => trace.meta === 'series')
  .map((trace) => trace.x.map((month, i) => [month, trace.y[i]]))
"""
PIXEL = """
([study, row]) => {
  const plot = document.querySelector('.js-plotly-plot');
  const trace = plot.data.find((t) => t.meta === 'series'
    && t.customdata.some((c) => c[0] === study && c[1] === row));
  const i = trace.customdata.findIndex((c) => c[1] === row);
  const { xaxis, yaxis } = plot._fullLayout;
  const box = plot.getBoundingClientRect();
  return [
    box.left + xaxis._offset + xaxis.d2p(trace.x[i]),
    box.top + yaxis._offset + yaxis.d2p(trace.y[i]),
  ];
}
"""
WIDE = {"width": 1280, "height": 1600}


def focus(page):
    return page.get_by_role("combobox", name="Find and highlight studies")


def open_controls(page, name):
    page.get_by_role("button", name=name).click()


def click_point(page, study, row):
    page.mouse.click(*page.evaluate(PIXEL, [study, row]))


def test_the_chart_draws_the_real_numbers(look_at):
    page = look_at()
    drawn = [[tuple(point) for point in line] for line in page.evaluate(POINTS)]
    published = [
        [(3, 79), (6, 63), (12, 58)],
        [(6, 33)],
        [(15, 58.7)],
        [(15, 10.2)],
        [(3, 76), (12, 76), (24, 32)],
    ]
    # Marks at one month stand side by side.
    assert [[(round(x), y) for x, y in line] for line in drawn] == published
    drawn = page.locator(".js-plotly-plot .scatterlayer .trace .points path.point")
    assert drawn.count() == 9


def test_counts_stand_under_their_months_on_the_screen(look_at):
    page = look_at()
    texts = page.locator(".js-plotly-plot .textpoint text").all_text_contents()
    assert texts[:4] == ["15†/19‡", "12†/19", "11†/19‡", "11†/33"]
    ticks = page.locator(".js-plotly-plot .xtick text").evaluate_all(
        "all => all.map((t) => [t.textContent, t.getBoundingClientRect().x])"
    )
    cells = page.locator(".js-plotly-plot .textpoint text").evaluate_all(
        "all => all.map((t) => { const b = t.getBoundingClientRect(); return b.x + b.width / 2 })"
    )
    places = {text: x for text, x in ticks if text}
    assert abs(cells[0] - places["3"]) < 12
    assert abs(cells[2] - places["12"]) < 12


def test_hover_tells_the_truth_of_a_point(look_at):
    page = look_at(viewport=WIDE)
    page.mouse.move(*page.evaluate(PIXEL, ["Kim 2010", 6]))
    told = page.locator(".hoverlayer")
    expect(told).to_contain_text("37.9 to 79.5% (95%, as published)")
    expect(told).to_contain_text(re.compile("time-to-event estimate", re.IGNORECASE))
    page.mouse.move(0, 0)


def test_the_figure_has_a_name_that_tells_its_numbers(look_at):
    page = look_at()
    chart = page.get_by_test_id("stPlotlyChart")
    named = chart.locator("[aria-label*='79% (15† of 19‡)']").or_(
        page.locator("[data-testid='stPlotlyChart'][aria-label*='79% (15† of 19‡)']")
    )
    expect(named).to_have_count(1)


def test_labels_do_not_overlap_on_the_screen(look_at):
    page = look_at(viewport=WIDE)
    boxes = page.locator(".js-plotly-plot .annotation-text").evaluate_all(
        """all => all.filter((t) => t.textContent.includes('%')).map((t) => {
             const b = t.getBoundingClientRect();
             return [b.left, b.top, b.right, b.bottom];
           })"""
    )
    labels = [box for box in boxes if box[2] - box[0] < 200]
    assert len(labels) == 9
    for i, a in enumerate(labels):
        for b in labels[i + 1 :]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_figure_follows_the_theme(look_at, scheme):
    page = look_at(color_scheme=scheme)
    fill = page.locator(".js-plotly-plot .main-svg").first.evaluate(
        "svg => getComputedStyle(svg).backgroundColor"
    )
    assert fill == {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 20, 25)"}[scheme]


def test_a_click_focuses_and_tells_the_point_in_full(open_app, settle):
    page = open_app(viewport=WIDE)
    click_point(page, "Cusi 2010", 10)
    page.wait_for_url("**focus=Cusi+2010**")
    settle(page)
    expect(page.get_by_role("button", name="Find: Cusi 2010")).to_be_visible()
    clicked = page.locator(".rd-picked")
    expect(clicked.get_by_role("heading")).to_have_text(
        "You clicked: Cusi 2010 · Prolotherapy at 24 months"
    )
    expect(clicked).to_contain_text("the number assessed at this visit is not stated")
    expect(clicked.get_by_role("link")).to_have_attribute(
        "href", "https://doi.org/10.1136/bjsm.2007.042044"
    )


def test_a_click_on_the_study_page_tells_the_point_too(open_app):
    page = open_app("/study?study=Kim+2010", viewport=WIDE)
    click_point(page, "Kim 2010", 6)
    expect(page.locator(".rd-picked h3")).to_have_text(
        "You clicked: Kim 2010 · Prolotherapy at 15 months"
    )


def test_a_second_click_on_the_point_lets_go(open_app, settle):
    page = open_app(viewport=WIDE)
    click_point(page, "Kim 2010", 6)
    page.wait_for_url("**focus=Kim+2010**")
    settle(page)
    click_point(page, "Kim 2010", 6)
    page.wait_for_url(lambda url: "focus" not in url)


def test_the_way_back_opens_the_view_that_was_left(open_app, settle):
    page = open_app("/?focus=Kim+2010&level=90")
    page.get_by_role("link", name="Compare arms").click()
    page.wait_for_url("**/compare")
    settle(page)
    page.go_back()
    page.wait_for_url("**level=90**")
    assert "focus=Kim+2010" in page.url
    expect(settle(page).get_by_text("90% Wilson intervals").first).to_be_visible()


def test_one_step_back_opens_what_was_chosen_in_sight(open_app, settle):
    page = open_app()
    page.get_by_role("radio", name="Panels").click()
    page.wait_for_url("**layout=Panels**")
    settle(page).get_by_role("link", name="Compare arms").click()
    page.wait_for_url("**/compare")
    settle(page).go_back()
    page.wait_for_url("**/?layout=Panels")
    expect(settle(page).get_by_role("radio", name="Panels")).to_be_checked()


def test_a_copied_link_opens_the_same_view_in_a_fresh_browser(open_app, settle, new_page):
    page = open_app(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    open_controls(page, "Missing patients")
    page.get_by_text("Missing as responders").click()
    settle(page)
    page.keyboard.press("Escape")
    open_controls(page, "More")
    page.get_by_role("radio", name="90").or_(page.get_by_text("90", exact=True)).first.click()
    page.wait_for_url("**level=90**")
    settle(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = new_page()
    other.goto(link)
    settle(other)
    assert other.evaluate(POINTS) == page.evaluate(POINTS)
    expect(other.get_by_text("90% Wilson intervals").first).to_be_visible()
    assert other.url == page.url


def test_without_a_clipboard_the_link_is_shown_to_be_copied(open_app):
    page = open_app("/?focus=Cusi+2010")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_label("Link to this view")
    expect(field).to_be_visible()
    assert field.input_value() == page.url


def test_the_default_view_has_a_bare_address(open_app, dashboard, settle):
    page = open_app("/?focus=Cusi+2010&level=90")
    page.get_by_role("button", name="Reset all").click()
    page.wait_for_url(f"{dashboard}/")
    settle(page)
    expect(page.get_by_role("button", name="Find", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/study", "/problems", "/methods"])
def test_a_deep_link_is_found_by_the_first_visitor_after_a_start(
    tmp_path_factory, run_dashboard, open_app, path
):
    csv = tmp_path_factory.mktemp("fresh") / "one.csv"
    csv.write_text("study,arm,months,rate_pct\nA 2001,Drug,3,50\n")
    page = open_app(path, at=run_dashboard(csv))
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text="Curves")).to_be_visible()


# The accessible name of what has the focus, a shadow root's inside included. Past the last
# control the focus is on the body, whose text is the whole page: that is no control.
FOCUSED = """
() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body || at === document.documentElement) return '';
  const named = (at.closest('label') ?? at).cloneNode(true);
  named.querySelectorAll('[data-testid="stIconMaterial"]').forEach((icon) => icon.remove());
  return at.getAttribute('aria-label') || named.textContent.trim();
}
"""
IN_POPOVER = """
() => document.querySelector('[data-testid="stPopoverBody"]')?.contains(document.activeElement)
"""


def tab_through(page, steps):
    reached = {page.evaluate(FOCUSED)}
    for _ in range(steps):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    return reached


def test_the_keyboard_reaches_every_control_of_the_page(open_app):
    reached = tab_through(open_app(viewport=WIDE), 60)
    assert reached >= {
        "Curves", "One study", "Slides", "Checks", "Methods", "Present", "Add to slides",
        "Download", "Copy link", "Treatment: All", "Missing patients: as reported", "More",
        "Chart", "Why", "2 cautions", "Read the numbers",
        "The numbers of the figure above, a row a point", "Download 9 rows (CSV)",
        "How every number is made",
    }  # fmt: skip


# Of a group of buttons Tab reaches one, and the arrow keys the others.
POPOVERS = {
    "Treatment": {"Treatments"},
    "Design": {"Designs"},
    "Response": {"Definitions of response"},
    "Find": {"Find and highlight studies"},
    "Missing patients": {"As reported"},
    "More": {
        "Studies", "Months since treatment — start", "Months since treatment — end", "Interval",
        "80",
    },
}  # fmt: skip


def test_the_keyboard_reaches_every_control_of_a_popover(open_app):
    page = open_app(viewport=WIDE)
    for name, controls in POPOVERS.items():
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        page.wait_for_function(IN_POPOVER)
        assert tab_through(page, 8) >= controls
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=name)).to_be_focused()


def test_a_study_can_be_focused_by_keyboard(open_app):
    page = open_app()
    page.get_by_role("button", name="Find").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(IN_POPOVER)
    focus(page).focus()
    page.keyboard.type("Kim")
    page.get_by_role("option", name="Kim 2010").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**focus=Kim+2010**")


def test_a_narrow_window_gets_a_narrow_figure(open_app, settle):
    page = open_app(viewport={"width": 400, "height": 900})
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')._fullLayout.margin.l < 60"
    )
    settle(page)
    wider = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wider


def close_controls(page, settle):
    """Close them by Escape: the first may close no more than a list of theirs."""
    body = page.get_by_test_id("stPopoverBody")
    for _ in range(3):
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        if not body.count():
            break
    expect(body).to_have_count(0)
    settle(page)


def choose_level(page, settle, level):
    open_controls(page, "More")
    page.get_by_text(level, exact=True).first.click()
    page.wait_for_url(f"**level={level}**")
    settle(page)


def test_what_was_reset_stays_so_after_the_next_click(open_app, settle):
    page = open_app(viewport=WIDE)
    page.get_by_text("Panels", exact=True).click()
    page.wait_for_url("**layout=**")
    settle(page)
    choose_level(page, settle, "80")
    close_controls(page, settle)
    page.get_by_role("button", name="Reset all").click()
    page.wait_for_url(lambda url: "layout" not in url)
    settle(page)
    choose_level(page, settle, "90")
    assert "layout" not in page.url
    assert page.evaluate("document.querySelector('.js-plotly-plot').layout.xaxis2") is None


def test_a_clicked_study_stays_in_focus_after_the_next_click(open_app, settle):
    page = open_app(viewport=WIDE)
    open_controls(page, "Find")
    focus(page).fill("Kim")
    page.keyboard.press("Enter")
    page.wait_for_url("**focus=Kim+2010**")
    settle(page)
    close_controls(page, settle)
    click_point(page, "Cusi 2010", 10)
    page.wait_for_url("**focus=Cusi+2010**")
    settle(page)
    choose_level(page, settle, "90")
    assert "focus=Cusi+2010" in page.url


LIFTED = "() => document.querySelectorAll('.rd-lifted circle').length"
IN_A_CROWD = """
() => {
  const plot = document.querySelector('.js-plotly-plot');
  const trace = plot._fullData.find((one) => one.meta === 'context');
  const { xaxis, yaxis } = plot._fullLayout;
  const box = plot.getBoundingClientRect();
  return [
    box.left + xaxis._offset + xaxis.d2p(trace.x[0]),
    box.top + yaxis._offset + yaxis.d2p(trace.y[0]),
  ];
}
"""


def test_a_line_of_a_crowd_stands_out_under_the_mouse(open_app, run_dashboard, tmp_path_factory):
    csv = tmp_path_factory.mktemp("crowd") / "crowd.csv"
    rows = [
        f"S{n} 2001,Drug,{months},{90 - 3 * n - months}" for n in range(14) for months in (3, 6)
    ]
    csv.write_text("\n".join(["study,arm,months,rate_pct", *rows]))
    page = open_app(at=run_dashboard(csv))
    x, y = page.evaluate(IN_A_CROWD)
    page.mouse.move(x + 80, y - 60)
    page.mouse.move(x, y, steps=5)
    page.wait_for_function(f"() => ({LIFTED})() === 2")
    page.mouse.move(x + 80, 5)
    page.wait_for_function(f"() => ({LIFTED})() === 0")
