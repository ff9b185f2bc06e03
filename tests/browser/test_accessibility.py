import pytest

from lib.slides.slide_list import CURVES, Slide
from lib.slides.slide_url import slides_to_text
from tests.browser.axe import violations

PATHS = (
    "/",
    "/?focus=Kim+2010",
    "/?layout=Panels",
    "/compare",
    "/study",
    "/synthesis",
    "/slides",
    pytest.param(f"/slides?slides={slides_to_text([Slide(CURVES)]).text}", id="a list of slides"),
    "/studies",
    "/upload",
    "/history",
    "/problems",
    "/columns",
    "/methods",
)

BRIGHTNESS = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const colour = getComputedStyle(app).backgroundColor.match(/[0-9.]+/g).slice(0, 3);
  return colour.reduce((sum, part) => sum + Number(part), 0) / 3;
}"""


def serious(page):
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:300]}"
        for rule in violations(page)
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def serious_in_both(page, settle):
    """What axe finds in the dark, then in the light, on one page."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"() => ({BRIGHTNESS})() < 128 === {str(scheme == 'dark').lower()}")
        found += [f"{scheme}: {problem}" for problem in serious(settle(page))]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_follows_the_reader(look_at, scheme):
    assert (look_at(color_scheme=scheme).evaluate(BRIGHTNESS) < 128) == (scheme == "dark")


NARROW = ((820, 1180), (390, 844))
ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 x 1024 pixels at 400%."""
SIDEWAYS = """() => {
  const page = document.querySelector('[data-testid="stMain"]');
  return [document.documentElement.scrollWidth, page.scrollWidth];
}"""


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious(look_at, settle, path):
    page = look_at(path)
    found = serious_in_both(page, settle)
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} pixels: {problem}" for problem in serious(settle(page))]
    assert not found, "\n".join(found)
    page.set_viewport_size(ZOOMED)
    # A grid takes its new width a moment after the window.
    width = ZOOMED["width"]
    settle(page).wait_for_function(f"() => ({SIDEWAYS})().every((wide) => wide === {width})")


@pytest.mark.parametrize("path", ["/", "/upload"])
def test_the_menu_covers_no_button(look_at, path):
    page = look_at(path)
    link = page.get_by_role("button", name="Copy link").bounding_box()
    assert link["x"] + link["width"] <= page.get_by_test_id("stMainMenuButton").bounding_box()["x"]


def test_axe_finds_nothing_serious_with_rows_brought(open_app, settle):
    page = open_app("/upload")
    data = b"Paper,arm,time,rate\nLee 2020,Drug,12,50\nLee 2020,Drug,6,500\nTotal,Drug,6 mo,50\n"
    brought = {"name": "lee.csv", "mimeType": "text/csv", "buffer": data}
    page.locator("input[type=file]").set_input_files(brought)
    page.get_by_text("Say it by hand").click()
    page.get_by_text("1 row was set aside", exact=True).click()
    found = serious_in_both(page, settle)
    page.get_by_role("radio", name="months").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Accept 3 proposals and go on").click()
    page.get_by_role("button", name="Go on with 1 row").wait_for()
    found += serious_in_both(page, settle)
    page.get_by_role("button", name="Go on with 1 row").click()
    page.get_by_role("button", name="Try these rows").click()
    page.get_by_text("Trying: 1 row added").wait_for()
    found += serious_in_both(page, settle)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_in_what_can_be_taken_away(open_app, settle):
    page = open_app("/")
    page.get_by_test_id("stPopoverButton").filter(has_text="Download").first.click()
    page.get_by_role("button", name="Copy image").wait_for()
    found = serious_in_both(page, settle)
    assert not found, "\n".join(found)


def test_the_rows_that_are_edited_can_be_reached_by_keyboard(open_app, settle):
    page = open_app("/studies")
    page.get_by_text("Edit", exact=True).click()
    found = serious(settle(page))
    assert not found, "\n".join(found)
