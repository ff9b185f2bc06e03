import pytest

from lib.studies.store import store
from lib.ui.importing.wizard import CHANGES, IN_IT, WRONG
from lib.ui.session.dataset import DEFAULT_CSV as REAL
from tests.bad_rows import MISTAKES
from tests.pages.page_text import button, html

UPLOAD = "data/upload.py"


@pytest.fixture
def bring(open_app, csv):
    def files(*brought):
        app = open_app(UPLOAD, csv=csv)
        app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in brought])
        app.run()
        assert not app.exception
        return app

    return files


def step(app, number):
    steps = next(each for each in app.segmented_control if each.label == "Steps")
    steps.set_value(number).run()
    assert not app.exception
    return app


def step_of(app):
    return next(each for each in app.segmented_control if each.label == "Steps").value


def changes(app):
    """Accept what is proposed, and go on to what would change."""
    for each in step(app, IN_IT).button:
        if each.label.startswith("Accept"):
            each.click().run()
            break
    return step(app, CHANGES)


def keep(app, why="Adds Lee 2020", who="Ann"):
    next(field for field in app.text_input if field.label.startswith("Your name")).set_value(who)
    next(field for field in app.text_input if field.label.startswith("What changes")).set_value(why)
    button(app, "Save for everybody").click().run()
    assert not app.exception
    return app


def selectbox(app, label):
    return next(each for each in app.selectbox if each.label == label)


