"""The steps of an import: what is asked, what an answer does, and the ways back."""

import json
from pathlib import Path

import pytest

from lib.ui.importing.wizard import CHANGES, IN_IT, WRONG
from tests.pages.page_text import button, html
from tests.pages.test_bringing import bring, edit, editor, read_as, selectbox, step, step_of

__all__ = ["bring"]

FIELD = Path(__file__).parents[1] / "data" / "field"
ASKED = "34-wide-counts-beside-n.csv"


@pytest.fixture
def drop(bring):
    def field(*names):
        return bring(*((name, (FIELD / name).read_bytes()) for name in names))

    return field


def radio(app):
    return app.radio[0]


def labels(app):
    return [each.label for each in app.button]


def input_of(app, label):
    return next(each for each in app.text_input if each.label.startswith(label))


def test_a_plain_file_goes_straight_to_what_would_change(drop):
    app = drop("32-scientific-notation.csv")
    assert step_of(app) == CHANGES
    assert "CSV, header in row 1, a row a visit: 2 rows come out." in html(app)
    assert "Rows: 2 added." in html(app)


def test_a_question_shows_both_readings_and_holds_its_rows(drop):
    app = drop(ASKED)
    assert step_of(app) == IN_IT
    said = html(app)
    assert "Are the numbers in &#x27;3 mo&#x27;" in said
    assert "<td>15%</td><td>15 of 19 (78.9%)</td>" in said
    assert "6 rows wait for an answer" in said
    assert radio(app).value is None
    assert button(app, "Answer 1 question to go on").disabled


def test_an_answer_moves_rows_in_and_is_undone(drop):
    app = drop(ASKED)
    radio(app).set_value("count").run()
    assert "6 rows come out" in html(app)
    button(app, "Undo the answer").click().run()
    assert radio(app).value is None
    assert "6 rows wait for an answer" in html(app)


def test_proposals_are_accepted_in_one_click_and_undone(drop):
    app = drop(ASKED)
    radio(app).set_value("count").run()
    button(app, "Accept 4 proposals and go on").click().run()
    assert step_of(app) == CHANGES
    assert "Rows: 6 added." in html(app)
    button(app, "Undo accepting 4 proposals").click().run()
    assert step_of(app) == IN_IT
    assert "Accept 4 proposals and go on" in labels(app)


def test_nothing_is_tried_or_saved_of_proposals_that_wait(drop):
    app = step(drop("03-count-and-percent-wide.csv"), CHANGES)
    assert "3 proposals wait to be accepted in step 1" in html(app)
    assert "Try these rows" not in labels(app)


def test_text_answers_what_no_choice_can(drop):
    app = drop("13-month-in-the-title.csv")
    input_of(app, "At how many months").set_value("26 weeks").run()
    assert "4 rows come out" in html(app)
    button(app, "Accept 3 proposals and go on").click().run()
    assert "Rows: 4 added." in html(app)
    assert "<td>6</td>" in html(app)


def test_sheets_are_chosen_one_or_several(drop):
    app = drop("25-cover-sheet-and-two-data-sheets.xlsx")
    radio(app).set_value("all").run()
    assert "4 rows come out" in html(app)
    sheets = next(each for each in app.multiselect if each.label == "Sheets to read")
    sheets.set_value(["Extraction 2"]).run()
    assert "2 rows come out" in html(app)


def test_a_row_is_taken_back_and_set_aside_again(drop):
    app = step(drop("42-total-row-as-study.csv"), IN_IT)
    assert "1 row was set aside" in [each.label for each in app.expander]
    edit(app, "intake_back_", 0, **{"Take it back": True})
    assert "4 rows come out" in html(app)
    button(app, "Set all of them aside again").click().run()
    assert "3 rows come out" in html(app)


def test_a_header_is_said_by_hand(bring):
    app = bring(("x.csv", b"a,b,c,d\nKim,Drug,3,50\nstudy,arm,months,rate_pct\nLee,Drug,6,40\n"))
    header = selectbox(step(app, IN_IT), "The header is in")
    header.set_value(3).run()
    assert "header in row 3, a row a visit: 1 row comes out" in html(app)
    selectbox(app, "The header is in").set_value(0).run()
    assert "no header" in html(app)


def test_a_header_of_two_rows_is_told_and_said(drop):
    app = drop("07-two-header-rows.csv")
    assert "header in rows 1 to 2" in html(app)
    next(each for each in app.number_input if each.label == "Rows of the header").set_value(1).run()
    assert "header in row 1," in html(app)


def test_the_separator_and_the_encoding_are_said_by_hand(bring):
    text = "study|arm|months|rate_pct\nKäse, 2010|Drug, a|3|50\n"
    app = step(bring(("x.csv", text.encode("mac_roman"))), IN_IT)
    selectbox(app, "Cells are separated by").set_value("|").run()
    selectbox(app, "Encoding").set_value("mac-roman").run()
    assert "Käse, 2010" in html(app)


