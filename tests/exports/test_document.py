import base64
import hashlib
import json
import re
import zlib
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest

from lib.charts.curves.curves import curves
from lib.exports.document import document
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.presenter.plotly_js import plotly_js
from lib.exports.tables.points_csv import Stamp

STAMP = Stamp("Curves", "studies.csv", "abcd1234", "22 November 2026")
HOSTILE = "</script><script>window.hit=1</script>\"'><img src=x onerror=window.hit=2>"


class Read(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.texts, self.scripts, self.inside = [], [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append([dict(attrs), ""])

    def handle_endtag(self, _tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts[-1][1] += data
        elif self.inside != "style":
            self.texts.append(data)

    def all(self, tag):
        return [attrs for found, attrs in self.found if found == tag]


@pytest.fixture(scope="module")
def slide(real_points):
    figure = curves(real_points)
    table = pd.DataFrame({"Study": ["Kim 2010"], "Responding": ["58.7%"]})
    cited = ("Kim WM et al. 2010.",)
    back = "https://example.org/?focus=Kim"
    shown = FigureExport(
        "Kim", figure, "It lasts.", "Wilson.", table, ("Few.",), cited, STAMP, back
    )
    return SlideExport(shown, "A note.", (RevealStep("All", shown.figure),))


@pytest.fixture(scope="module")
def read(slide):
    return Read(document([slide, slide], "Does it last?").decode())


def changed(slide, **parts):
    return replace(slide, exhibit=replace(slide.exhibit, **parts))


def test_each_slide_stands_in_the_page_with_all_that_goes_with_it(read):
    assert len(read.all("section")) == 2
    said = " ".join(read.texts)
    told = (
        "Kim",
        "It lasts.",
        "Wilson.",
        "Few.",
        "58.7%",
        "Kim WM et al. 2010.",
        "version abcd1234",
    )
    assert [text for text in told if text not in said] == []


def test_the_page_names_its_language_and_title(read):
    assert read.all("html")[0]["lang"] == "en-GB"
    assert "Does it last?" in read.texts


def test_the_table_has_a_caption_and_its_heads_a_scope(read):
    assert len(read.all("caption")) == 2
    assert [head["scope"] for head in read.all("th")[:3]] == ["col", "col", "row"]


def unpacked(page, name):
    packed = next(text for attrs, text in page.scripts if attrs.get("id") == name)
    return zlib.decompress(base64.b85decode(packed.replace(",", "<"))).decode()


def test_plotly_and_the_deck_are_in_the_page_and_packed(read):
    assert unpacked(read, "plotly") == plotly_js()
    assert len(json.loads(unpacked(read, "deck"))["slides"]) == 2


def test_what_is_packed_means_nothing_to_the_page(read):
    packed = [text for attrs, text in read.scripts if attrs.get("type") == "text/plain"]
    assert [len(packed), "<" in "".join(packed)] == [2, False]


def test_a_browser_that_cannot_unpack_is_told_so(read):
    assert {"id": "no-figures", "role": "status", "hidden": None} in read.all("p")


def test_the_policy_lets_nothing_in_but_its_own_scripts(read):
    policy = read.all("meta")[1]["content"]
    runs = [unpacked(read, "plotly"), *(text for attrs, text in read.scripts if not attrs)]
    made = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in runs]
    assert re.findall(r"'sha256-([^']+)'", policy) == made
    assert policy.startswith("default-src 'none'; ")
    assert "http" not in policy


def test_nothing_is_loaded_from_elsewhere(read):
    assert not any("src" in attrs for _, attrs in read.found)
    assert read.all("link") == []
    assert {a["href"] for a in read.all("a") if not a["href"].startswith("#")} == {
        "https://example.org/?focus=Kim"
    }


def test_hostile_texts_stay_texts(slide):
    table = pd.DataFrame({HOSTILE: [HOSTILE]})
    texts = {"title": HOSTILE, "alt": HOSTILE, "method": HOSTILE, "link": HOSTILE}
    mean = changed(slide, **texts, table=table, cautions=(HOSTILE,), citations=(HOSTILE,))
    page = Read(document([replace(mean, note=HOSTILE)], HOSTILE).decode())
    assert page.all("img") == []
    assert len(page.scripts) == 4
    # Its title, which is also that of the document, stands in the page once.
    assert page.texts.count(HOSTILE) >= 7


def test_citations_stand_under_the_table_and_not_in_it(slide):
    table = slide.exhibit.table.assign(Citation="Kim WM et al. 2010.")
    page = Read(document([changed(slide, table=table)], "Kim").decode())
    assert page.texts.count("Kim WM et al. 2010.") == 1
    assert "Citation" not in page.texts


def test_the_title_of_one_figure_stands_in_the_page_once(slide):
    titled = changed(slide, title="It fades", alt="It fades. In words.")
    page = Read(document([titled], "It fades").decode())
    assert [text for text in page.texts if "It fades" in text] == ["It fades", "It fades"]
    assert [len(page.all(tag)) for tag in ("title", "h1", "h2")] == [1, 1, 0]
    assert "In words." in page.texts


def test_each_slide_leads_back_to_its_view(read):
    assert read.texts.count("Open this view in the dashboard") == 2


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "data:text/html,x", "//elsewhere"])
def test_only_an_address_of_the_web_is_a_link_back(slide, link):
    page = Read(document([changed(slide, link=link)], "Title").decode())
    assert page.all("a") == []


def test_no_hover_promises_what_a_click_does_elsewhere(slide):
    assert "Click for" in slide.exhibit.figure.to_json()
    page = Read(document([slide], "Title").decode())
    drawn = next(text for attrs, text in page.scripts if attrs.get("id") == "plot-0-figure")
    assert "worked out from the percentage" in drawn
    assert "Click for" not in drawn


def test_without_a_day_its_source_ends_with_the_version(slide):
    shown = replace(slide.exhibit, stamp=replace(STAMP, date=""), link="../../?version=abcd1234")
    html = document([replace(slide, exhibit=shown)], "Kim").decode()
    assert '<p class="rd-source">studies.csv, version abcd1234</p>' in html
    assert 'href="../../?version=abcd1234"' in html
