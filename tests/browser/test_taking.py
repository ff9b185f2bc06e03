import html
import io
import re
import struct

import pytest
from playwright.sync_api import expect
from pptx import Presentation

WIDE = {"width": 1280, "height": 1000}
CLIPBOARD = ["clipboard-read", "clipboard-write"]
COPIED = """async () => {
  const [item] = await navigator.clipboard.read();
  const bytes = await (await item.getType('image/png')).arrayBuffer();
  return [item.types, [...new Uint8Array(bytes).slice(0, 24)]];
}"""


def open_downloads(page):
    page.get_by_role("button", name="Download", exact=True).click()
    page.get_by_role("button", name="Copy image").wait_for()


@pytest.fixture
def taking(open_app, settle):
    """Open a page, and what can be taken away of its first figure."""

    def start(path="/", **options):
        page = open_app(path, viewport=WIDE, **options)
        open_downloads(page)
        return settle(page)

    return start


@pytest.fixture
def taken(look_at, settle):
    """What can be taken away of the curves, for a test that does no more than take it."""
    return settle(look_at(prepare=open_downloads, viewport=WIDE))


def saved(page, name):
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value


def size_of(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def made(page):
    return page.get_by_text(re.compile(r"^(Saved|Copied|No image|The browser)"))


def test_an_image_has_the_pixels_that_its_button_promises(taken):
    for name, across in (("PNG for a screen, 1,920", 1920), ("PNG for print, 3,508", 3508)):
        image = saved(taken, re.compile(name))
        wide, high = size_of(image.path().read_bytes())
        assert wide == across
        assert high > across / 4
        assert re.fullmatch(r"response-decay-\w{8}-curves(-print)?\.png", image.suggested_filename)
        expect(made(taken)).to_contain_text(f"Saved {image.suggested_filename}, ")


def test_an_svg_holds_the_numbers_and_where_they_come_from(taken):
    svg = saved(taken, "SVG").path().read_text("utf-8")
    texts = " ".join(re.findall(r">([^<>]+)<", svg))
    assert svg.startswith("<svg")
    for text in ("15†/19‡", "11†/33", "Share responding at each visit", "95% Wilson intervals"):
        assert text in texts
    assert re.search(r"studies\.csv, version \w{8}", texts)


def test_an_image_is_copied_and_where_it_cannot_be_that_is_told(taking):
    page = taking(permissions=CLIPBOARD)
    page.get_by_role("button", name="Copy image").click()
    expect(made(page)).to_contain_text("Copied.")
    types, start = page.evaluate(COPIED)
    assert types == ["image/png"]
    assert size_of(bytes(start))[0] == 1920
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy image").click()
    expect(made(page)).to_contain_text(
        "The browser refused to copy the image. Download the PNG instead."
    )
    expect(page.get_by_role("button", name="Copy image")).to_be_focused()


# A file asks for nothing but itself; that no page asks another machine is held for all of them.
def test_the_files_open_by_themselves(taking, new_page, requests, tmp_path):
    page = taking()
    page.get_by_role("tab", name="File").click()
    data = saved(page, re.compile("PowerPoint")).path().read_bytes()
    (slide,) = Presentation(io.BytesIO(data)).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert (79, 63, 58) in {tuple(each.values) for plot in chart.plots for each in plot.series}
    saved(page, re.compile("HTML")).save_as(tmp_path / "taken.html")
    requests.clear()
    document = new_page(offline=True)
    document.goto((tmp_path / "taken.html").as_uri())
    document.locator("#plot-0 .main-svg .trace").first.wait_for()
    expect(document.get_by_text("11†/19‡").first).to_be_visible()
    assert {url.partition(":")[0] for url in requests} <= {"file", "data", "blob"}
    requests.clear()


def test_links_and_words_hold_the_view_and_its_version(taking, dashboard):
    page = taking("/?level=90")
    version = re.search(r"version (\w{8})", page.content())[1]
    page.get_by_role("tab", name="Link and embed").click()
    texts = page.get_by_role("tabpanel", name="Link and embed").get_by_test_id("stCode")
    expect(texts.nth(0)).to_have_text(f"{dashboard}/?level=90")
    expect(texts.nth(1)).to_have_text(f"{dashboard}/?level=90&version={version}")
    expect(texts.nth(2)).to_contain_text(f'src="{dashboard}/?level=90&amp;embed=true"')
    still = f'src="{dashboard}/view/{version}/curves.html?level=90"'
    expect(texts.nth(3)).to_contain_text(still)
    expect(page.get_by_text("Pages of other sites may not show it")).to_be_visible()
    page.get_by_role("tab", name="Caption and citation").click()
    words = page.get_by_role("tabpanel", name="Caption and citation").get_by_test_id("stCode")
    expect(words.nth(0)).to_contain_text("90% Wilson intervals")
    expect(words.nth(1)).to_contain_text("Studies shown: Chakraverty R, Dias R.")


def alone(page):
    """The figures that are seen, and the words outside of them."""
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    return page.evaluate(
        """() => {
          const seen = (it) => it.getClientRects().length > 0;
          const figures = [...document.querySelectorAll('.js-plotly-plot')].filter(seen);
          const words = [...document.querySelectorAll('h1, h2, p, li, table, button, label')]
            .filter((it) => seen(it) && !it.closest('.js-plotly-plot') && it.innerText?.trim());
          return [figures.length, words.map((it) => it.innerText)];
        }"""
    )


@pytest.fixture(scope="module")
def pools(tmp_path_factory, run_dashboard, write_csv):
    rows = [
        {"study": f"S {i}", "treatment": "Block", "outcome": "relief", "n_assessed": 40,
         "responders": 9 + 3 * i, "months": months} for i in range(4) for months in (3, 12)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("pools") / "pools.csv"
    path.write_bytes(write_csv(*rows))
    return run_dashboard(path)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/?focus=Kim+2010", "Share responding at each visit"),
        ("/compare?month=6", "Share responding at 6 months"),
        ("/compare?month=6&figure=differences", "How the arms differ at 6 months"),
    ],
)
def test_embedded_one_figure_stands_alone(open_app, path, told):
    page = open_app(f"{path}&embed=true")
    assert alone(page) == [1, []]
    expect(page.locator(".js-plotly-plot")).to_contain_text(told)