def test_values_are_said_for_all_rows(bring):
    app = step(bring(("x.csv", b"study,arm,months,rate_pct\nLee,Drug,6,40\n")), IN_IT)
    input_of(app, "What counted as a response").set_value("relief").run()
    assert "<td>relief</td>" in html(app)
    others = next(each for each in app.multiselect if each.label.startswith("Other columns"))
    others.set_value(["citation"]).run()
    input_of(app, "The citation").set_value("Lancet 2020").run()
    assert "<td>Lancet 2020</td>" in html(app)


def test_blank_labels_are_not_filled_if_that_is_said(drop):
    app = drop("06-study-only-in-first-row.csv")
    assert "filled with the label above" in html(app)
    selectbox(app, "Fill blank labels from above").set_value("no").run()
    assert "filled with the label above" not in html(app)


def test_a_column_is_said_to_be_a_visit(bring):
    app = step(bring(("x.csv", b"study,arm,first,second\nLee,Drug,40,30\n")), IN_IT)
    for place, months in ((2, 3), (3, 6)):
        cells = {"Is read as": "the rate of response", "Unit": "percent", "Month of visit": months}
        edit(app, "intake_uses_", place, **cells)
    assert "2 rows come out" in html(app)
    assert "row 2, 6 mo" in html(app)


def test_what_does_not_fit_a_column_is_told(bring):
    app = step(bring(("x.csv", b"study,arm,months,rate_pct\nLee,Drug,6,40\n")), IN_IT)
    edit(app, "intake_uses_", 3, Unit="weeks")
    assert "&#x27;rate_pct&#x27; does not fit what it is read as" in html(app)


def test_a_question_that_is_answered_can_be_answered_otherwise(drop):
    app = drop(ASKED)
    radio(app).set_value("count").run()
    radio(app).set_value("percent").run()
    assert "6 rows come out" in html(app)
    assert radio(app).value == "percent"


def test_the_next_file_that_needs_an_answer_comes_next(drop):
    app = drop("03-count-and-percent-wide.csv", "32-scientific-notation.csv", ASKED)
    next(each for each in app.button if each.label.startswith("Accept")).click().run()
    assert selectbox(app, "File to look at").value == f"3: {ASKED}"
    assert step_of(app) == IN_IT


def settle(app):
    radio(app).set_value("count").run()
    button(app, "Accept 4 proposals and go on").click().run()
    return app


def test_a_file_like_one_before_is_read_in_the_same_way(drop):
    app = settle(drop(ASKED))
    button(app, "Remember for files like this one").click().run()
    button(app, "Start again").click().run()
    other = (FIELD / ASKED).read_bytes().replace(b"15", b"14")
    app.file_uploader[0].set_value([("other.csv", other, "text/csv")]).run()
    assert step_of(app) == CHANGES
    assert "Rows: 6 added." in html(app)
    assert "It is read as a file with the same headers was before." in html(app)
    button(app, "Forget that").click().run()
    button(app, "Start again").click().run()
    app.file_uploader[0].set_value([("other.csv", other, "text/csv")]).run()
    assert step_of(app) == IN_IT


def test_a_mapping_that_was_downloaded_reads_the_next_file(bring):
    said = {"columns": {"Q1": "study"}, "answers": {"unit:3 mo": "count"}}
    rows = b"Q1,arm,N,3 mo,6 mo\nLee,Drug,20,15,12\n"
    app = bring(("x.csv", rows), ("mapping.json", json.dumps(said).encode()))
    assert "2 rows come out" in html(app)


def test_a_file_that_is_no_mapping_is_told(bring):
    app = bring(("x.json", b'[{"study": "Lee"}]'))
    assert "x.json: This is no mapping of columns" in html(app)


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x"])
def test_any_file_is_read_or_refused_in_words(bring, name):
    app = bring((name, b"%PDF-1.7 nothing to read"))
    assert step_of(app) == WRONG
    assert "This is not a text file: it is a PDF" in html(app)


def test_undo_is_offered_only_once_something_was_said(drop):
    app = drop(ASKED)
    assert not [label for label in labels(app) if label.startswith("Undo")]
    read_as(app, N="an extra column")
    assert "Undo how &#x27;N&#x27; is read".replace("&#x27;", r"\'") in labels(app)


@pytest.mark.parametrize("name", sorted(path.name for path in FIELD.glob("*.*[!n]")))
def test_every_field_file_is_shown_without_an_error(drop, name):
    app = drop(name)
    for number in (IN_IT, WRONG, CHANGES):
        step(app, number)


def test_a_grid_keeps_its_place_while_cells_are_edited(drop):
    app = drop("03-count-and-percent-wide.csv")
    before = editor(app, "intake_uses_")
    read_as(app, study="an extra column")
    assert editor(app, "intake_uses_") == before
    button(app, "Undo how \\'study\\' is read").click().run()
    assert editor(app, "intake_uses_") != before
