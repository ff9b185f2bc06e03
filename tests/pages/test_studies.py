import pytest

from lib.studies.store import store
from lib.ui.session.dataset import DEFAULT_CSV as REAL
from tests.pages.page_text import button, html

STUDIES, HISTORY = "data/studies.py", "data/history.py"


def edit(app, edited=None, added=(), deleted=()):
    """Edit the grid as a reader would: rows by place, columns by header."""
    app.segmented_control(key="studies_mode").set_value("Edit").run()
    grid = app.data_editor[0].proto.id
    app.session_state[grid[grid.index("studies_editor") :]] = {
        "edited_rows": edited or {}, "added_rows": list(added), "deleted_rows": list(deleted),
    }  # fmt: skip
    app.run()
    assert not app.exception
    return app


def keep(app, label):
    next(field for field in app.text_input if field.label.startswith("Your name")).set_value("Ann")
    next(field for field in app.text_input if field.label.startswith("What changes")).set_value("A")
    button(app, label).click().run()
    assert not app.exception
    return app


def rows(app):
    return app.dataframe[0].value


def test_all_rows_stand_as_typed_with_their_numbers(open_app):
    shown = rows(open_app(STUDIES))
    assert shown["Row"].tolist() == list(range(2, 11))
    assert shown["months"].tolist()[:4] == ["3", "6", "12", "6"]
    assert shown["State"].unique().tolist() == ["Used"]


def test_rows_are_found_by_any_text(open_app):
    app = open_app(STUDIES)
    app.text_input(key="studies_search").set_value("CORTICO").run()
    assert rows(app)["study"].tolist() == ["Chakraverty 2004", "Kim 2010"]


def test_rows_are_filtered_by_study_and_state(open_app, tmp_path):
    path = tmp_path / "studies.csv"
    path.write_bytes(REAL.read_bytes().replace(b",19,assumed,,58,", b",19,assumed,,580,"))
    app = open_app(STUDIES, csv=path)
    app.selectbox(key="studies_state").set_value("Left out: error").run()
    assert rows(app)["Row"].tolist() == [4]
    app.multiselect(key="studies_named").set_value(["Kim 2010"]).run()
    assert rows(app).empty


@pytest.mark.usefixtures("at_home")
def test_a_cell_is_edited_and_kept(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"note": "Two\nlines"}})
    assert "Rows: 1 changed" in html(app)
    keep(app, "Save for everybody")
    before, after = REAL.read_text("utf-8"), csv.read_text("utf-8")
    assert after == before.replace(
        "Not in the article's abstract. 19 at this visit is assumed; 15/19 is the only count that "
        "prints as 79%.",
        '"Two\nlines"',
    )


@pytest.mark.usefixtures("at_home")
def test_rows_are_added_and_deleted(open_app, csv):
    new = {"study": "Lee 2020", "arm": "Drug", "months": "3", "rate_pct": "50"}
    app = edit(open_app(STUDIES, csv=csv), added=[new], deleted=[8])
    assert "Rows: 1 added, 1 removed" in html(app)
    keep(app, "Save for everybody")
    assert [study[:3] for study in store.load(csv).rows["study"]] == [
        *["Cha"] * 4, "Kim", "Kim", "Cus", "Cus", "Lee",
    ]  # fmt: skip


def test_an_edit_with_an_error_is_left_out(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "790"}, 1: {"rate_pct": "64"}})
    assert "rate_pct is 790; it must be from 0 to 100." in html(app)
    assert "1 row left out by an error here." in html(app)


def test_edits_wait_while_other_pages_are_looked_at(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}})
    app.switch_page("explore/curves.py").run()
    app.switch_page(STUDIES).run()
    assert not app.exception
    assert "Rows: 1 changed" in html(app)
    assert app.text_input(key="studies_search").disabled
    button(app, "Discard these edits").click().run()
    assert "Rows: 1 changed" not in html(app)


@pytest.mark.usefixtures("at_home")
def test_an_edit_of_a_row_that_someone_else_changed_is_refused(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}})
    others = REAL.read_bytes().replace(b",79,", b",77,")
    csv.write_bytes(others)
    keep(app, "Save for everybody")
    assert "Not saved." in html(app)
    assert "it was 79" in html(app)
    assert csv.read_bytes() == others


@pytest.mark.usefixtures("at_home")
def test_edits_of_other_rows_come_through_together(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}})
    csv.write_bytes(REAL.read_bytes().replace(b",33,6,33,,,33,", b",33,6,33,,,30,"))
    app = keep(app, "Save for everybody")
    assert "Somebody else saved meanwhile" in html(app)
    assert store.load(csv).rows["rate_pct"].tolist()[:4] == [78, 63, 58, 30]


