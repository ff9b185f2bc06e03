"""Unsaved work comes back in another session, by the token in its address."""

import pytest

from lib.studies.store import store
from lib.ui.unsaved import keep
from tests.pages.page_text import button, html

CELLS = "study\tarm\tmonths\trate_pct\nNew 2020\tDrug\t3\t55\nNew 2020\tDrug\t6\t45\n"
BACK = "is back: 1 imported file."
PAGE = "data/upload.py"


@pytest.fixture(autouse=True)
def with_drafts(monkeypatch):
    monkeypatch.setenv(keep.DAYS_VARIABLE, "30")


def known(app):
    return app.session_state["unsaved_state"]


@pytest.fixture
def pasted(open_app, csv):
    app = open_app(PAGE, csv)
    app.segmented_control[0].set_value("Pasted cells").run()
    app.text_area[0].set_value(CELLS)
    button(app, "Check these cells").click()
    app.run()
    assert "2 rows come out" in html(app)
    return app


def again(open_app, csv, app, monkeypatch, page=PAGE):
    """Another session of the same browser."""
    token = known(app).token
    monkeypatch.setattr(keep, "_remembered", lambda: token)
    return open_app(page, csv, draft=token)


def test_imported_cells_come_back(open_app, csv, pasted, monkeypatch):
    back = again(open_app, csv, pasted, monkeypatch)
    assert BACK in html(back)
    assert "2 rows come out" in html(back)
    assert known(back).token == known(pasted).token


def test_what_is_said_of_it_can_be_dismissed(open_app, csv, pasted, monkeypatch):
    back = again(open_app, csv, pasted, monkeypatch)
    button(back, "Dismiss").click()
    back.run()
    assert BACK not in html(back)
    assert "2 rows come out" in html(back)


def test_it_comes_back_on_any_page(open_app, csv, pasted, monkeypatch):
    assert BACK in html(again(open_app, csv, pasted, monkeypatch, "explore/curves.py"))


def test_discarded_work_is_gone_for_good(open_app, csv, pasted, monkeypatch):
    back = again(open_app, csv, pasted, monkeypatch)
    token = known(back).token
    button(back, "Discard it").click()
    back.run()
    assert "rows come out" not in html(back)
    assert store.draft(csv, token) is None
    assert list((csv.parent / "drafts").iterdir()) == []
    assert "is not here any more" in html(open_app(PAGE, csv, draft=token))


def test_somebody_elses_address_gives_a_copy(open_app, csv, pasted):
    token = known(pasted).token
    other = open_app(PAGE, csv, draft=token)
    assert BACK in html(other)
    assert known(other).token not in ("", token)
    button(other, "Discard it").click()
    other.run()
    assert store.draft(csv, token) is not None


def test_a_later_visit_is_offered_it(open_app, csv, pasted, monkeypatch):
    monkeypatch.setattr(keep, "_remembered", lambda: known(pasted).token)
    later = open_app("explore/curves.py", csv)
    assert "unsaved work of another visit" in html(later)
    button(later, "Go on with it").click()
    later.run()
    assert BACK in html(later)


def test_a_declined_offer_is_discarded(open_app, csv, pasted, monkeypatch):
    monkeypatch.setattr(keep, "_remembered", lambda: known(pasted).token)
    later = open_app("explore/curves.py", csv)
    button(later, "Discard it").click()
    later.run()
    assert "unsaved work" not in html(later)
    assert store.draft(csv, known(pasted).token) is None


def test_work_that_is_taken_back_is_not_stored_any_more(csv, pasted):
    token = known(pasted).token
    button(pasted, "Start again").click()
    pasted.run()
    assert known(pasted).token == ""
    assert store.draft(csv, token) is None


def test_slides_are_kept(open_app, csv, monkeypatch):
    app = open_app("explore/curves.py", csv)
    assert known(app).token == ""
    button(app, "Add to slides").click()
    app.run()
    back = again(open_app, csv, app, monkeypatch, "present/slides.py")
    assert "is back: 1 slide." in html(back)


def test_work_that_is_too_large_stays_in_the_session_and_says_so(open_app, csv, monkeypatch):
    monkeypatch.setattr(keep, "MOST_MEGABYTES", 0)
    app = open_app("explore/curves.py", csv)
    button(app, "Add to slides").click()
    app.run()
    app.run()
    assert "kept in this session only: it is larger than 0 MB." in html(app)


def test_a_folder_that_cannot_be_written_is_told(open_app, csv):
    (csv.parent / "drafts").write_text("in the way")
    app = open_app("explore/curves.py", csv)
    button(app, "Add to slides").click()
    app.run()
    app.run()
    assert "kept in this session only" in html(app)


@pytest.mark.parametrize("token", ["x", "../../../../etc/passwd", "A" * 22])
def test_an_address_that_names_nothing_is_no_harm(open_app, csv, token):
    app = open_app("explore/curves.py", csv, draft=token)
    assert known(app).token == ""


def test_nothing_is_stored_where_the_setup_says_so(open_app, csv, monkeypatch):
    monkeypatch.setenv(keep.DAYS_VARIABLE, "0")
    app = open_app("explore/curves.py", csv)
    button(app, "Add to slides").click()
    app.run()
    assert not (csv.parent / "drafts").exists()


def test_damaged_work_is_told(open_app, csv, pasted, monkeypatch):
    monkeypatch.setattr(keep, "_stored", lambda _: b"{}")
    assert "cannot be read" in html(again(open_app, csv, pasted, monkeypatch))


def test_an_address_may_name_other_things_that_are_gone(open_app, csv):
    said = html(open_app("explore/curves.py", csv, draft="A" * 22, focus="Nope"))
    assert "is not here any more" in said
    assert "focus “Nope”" in said


def test_who_has_nothing_unsaved_is_sent_nothing_of_it(open_app, csv):
    app = open_app("explore/curves.py", csv)
    assert known(app).forgets is False
    assert "unsaved_address" not in app.session_state
