import json

import pytest

from tests.pages.page_text import html

SAID = "7 to 11‡ of the 15† responding first (47 to 73%)"
HALF_LIFE = "at least 8.0 months (95% interval; no upper end)"
TAB = "How fast it falls"


@pytest.mark.parametrize(
    ("page", "asked"), [("explore/curves.py", {"tab": TAB}), ("explore/study.py", {"tab": TAB})]
)
def test_both_pages_tell_how_fast_it_falls(read_app, page, asked):
    app = read_app(page, **asked)
    for said in (SAID, HALF_LIFE, "−46.0 to +8.2", "the fit cannot be checked",
                 "not that the same people do", "one visit shows no change"):  # fmt: skip
        assert said in html(app)


def test_the_table_has_a_caption_and_a_row_a_series(read_app):
    (table,) = [
        e.proto.body for e in read_app(tab=TAB).get("html") if "<caption>How fast" in e.proto.body
    ]
    assert table.count('<th scope="row">') == 2


def test_the_table_follows_the_filters(open_app):
    app = open_app(studies=["Kim 2010"], tab=TAB)
    assert "2 curves have one visit only" in html(app)
    assert "<caption>How fast" not in html(app)


def test_the_level_is_that_of_the_page(read_app):
    assert "Change in points (80% interval)" in html(read_app(level="80", tab=TAB))


def test_it_can_be_taken_away(read_app):
    labels = [button.proto.label for button in read_app(tab=TAB).get("download_button")]
    assert "Download how fast it falls (CSV)" in labels


def dashes(app):
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    return [trace["line"]["dash"] for trace in figure["data"] if trace.get("meta") == "fitted"]


def test_the_fitted_line_is_off_at_first_and_bound_to_the_address(open_app):
    assert dashes(open_app()) == []
    app = open_app(fitted="true")
    assert dashes(app) == ["dashdot"]
    assert "A fitted line is drawn for Chakraverty" in app.get("plotly_chart")[0].proto.alt
    next(button for button in app.button if button.label == "Reset all").click().run()
    assert dashes(app) == []


def test_panels_say_that_they_have_no_fitted_line(read_app):
    app = read_app(fitted="true", layout="Panels")
    assert "“Chart” only" in html(app)