def test_no_logo_covers_the_title_in_a_narrow_frame(open_app):
    page = open_app("/compare?month=6&embed=true", viewport={"width": 700, "height": 450})
    expect(page.get_by_test_id("stHeaderLogo")).to_be_hidden()


def test_an_embedded_pool_stands_alone(open_app, pools):
    page = open_app("/synthesis?treatment=Block&figure=12&embed=true", at=pools)
    assert alone(page) == [1, []]
    expect(page.locator(".js-plotly-plot")).to_contain_text("Block: pooled at 12 months")


@pytest.mark.parametrize(
    "path", ["/synthesis?treatment=Prolotherapy", "/compare?month=12&figure=differences"]
)
def test_what_has_nothing_to_show_says_why_where_it_is_embedded(open_app, path):
    page = open_app(f"{path}&embed=true")
    expect(page.get_by_text("What this frame asks for cannot be shown")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/?layout=Panels", "/study?study=Kim+2010"])
def test_the_line_that_embeds_a_figure_gives_it_its_height(taking, settle, path):
    page = taking(path)
    page.get_by_role("tab", name="Link and embed").first.click()
    line = page.get_by_test_id("stCode").filter(has_text="<iframe").first.inner_text()
    there = html.unescape(re.search(r'src="([^"]+)"', line)[1])
    high = int(re.search(r'height="(\d+)"', line)[1])
    page.set_viewport_size({"width": 1000, "height": high})
    page.goto(there)
    main = settle(page).get_by_test_id("stMain")
    assert main.evaluate("it => it.scrollHeight - it.clientHeight") == 0
    assert main.locator(".js-plotly-plot").bounding_box()["height"] == high - 16


def test_the_way_back_opens_the_pool_that_was_left(open_app, pools, settle):
    page = open_app("/synthesis", at=pools)
    page.get_by_role("radio", name="12", exact=True).click()
    page.wait_for_url("**figure=12")
    settle(page).get_by_role("tab", name="How sure it is").click()
    page.wait_for_url("**tab=How+sure+it+is")
    settle(page).get_by_role("link", name="Compare arms").click()
    page.wait_for_url("**/compare")
    settle(page).go_back()
    page.wait_for_url("**/synthesis?figure=12**tab=How+sure+it+is")
    expect(settle(page).get_by_role("radio", name="12", exact=True)).to_be_checked()


def test_a_frame_lower_than_its_figure_shows_it_whole(open_app):
    page = open_app("/?embed=true", viewport={"width": 900, "height": 480})
    whole = """() => {
      const box = document.querySelector(".js-plotly-plot").getBoundingClientRect();
      const main = document.querySelector('[data-testid="stMain"]');
      return box.bottom <= innerHeight && getComputedStyle(main).overflowY === "hidden";
    }"""
    page.wait_for_function(whole)
