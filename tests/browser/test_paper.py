import pytest

from lib.ui.shell.browser import PAPER
from tests.paper import sheets

CONTROLS = """
() => [...document.querySelectorAll('button, input, select, textarea, nav, [role="tab"]')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && it.getBoundingClientRect().height > 1)
  .map((it) => it.outerHTML.slice(0, 120))
"""
WIDTH = """
() => {
  dispatchEvent(new Event("beforeprint"));
  const plot = document.querySelector(".js-plotly-plot");
  return plot.clientWidth * plot.style.getPropertyValue("--rd-print-zoom");
}
"""


@pytest.fixture
def on_paper(look_at):
    def lay(path="/", **options):
        page = look_at(path, **options)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        return page

    return lay


def test_paper_has_the_numbers_their_cautions_and_their_sources_in_place_of_tabs(on_paper):
    page = on_paper()
    block = page.locator(".rd-print")
    for text in ("11†/19‡", "What may not be compared", "A separate audit group", "Cusi M et al."):
        assert text in block.inner_text()
    assert page.get_by_test_id("stTabs").is_hidden()
    assert page.get_by_text("Data: studies.csv, version").is_visible()


def test_a_screen_does_not_show_what_is_for_paper(look_at):
    page = look_at()
    assert page.locator(".rd-print").is_hidden()


@pytest.mark.parametrize("path", ["/", "/compare", "/synthesis", "/study", "/slides", "/studies"])
def test_paper_has_no_controls(on_paper, path):
    assert on_paper(path).evaluate(CONTROLS) == []


@pytest.mark.parametrize("across", [390, 1280, 1920])
def test_the_whole_figure_is_on_paper(look_at, across):
    page = look_at(viewport={"width": across, "height": 800})
    assert 300 < page.evaluate(WIDTH) < PAPER + 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_nine_rows_print_on_one_sheet(look_at, theme):
    page = look_at(color_scheme=theme)
    assert sheets(page.pdf(format="A4", prefer_css_page_size=True)) == 1


def test_a_dark_page_prints_black_on_white(on_paper):
    page = on_paper(color_scheme="dark")
    colour = "(it) => [getComputedStyle(it).color, getComputedStyle(it).filter]"
    assert page.locator(".rd-title").evaluate(colour) == ["rgb(0, 0, 0)", "none"]
    assert "invert(1)" in page.locator(".js-plotly-plot").evaluate(colour)[1]
