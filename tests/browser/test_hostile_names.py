import csv

import pytest
from playwright.sync_api import expect

NAME = "<script>window.hit=1</script><img src=x onerror='window.hit=2'>"
ARM = "**bold** [link](javascript:window.hit=3) :red[red] $x$ <b>B</b> %{x}"
ROW = {
    "study": NAME,
    "arm": ARM,
    "outcome": "<a href='javascript:window.hit=4'>outcome</a>",
    "caution": "<svg onload='window.hit=5'> www.example.com",
    "citation": "<iframe srcdoc='<script>parent.hit=6</script>'>",
    "doi": '10.1/"><script>window.hit=7</script>',
    "rate_pct": "50",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, run_dashboard):
    path = tmp_path_factory.mktemp("hostile") / "<b>hostile.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*ROW, "months"])
        writer.writeheader()
        writer.writerows({**ROW, "months": months} for months in (3, 6))
        writer.writerow({**ROW, "months": 9, "rate_pct": 150})
    return run_dashboard(path)


def harmless(page):
    assert page.evaluate("window.hit") is None
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("iframe[srcdoc], img[src='x'], svg[onload]").count() == 0


def test_names_are_text_in_sentences_table_and_chart(look_at, hostile):
    page = look_at(at=hostile)
    harmless(page)
    expect(page.locator(".rd-headline").first).to_contain_text(f"{NAME}, {ARM} 50% to 50%")
    expect(page.locator("[aria-label^='The numbers of the figure'] tbody th").first).to_have_text(
        f"{NAME} · {ARM}"
    )
    labels = " ".join(page.locator(".js-plotly-plot .annotation-text").all_text_contents())
    assert "<script>window" in labels


def test_names_are_text_in_the_hover(look_at, hostile):
    page = look_at(at=hostile, viewport={"width": 1280, "height": 1200})
    x, y = page.evaluate(
        """() => {
          const plot = document.querySelector('.js-plotly-plot');
          const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
          return [box.left + xaxis._offset + xaxis.d2p(3), box.top + yaxis._offset + yaxis.d2p(50)];
        }"""
    )
    page.mouse.move(x, y)
    told = page.locator(".hoverlayer .hovertext")
    expect(told).to_contain_text("<script>window.hit=1</script>")
    expect(told).to_contain_text("%{x}")
    harmless(page)


@pytest.mark.parametrize("path", ["/study", "/problems"])
def test_names_are_text_on_every_page(look_at, hostile, path):
    harmless(look_at(path, at=hostile))


def test_names_are_text_in_focus_and_in_panels(open_app, hostile, settle):
    page = open_app("/?layout=Panels", at=hostile)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("combobox", name="Find and highlight studies").click()
    page.get_by_role("option").first.click()
    settle(page)
    expect(page.locator(".rd-point h3").first).to_have_text(f"{NAME} · {ARM} at 3 months")
    harmless(page)
