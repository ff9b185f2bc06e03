import pytest
from streamlit.testing.v1 import AppTest

RAGGED = b"study,arm,months,rate\nA,x,3,50\nB,y\nC,z,6,150\n"


def page(data, tried):
    from dataclasses import replace

    from lib.studies.dataset import dataset_of
    from lib.ui.components.downloads import studies_downloads

    studies_downloads(replace(dataset_of(data, "studies.csv"), tried=tried))


def offered(data, tried=frozenset()):
    app = AppTest.from_function(page, args=(data, tried), default_timeout=20).run()
    assert not app.exception
    labels = [button.proto.label for button in app.get("download_button")]
    return labels, [element.proto.body for element in app.get("html")]


def test_every_row_can_be_taken_away_those_with_errors_too():
    labels, said = offered(RAGGED)
    assert labels == ["Download all 3 rows (CSV)", "Download as data package (ZIP)"]
    assert not said


def test_rows_that_are_only_tried_are_told_beside_the_files():
    _, (said,) = offered(RAGGED, frozenset({2}))
    assert "1 row of these: tried in this session, not saved." in said


@pytest.mark.parametrize("data", [b"", b"study,arm,months,rate\n"])
def test_what_is_no_table_is_not_offered(data):
    assert offered(data) == ([], [])
