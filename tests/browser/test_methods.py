from pathlib import Path

import pytest

TEXT = Path(__file__).parents[2] / "pages" / "about" / "methods.md"


# By MathML Core: how many children each of these has.
CHILDREN = {"msub": 2, "msup": 2, "msubsup": 3, "mfrac": 2, "mover": 2, "munder": 2}
INVALID = """(children) => Object.entries(children).flatMap(([name, number]) =>
  [...document.querySelectorAll(`math ${name}`)]
    .filter((it) => it.children.length !== number)
    .map((it) => it.closest("math").querySelector("annotation").textContent))"""


def test_every_formula_is_valid_mathml(look_at):
    page = look_at("/methods")
    page.locator("math").first.wait_for(state="attached")
    assert page.evaluate(INVALID, CHILDREN) == []


def test_the_whole_text_is_shown(look_at):
    page = look_at("/methods")
    headings = [line[3:] for line in TEXT.read_text("utf-8").splitlines() if line[:3] == "## "]
    assert page.get_by_test_id("stMain").locator("h2").all_inner_texts() == headings
    assert page.locator(".katex-error").count() == 0


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("section", ["a-point", "two-arms-at-one-month", "pooling-studies"])
def test_a_link_leads_to_its_paragraph(open_app, section, width):
    page = open_app(f"/methods#{section}", viewport={"width": width, "height": 800})
    top = f"document.getElementById('{section}').getBoundingClientRect().top"
    page.wait_for_function(
        f"() => document.activeElement.id === '{section}' && {top} >= 0 && {top} < 120"
    )


def test_a_link_opens_a_new_tab_and_keeps_the_session(open_app):
    page = open_app("/compare?month=6&tab=Sources+and+methods")
    link = page.get_by_role("link", name="How arms are compared (opens in a new tab)")
    with page.context.expect_page() as opened:
        link.click()
    assert opened.value.url.endswith("/methods#two-arms-at-one-month")
    assert "/compare?month=6" in page.url
