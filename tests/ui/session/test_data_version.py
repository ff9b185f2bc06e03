import pytest
from streamlit.testing.v1 import AppTest

from lib.studies.dataset import version_of
from lib.studies.store.pruning import linked_versions
from lib.studies.store.store import load
from lib.ui.session.data_version import load_version
from tests.studies.keeping import STUDIES, save, written

NOW = STUDIES + b"C 2003,Drug,3,60\n"
PAGE = """
import streamlit as st
from lib.ui.session.dataset import dataset
from lib.ui.session.data_version import data_of_link
st.write(data_of_link(dataset()).version)
"""


@pytest.fixture
def csv(tmp_path):
    """Studies of which the history has the version before."""
    path = written(tmp_path)
    save(path)
    return path


@pytest.fixture
def linked(csv, monkeypatch):
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(csv)])

    def run(version=""):
        app = AppTest.from_string(PAGE, default_timeout=20)
        if version:
            app.query_params["version"] = version
        return app.run()

    return run


def told(app):
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def shown(app):
    return app.markdown[0].value


@pytest.mark.parametrize("version", ["", version_of(NOW)])
def test_a_link_to_the_version_that_is_now_says_nothing(linked, version):
    app = linked(version)
    assert (told(app), len(app.button)) == ("", 0)
    assert shown(app) == version_of(NOW)


def test_a_link_to_a_version_before_is_told_and_that_version_offered(linked):
    app = linked(version_of(STUDIES))
    assert f"with version {version_of(STUDIES)} (saved on " in told(app)
    assert f"What you see is version {version_of(NOW)}" in told(app)
    assert shown(app) == version_of(NOW)
    assert [button.label for button in app.button] == [f"Show version {version_of(STUDIES)}"]


def test_the_version_before_is_shown_if_asked_for_and_left_again(linked):
    app = linked(version_of(STUDIES))
    app.button[0].click().run()
    assert shown(app) == version_of(STUDIES)
    assert f"Shown as this link was made: data version {version_of(STUDIES)}" in told(app)
    assert f"The data are now version {version_of(NOW)}" in told(app)
    app.button[0].click().run()
    assert shown(app) == version_of(NOW)


@pytest.mark.parametrize("version", ["00000000", "<b>x</b>", "../../studies.csv", "none"])
def test_a_link_to_an_unknown_version_is_told(linked, version):
    app = linked(version)
    assert "which is not in the history here" in told(app)
    assert "<b>" not in told(app)
    assert (shown(app), len(app.button)) == (version_of(NOW), 0)


def test_a_version_that_is_lost_from_the_history_is_told(linked, csv):
    for kept in csv.parent.rglob("*"):
        if kept.is_file() and kept.read_bytes() == STUDIES:
            kept.unlink()
    app = linked(version_of(STUDIES))
    assert "which is not in the history here" in told(app)
    assert shown(app) == version_of(NOW)


def test_a_version_is_brought_back_with_the_very_numbers_it_had(csv, monkeypatch):
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(csv)])
    old = load_version(version_of(STUDIES), load(csv))
    assert old is not None
    assert (old.data, old.rows["rate_pct"].tolist()) == (STUDIES, [50, 40])
    assert load_version("00000000", load(csv)) is None
    assert load_version(load(csv).version, load(csv)) is load(csv)


@pytest.mark.parametrize("version", [version_of(STUDIES), version_of(NOW)])
def test_a_version_that_a_link_names_is_marked_so_that_it_stays(linked, csv, version):
    linked(version)
    assert linked_versions(csv) == {version}


@pytest.mark.parametrize("version", ["", "00000000", "x" * 5000])
def test_a_version_that_the_history_does_not_have_is_not_marked(linked, csv, version):
    linked(version)
    assert linked_versions(csv) == set()


def test_the_version_of_a_slide_is_marked_so_that_it_stays(csv, monkeypatch):
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(csv)])
    load_version(version_of(STUDIES), load(csv))
    assert linked_versions(csv) == {version_of(STUDIES)}