def edit(app, prefix, place, **cells):
    app.session_state[editor(app, prefix)] = {
        "edited_rows": {place: cells}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    assert not app.exception
    return app


def columns_grid(app):
    return next(grid for grid in app.data_editor if "intake_uses_" in grid.proto.id).value


def read_as(app, **uses):
    """Say what columns are read as, by their headers."""
    for header, use in uses.items():
        place = columns_grid(app)["In the file"].tolist().index(header)
        edit(app, "intake_uses_", place, **{"Is read as": use})
    return app


def editor(app, prefix):
    key = next(grid.proto.id for grid in app.data_editor if prefix in grid.proto.id)
    return key[key.index(prefix) :]


def test_every_problem_is_told_at_once(bring):
    said = html(bring(("lee.csv", MISTAKES)))
    assert "1 row can be used, 3 rows left out; 3 errors, 0 warnings" in said
    for value in ("1o", "170", "50 responders are more than the 40 assessed"):
        assert value in said
    assert said.count('class="rd-error-cell"') == 3


def test_a_file_with_errors_opens_at_them_and_one_click_goes_on(bring):
    app = bring(("lee.csv", MISTAKES))
    assert step_of(app) == WRONG
    button(app, "Go on with 1 row").click().run()
    assert step_of(app) == CHANGES
    assert "Rows: 1 added, 3 left out." in html(app)


def test_problems_stand_in_one_table_errors_first(bring):
    app = bring(("lee.csv", MISTAKES + b"Lee 2020,Prolotherapy,36,40,,0.5\n"))
    tables = [each for each in html(app).splitlines() if "a row a problem" in each]
    assert [each.count("Problems in lee.csv") for each in tables] == [2]
    assert tables[0].index("<td>error</td>") < tables[0].index("<td>warning</td>")


def test_what_the_file_itself_shows_is_not_said_again_beside_the_saved_rows(bring):
    rows = b"study,arm,months,rate\nMoe 2021,Drug,6,40\nMoe 2021,drug,12,40\n"
    app = step(bring(("moe.csv", rows)), WRONG)
    assert "differs from &#x27;Drug&#x27;" in html(app)
    assert "Together with the saved rows" not in str(changes(app).subheader)


def test_errors_leave_only_their_own_rows_out(bring):
    assert "Rows: 1 added, 3 left out." in html(changes(bring(("lee.csv", MISTAKES))))


def test_a_cell_is_mended_in_the_page(bring):
    app = bring(("lee.csv", MISTAKES))
    app.session_state[editor(app, "intake_mend_")] = {
        "edited_rows": {1: {"months": "12"}}, "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    button(app, "Check again").click().run()
    assert "2 rows can be used, 2 rows left out" in html(app)
    assert "Rows: 2 added, 2 left out." in html(changes(app))
    button(app, "Undo correcting 1 cell").click().run()
    assert step_of(app) == WRONG
    assert "1 row can be used, 3 rows left out" in html(app)


def test_tried_rows_are_in_this_session_only(bring, open_app, csv):
    app = changes(bring(("lee.csv", MISTAKES)))
    button(app, "Try these rows").click().run()
    app.switch_page("explore/curves.py").run()
    assert "Trying: 1 row added" in html(app)
    assert "Lee 2020" in html(app)
    assert "Lee 2020" not in html(open_app(csv=csv))
    assert csv.read_bytes() == REAL.read_bytes()
    button(app, "Stop trying").click().run()
    assert "Lee 2020" not in html(app)


def test_tried_rows_stand_beside_what_others_save_meanwhile(bring, csv):
    app = changes(bring(("lee.csv", MISTAKES)))
    button(app, "Try these rows").click().run()
    csv.write_bytes(csv.read_bytes() + b"Meanwhile 2021,,,Drug,,,,6,,,,50,,,,,,,,,,,,,\n")
    app.switch_page("data/studies.py").run()
    studies = app.dataframe[0].value["study"].tolist()
    assert studies[-2:] == ["Meanwhile 2021", "Lee 2020"]


@pytest.mark.usefixtures("at_home")
def test_rows_are_kept_for_everybody(bring, open_app, csv):
    app = keep(changes(bring(("lee.csv", MISTAKES))))
    assert "Saved for everybody as version 2" in html(app)
    assert csv.read_bytes().startswith(REAL.read_bytes())
    assert csv.read_text("utf-8").count("Lee 2020") == 1
    assert "Lee 2020" in html(open_app(csv=csv))
    version = store.history(csv).versions[0]
    assert (version.who, version.why, version.added) == ("Ann", "Adds Lee 2020", 1)


@pytest.mark.usefixtures("at_home")
def test_nothing_is_kept_without_a_name(bring, csv):
    app = keep(changes(bring(("lee.csv", MISTAKES))), who=" ")
    assert "Not saved." in html(app)
    assert "Rows: 1 added" in html(app)
    assert csv.read_bytes() == REAL.read_bytes()


def test_a_visitor_from_elsewhere_cannot_keep(bring):
    app = changes(bring(("lee.csv", MISTAKES)))
    assert not [each for each in app.button if each.label == "Save for everybody"]
    assert [each for each in app.button if each.label == "Try these rows"]


@pytest.mark.usefixtures("at_home")
def test_what_cannot_be_saved_stays_on_the_page(bring, csv):
    app = changes(bring(("lee.csv", MISTAKES)))
    csv.unlink()
    app = keep(app)
    assert "Not saved." in html(app)
    assert app.header[0].value == r"lee\.csv"


def test_the_same_file_again_changes_nothing(bring):
    said = html(bring(("studies.csv", REAL.read_bytes())))
    assert "Rows: 9 identical." in said
    assert "Nothing would change." in said


@pytest.mark.usefixtures("at_home")
def test_a_changed_row_is_mine_or_theirs(bring, csv):
    app = bring(("studies.csv", REAL.read_bytes().replace(b",79,", b",78,", 1)))
    assert "Rows: 1 changed, 8 identical." in html(app)
    button(app, "Use all theirs").click().run()
    assert "Nothing would change." in html(app)
    button(app, "Use all mine").click().run()
    keep(app)
    assert b",78," in csv.read_bytes()


def test_several_files_come_together(bring):
    other = MISTAKES.replace(b"Lee", b"Moe")
    app = bring(("lee.csv", MISTAKES), ("moe.csv", other))
    assert "Rows: 2 added, 6 left out." in html(changes(app))
    assert "moe.csv, row 2" in html(app)


def test_columns_are_read_as_the_analyst_says(bring):
    app = bring(("x.csv", b"Q1,arm,months,rate\nLee 2020,Drug,3,50\n"))
    assert step_of(app) == IN_IT
    assert "Which study is this?" in html(app)
    read_as(app, Q1="the study")
    assert "1 row comes out" in html(app)
    assert "Rows: 1 added." in html(changes(app))


def test_a_mapping_is_brought_with_its_file(bring):
    mapping = b'{"columns": {"Q1": "study"}, "months_in": "months", "read_units": false}'
    app = bring(("x.csv", b"Q1,arm,months,rate\nLee 2020,Drug,3,50\n"), ("map.json", mapping))
    assert "map.json says how to read a file, 1 column of it." in html(app)
    assert "Rows: 1 added." in html(changes(app))


def test_weeks_are_said_to_be_months(bring):
    said = html(changes(bring(("x.csv", b"study,arm,weeks,rate\nLee 2020,Drug,52,50\n"))))
    assert "52 weeks = 12.0 months" in said
    assert "Rows: 1 added." in said


def test_a_wide_table_becomes_rows(bring):
    rows = b"study,arm,3 mo,6 months\nLee 2020,Drug,50%,40\nMoe 2020,Drug,60,x\n"
    app = bring(("x.csv", rows))
    assert "a column a visit: 4 rows come out" in html(app)
    button(app, "Accept 2 proposals and go on").click().run()
    assert "row 3, 6 mo" in html(app)
    assert "Rows: 3 added, 1 left out." in html(changes(app))


def test_pasted_cells_are_checked(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.segmented_control[0].set_value("Pasted cells").run()
    app.text_area[0].set_value("study\tarm\tmonths\trate_pct\nLee 2020\tDrug\t3\t50")
    button(app, "Check these cells").click().run()
    assert "Rows: 1 added." in html(app)


def test_a_first_line_of_pasted_cells_can_be_a_row(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.segmented_control[0].set_value("Pasted cells").run()
    app.text_area[0].set_value("study\tarm\tmonths\trate_pct\nLee 2020\tDrug\t3\t50")
    button(app, "Check these cells").click().run()
    header = selectbox(step(app, IN_IT), "The header is in")
    assert header.value == 1
    header.set_value(0).run()
    assert "no header" in html(app)
    assert "There is no column" in html(app)


def test_pasted_cells_without_a_header_have_letters(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.segmented_control[0].set_value("Pasted cells").run()
    app.text_area[0].set_value("Lee, W 2020\tDrug\t3\t50")
    button(app, "Check these cells").click().run()
    assert "Tab-separated text, no header" in html(app)
    columns = [f"column {letter}" for letter in "ABCD"]
    read_as(app, **dict(zip(columns, ("the study", "the arm", "the time since treatment",
                                      "the rate of response"), strict=True)))  # fmt: skip
    assert "Lee, W 2020" in html(app)
    assert "1 row waits for an answer" in html(app)  # months or weeks


def test_nothing_pasted_is_told(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.segmented_control[0].set_value("Pasted cells").run()
    button(app, "Check these cells").click().run()
    assert "There is nothing to check yet" in html(app)


@pytest.mark.parametrize("page", ["explore/curves.py", "data/studies.py", "present/slides.py"])
def test_where_no_study_is_an_example_opens(open_app, tmp_path, page):
    app = open_app(page, csv=tmp_path / "none.csv")
    button(app, "Open an example").click().run()
    assert not app.exception
    assert "Trying: " in html(app)
    assert "Open an example" not in [each.label for each in app.button]


def test_an_example_does_not_open_over_a_file_that_is_no_table(open_app, csv):
    csv.write_bytes(b"study,study,arm\na,b,c\n")
    app = open_app(csv=csv)
    button(app, "Open an example").click().run()
    assert "Nothing can be changed" in app.toast[0].value


def test_typed_rows_are_checked_and_numbered_from_one(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.segmented_control[0].set_value("A grid to type in").run()
    app.session_state["intake_grid_0"] = {
        "edited_rows": {0: {"study": "Lee 2020", "arm": "Drug", "months": "3", "rate_pct": "150"}},
        "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    button(app, "Check these rows").click().run()
    said = html(app)
    assert "0 rows can be used, 1 row left out" in said
    assert '<th scope="row">1</th><td>rate_pct</td><td>150</td>' in said


def test_an_example_is_tried_with_one_click(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.segmented_control[0].set_value("Examples").run()
    button(app, "Try other sacroiliac treatments").click().run()
    assert not app.exception
    assert "Trying: " in html(app)


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\x00", b"PK\x03\x04nonsense", b"a", b"a,b\n", b'study,arm\n"x,y'],
    ids=["empty", "noise", "zip", "one cell", "header only", "open quote"],
)  # fmt: skip
def test_what_is_no_table_is_told_and_not_raised(bring, data):
    said = html(step(bring(("x.csv", data)), WRONG))
    assert "0 rows can be used" in said


def test_start_again_forgets_all(bring):
    app = bring(("lee.csv", MISTAKES))
    button(app, "Start again").click().run()
    assert not app.header


def test_a_time_that_was_converted_is_mended_in_months(bring):
    app = bring(("x.csv", b"study,arm,weeks,rate\nLee 2020,Drug,52,500\n"))
    assert "months (from weeks)" in html(step(app, WRONG))
    app.session_state[editor(app, "intake_mend_")] = {
        "edited_rows": {0: {"months (from weeks)": "24", "rate": "50"}},
        "added_rows": [], "deleted_rows": [],
    }  # fmt: skip
    app.run()
    button(app, "Check again").click().run()
    assert "Rows: 1 added." in html(changes(app))
    assert "<td>24</td>" in html(app)


def test_long_work_is_told_step_by_step(bring):
    rows = "".join(f"Study {i} 2000,Drug,3,50\n" for i in range(50_000))
    app = bring(("many.csv", b"study,arm,months,rate_pct\n" + rows.encode()))
    assert [status.label for status in app.status] == [
        r"Reading many\.csv: 50,001 rows, done",
        r"Finding the columns of many\.csv: 50,001 rows, done",
        r"Checking many\.csv: 50,000 rows, done",
        "Comparing: 50,009 rows, done",
        "Joining the rows: 50,009 rows, done",
    ]
    steps = [line.value for line in app.status[2].markdown]
    assert "Checking rates against counts" in steps
    assert "Rows: 50,000 added." in html(app)


def test_a_file_name_is_shown_as_it_is(bring):
    app = bring(("**a** :home: [x](y).csv", MISTAKES))
    assert app.header[0].value == r"\*\*a\*\* \:home\: \[x\]\(y\)\.csv"


ODD = b"Q1,Q2,months,rate\nLee 2020,Drug,3,500\n"


def mend(app, place, **cells):
    edit(step(app, WRONG), "intake_mend_", place, **cells)
    button(app, "Check again").click().run()
    assert not app.exception
    return app


def test_what_was_settled_and_mended_waits_while_other_pages_are_looked_at(bring):
    app = mend(read_as(bring(("x.csv", ODD)), Q1="the study", Q2="the arm"), 0, rate="50")
    assert "Rows: 1 added." in html(changes(app))
    app.switch_page("explore/curves.py").run()
    app.switch_page(UPLOAD).run()
    assert "Rows: 1 added." in html(app)


def test_what_was_settled_waits_while_another_file_is_looked_at(bring):
    app = read_as(bring(("x.csv", ODD), ("lee.csv", MISTAKES)), Q1="the study", Q2="the arm")
    selectbox(app, "File to look at").set_value("2: lee.csv").run()
    selectbox(app, "File to look at").set_value("1: x.csv").run()
    assert {"the study", "the arm"} <= set(columns_grid(app)["Is read as"])


def test_a_mended_cell_stays_when_another_column_is_read_otherwise(bring):
    data = b"study,arm,months,rate,treatment\nLee 2020,Drug,x,50,T\n"
    app = mend(bring(("x.csv", data)), 0, months="3")
    app = read_as(step(app, IN_IT), treatment="an extra column")
    assert "Rows: 1 added." in html(changes(app))


def test_a_studies_file_that_is_no_table_is_told(bring, csv):
    csv.write_bytes(b"study,study,arm\na,b,c\n")
    app = changes(bring(("lee.csv", MISTAKES)))
    assert "Nothing can be changed in studies.csv until this is corrected" in html(app)


def test_an_example_that_changes_nothing_does_not_try_the_next_file(open_app, csv):
    app = open_app(UPLOAD, csv=csv)
    app.session_state["intake_try_at_once"] = True
    app.file_uploader[0].set_value([("lee.csv", MISTAKES, "text/csv")]).run()
    assert "Trying: " not in html(app)


def test_columns_of_ones_own_may_have_any_name(bring):
    header = b"study,arm,months,rate,Row,Read from,_index,State\n"
    app = bring(("x.csv", header + b"Lee 2020,Drug,3,50,a,b,c,d\nMoe 2020,Drug,3,500,a,b,c,d\n"))
    assert "Rows: 1 added, 1 left out." in html(changes(app))
    button(app, "Try these rows").click().run()
    for page in ("data/studies.py", "data/problems.py", "explore/curves.py"):
        app.switch_page(page).run()
        assert not app.exception


def test_trying_ends_when_somebody_else_keeps_the_same(bring, csv):
    app = changes(bring(("lee.csv", MISTAKES)))
    button(app, "Try these rows").click().run()
    csv.write_bytes(csv.read_bytes() + b"Lee 2020,,,Prolotherapy,,,,3,40,,32,,,,,,,,,,,,,,\n")
    app.switch_page("explore/curves.py").run()
    assert "Trying: " not in html(app)


def test_a_trial_that_does_not_fit_is_told_until_it_fits_again(bring, csv):
    app = bring(("studies.csv", REAL.read_bytes().replace(b",79,", b",78,", 1)))
    button(app, "Try these rows").click().run()
    csv.write_bytes(REAL.read_bytes().replace(b",79,", b",77,", 1))
    app.switch_page("explore/curves.py").run()
    assert "do not fit" in html(app)
    csv.write_bytes(REAL.read_bytes())
    app.run()
    assert "Trying: 1 row changed" in html(app)
    assert "do not fit" not in html(app)
