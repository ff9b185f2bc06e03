import re

import pytest

from lib.ui.shell.wire.waiting_page import WaitingPage, first_files

PRELOAD = '<link rel="modulepreload" crossorigin href="./static/js/Chart.c3.js" data-chart>'


@pytest.fixture
def page(static):
    return WaitingPage(static, [""], ["studies"])


def test_the_chart_is_sent_for_early_only_where_one_is_drawn(page):
    assert PRELOAD in page.html("")
    assert "modulepreload" not in page.html("studies")


def test_what_stands_above_the_chart_is_sent_for_before_it_with_all_that_it_imports(page, static):
    scripts = {
        "Html.f6.js": 'import{a}from"./index.a1.js";import{b}from"./part.h8.js";',
        "part.h8.js": 'import"./deep.i9.js";',
        "deep.i9.js": 'import"./part.h8.js";',
        "Chart.c3.js": "newPlot();" * 900 + 'import"./frame.j0.js";',
        "frame.j0.js": "",
        "Other.k1.js": "",
    }
    for name, text in scripts.items():
        (static / "static/js" / name).write_text(text)
    links = re.findall(r'modulepreload" crossorigin href="\./static/js/([^"]+)"', page.html(""))
    assert links == ["Html.f6.js", "part.h8.js", "frame.j0.js", "deep.i9.js", "Chart.c3.js"]
    assert set(first_files(static)) >= {f"js/{name}" for name in links}


def test_words_come_before_the_styles_that_painting_waits_for(page):
    html = page.html("")
    places = [html.index(part) for part in ("Loading …", 'rel="stylesheet"', '<div id="root">')]
    assert places == sorted(places)
    assert html.count('rel="stylesheet"') == 1


def test_the_page_has_our_name_and_says_what_it_does(page):
    html = page.html("")
    assert "<title>Response Decay</title>" in html
    assert "Streamlit" not in html
    assert re.search("<h1>Response Decay</h1>.*How long does the response", html, re.DOTALL)


def test_an_address_of_no_page_has_none(page):
    assert page.html("nowhere") is None


def test_without_streamlits_page_there_is_none(page, static):
    (static / "index.html").unlink()
    assert page.html("") is None
    assert first_files(static) == []


def test_a_new_page_of_streamlit_is_read_again(page, static):
    page.html("")
    index = static / "index.html"
    index.write_text(index.read_text().replace("index.a1", "index.f6"))
    assert "index.f6" in page.html("")


def test_an_installation_without_charts_is_served(page, static):
    (static / "static/js/Chart.c3.js").write_text("")
    assert "modulepreload" not in page.html("")


def test_the_chart_is_the_first_file_to_be_compressed(static):
    assert first_files(static) == ["js/Chart.c3.js", "js/index.a1.js", "css/index.b2.css"]