@pytest.mark.usefixtures("at_home")
def test_a_refused_edit_can_be_put_on_the_newer_version(open_app, csv):
    new = {"study": "Lee 2020", "arm": "Drug", "months": "3", "rate_pct": "50"}
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}}, [new], [8])
    lines = REAL.read_bytes().replace(b",79,", b",77,").splitlines(keepends=True)
    csv.write_bytes(b"".join([lines[0], *lines[:0:-1]]))
    keep(app, "Save for everybody")
    button(app, "Compare with the newer version").click().run()
    assert not app.exception
    assert "Rows: 1 added, 1 changed, 1 removed" in html(app)
    assert any("77" in str(grid.value.to_csv()) for grid in app.data_editor)
    keep(app, "Save for everybody")
    rows = store.load(csv).rows
    assert rows.set_index(["study", "arm", "months"])["rate_pct"].to_dict() == {
        ("Cusi 2010", "Prolotherapy", 12.0): 76.0,
        ("Cusi 2010", "Prolotherapy", 3.0): 76.0,
        ("Kim 2010", "Corticosteroid", 15.0): 10.2,
        ("Kim 2010", "Prolotherapy", 15.0): 58.7,
        ("Chakraverty 2004", "Corticosteroid", 6.0): 33.0,
        ("Chakraverty 2004", "Prolotherapy", 12.0): 58.0,
        ("Chakraverty 2004", "Prolotherapy", 6.0): 63.0,
        ("Chakraverty 2004", "Prolotherapy", 3.0): 78.0,
        ("Lee 2020", "Drug", 3.0): 50.0,
    }


def test_an_empty_history_says_so(open_app, csv):
    assert "No version has been saved yet." in html(open_app(HISTORY, csv=csv))


@pytest.mark.usefixtures("at_home")
def test_a_version_is_brought_back(open_app, csv):
    keep(edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}}), "Save for everybody")
    app = open_app(HISTORY, csv=csv)
    assert "<td>rate_pct</td><td>79</td><td>78</td>" in html(app)
    app = open_app(HISTORY, csv=csv, version="1")
    assert 'What would change:</p>\n<p class="rd-headline">Rows: 1 changed, 8 identical.' in html(
        app
    )
    keep(app, "Restore version 1")
    assert "Version 1 is restored, as version 3" in html(app)
    assert csv.read_bytes() == REAL.read_bytes()


@pytest.mark.usefixtures("at_home")
def test_the_history_names_the_rows_that_were_removed(open_app, csv):
    keep(edit(open_app(STUDIES, csv=csv), deleted=[0, 5]), "Save for everybody")
    said = html(open_app(HISTORY, csv=csv))
    assert "Rows: 2 removed, 7 identical." in said
    assert '<th scope="row">2</th><td>Chakraverty 2004</td>' in said
    assert '<th scope="row">7</th><td>Kim 2010</td>' in said


def test_theirs_is_chosen_for_one_draft_only(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}})
    button(app, "Use all theirs").click().run()
    assert "Nothing would change." in html(app)
    button(app, "Discard these edits").click().run()
    app = edit(app, {0: {"rate_pct": "78"}})
    assert "Nothing would change." not in html(app)


def test_a_draft_outlives_the_file(open_app, csv):
    app = edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}})
    csv.unlink()
    app.run()
    assert not app.exception
    assert "Rows: 1 changed" in html(app)


@pytest.mark.usefixtures("at_home")
def test_an_edit_outside_is_told_in_the_history(open_app, csv):
    keep(edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}}), "Save for everybody")
    csv.write_bytes(csv.read_bytes().replace(b",78,", b",77,"))
    assert "edited outside the dashboard since" in html(open_app(HISTORY, csv=csv))


@pytest.mark.usefixtures("at_home")
def test_a_copy_that_was_altered_is_told(open_app, csv):
    keep(edit(open_app(STUDIES, csv=csv), {0: {"rate_pct": "78"}}), "Save for everybody")
    copy = next((csv.parent / "history").glob("*000001*.csv"))
    copy.write_bytes(b"study\n")
    app = open_app(HISTORY, csv=csv, version="1")
    assert not app.exception
    assert "altered" in html(app) or "not what was saved" in html(app)


def test_rows_on_paper_are_written_out_as_a_grid_would_be_cut(open_app):
    said = html(open_app(STUDIES))
    (paper,) = (part for part in said.split("\n") if 'class="rd-print"' in part)
    assert paper.count("<li>") == 9
    assert "<li>Row: 2; State: Used; study: Chakraverty 2004; year: 2004; " in paper
    assert "responders" not in paper
    assert "19 at this visit is assumed; 15/19 is the only count that prints as 79%." in paper
