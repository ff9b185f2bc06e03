import openpyxl
import pytest

from lib.commands.command_line import main
from lib.commands.import_files import ERRORS, QUESTIONS, USABLE
from lib.studies.store import store

PLAIN = "study,arm,months,rate_pct\nKim 2010,Sugar,3,80\n"
TITLED = "Results at 6 months\nStudy,Arm,Rate (%)\nKim 2010,Sugar,80\nKim 2010,Sugar,80\n"
ASKED = "study,months,rate_pct\nKim 2010,3,80\n"


@pytest.fixture
def bring(tmp_path, capsys):
    """Import a text by the command: its exit code, what it prints, and what it complains of."""

    def run(text, *options):
        path = tmp_path / "brought.csv"
        path.write_text(text, "utf-8")
        code = main(["import", str(path), *options])
        return code, *capsys.readouterr()

    return run


def test_what_is_proposed_and_set_aside_is_told(bring):
    code, said, _ = bring(TITLED)
    assert code == USABLE
    assert "All rows: months is 6. The title says '6 months'." in said
    assert "Row 4 was set aside: it repeats another row: row 3." in said


def test_a_question_is_told_with_its_answers_until_it_is_answered(bring):
    code, said, _ = bring(ASKED)
    assert code == QUESTIONS
    assert "1 row waits for answers." in said
    assert "--answer 'all:arm=...'" in said
    assert bring(ASKED, "--answer", "all:arm=Sugar")[0] == USABLE


def test_rows_are_saved_once(bring, tmp_path):
    studies = tmp_path / "studies.csv"
    studies.write_text(PLAIN.replace("Kim", "Lee"), "utf-8")
    into = ("--into", str(studies), "--by", "Ann", "--why", "Adds Kim 2010")
    assert bring(PLAIN, *into)[::2] == (USABLE, "Saved as version 2 of studies.csv.\n")
    assert store.load(studies).rows["study"].tolist() == ["Lee 2010", "Kim 2010"]
    again = bring(PLAIN, *into)
    assert again[::2] == (USABLE, "Nothing to save: the file holds all of it already.\n")


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        (TITLED, QUESTIONS, "1 proposal waits to be accepted (--accept)"),
        (ASKED, QUESTIONS, "questions are open"),
        (PLAIN.replace("80", "800"), ERRORS, "there are errors"),
    ],
)
def test_nothing_is_saved_of_what_is_not_settled(bring, tmp_path, text, code, why):
    studies = tmp_path / "studies.csv"
    studies.write_text(PLAIN.replace("Kim", "Lee"), "utf-8")
    ended = bring(text, "--into", str(studies), "--by", "Ann", "--why", "Adds Kim 2010")
    assert ended[::2] == (code, f"Nothing was saved: {why}.\n")
    assert "Kim 2010" not in studies.read_text("utf-8")


def test_a_proposal_for_the_same_column_of_two_sheets_counts_once_as_on_the_page(tmp_path, capsys):
    book = openpyxl.Workbook()
    for sheet, rate in (("3 months", "80"), ("6 months", "60")):
        page = book.create_sheet(sheet)
        page.append(["Study", "Arm", "n", "Rate (%)"])
        page.append(["Kim 2010", "Sugar", "20", rate])
    book.save(tmp_path / "visits.xlsx")
    studies = tmp_path / "studies.csv"
    studies.write_text(PLAIN, "utf-8")
    main(["import", str(tmp_path / "visits.xlsx"), "--into", str(studies)])
    # The months of each sheet, and the column n of both.
    assert "3 proposals wait" in capsys.readouterr().err
