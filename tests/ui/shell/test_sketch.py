import pytest

from lib.studies.dataset import dataset_of
from lib.ui.shell import sketch
from lib.ui.shell.sketch import page_sketch
from tests.conftest import ROOT, as_csv

REAL = dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "studies.csv")


@pytest.fixture
def data_are(monkeypatch):
    def give(data):
        monkeypatch.setattr(sketch, "saved_dataset", lambda: data)

    give(REAL)
    return give


@pytest.mark.usefixtures("data_are")
def test_the_front_page_has_its_finding_and_curves():
    html = page_sketch("", "")
    assert "<h2>Response fell: 79% to 58% by month 12</h2>" in html
    assert html.count("<svg") == 2
    assert f"version {REAL.version}" in html


@pytest.mark.usefixtures("data_are")
def test_it_shows_what_the_address_asks():
    html = page_sketch("study", "study=Cusi+2010")
    assert "Cusi" in html
    assert "Chakraverty" not in html


@pytest.mark.usefixtures("data_are")
def test_a_forest_plot_is_a_table_of_its_texts():
    html = page_sketch("compare", "month=6")
    assert "<svg" not in html
    assert "<td>12†/19</td>" in html


@pytest.mark.usefixtures("data_are")
@pytest.mark.parametrize(
    ("address", "query"),
    [("studies", ""), ("nowhere", ""), ("", "version=00000000"), ("synthesis", "")],
)
def test_other_pages_other_versions_and_refusals_have_none(address, query):
    assert page_sketch(address, query) == ""


def test_a_file_without_studies_has_none(data_are):
    data_are(dataset_of(as_csv(), "empty.csv"))
    assert page_sketch("", "") == ""


def test_a_large_file_has_none(data_are, monkeypatch):
    monkeypatch.setattr(sketch, "MOST_ROWS", 8)
    data_are(dataset_of((ROOT / "data" / "studies.csv").read_bytes(), "other.csv"))
    assert page_sketch("", "") == ""


def test_what_people_wrote_is_never_markup(data_are):
    rows = [{"study": "<img> 2001", "months": m, "n_assessed": 9, "responders": 3} for m in (3, 6)]
    data_are(dataset_of(as_csv(*rows), "<i>.csv"))
    for address in ("", "study", "compare"):
        html = page_sketch(address, "missing=<script>&focus=<img>&month=3")
        assert html
        assert not any(tag in html for tag in ("<img", "<script", "<i>"))


def test_a_failure_is_logged_and_the_page_comes_without(data_are, caplog):
    data_are(None)
    assert page_sketch("", "") == ""
    assert "no sketch" in caplog.text
