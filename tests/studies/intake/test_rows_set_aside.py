"""Rows that are no data, and how they are told."""

import pytest

from tests.studies.intake.reading import bring, keys_of, lines_of, rows_aside

HEADER = "study,arm,months,n_assessed,responders\n"


@pytest.mark.parametrize("label", ["Total", "Gesamt", "Subtotal (I² = 0%)", "Median", "Overall:"])
def test_totals_are_found_by_their_words(label):
    imported = bring(f"{HEADER}X,A,6,30,21\nY,A,6,45,27\n{label},A,6,75,48\n")
    assert rows_aside(imported) == [4]
    assert len(lines_of(imported)) == 2


def test_a_total_of_percents_is_asked_without_a_word():
    text = "study,arm,months,n,rate %\nX,A,6,30,70.0\nY,A,6,45,60.0\nZ,A,6,75,64.0\n"
    assert keys_of(bring(text)) == ["sum:4"]
    assert rows_aside(bring(text, {"sum:4": "total"})) == [4]
    assert len(lines_of(bring(text, {"sum:4": "data"}))) == 3


def test_an_arm_that_is_called_a_total_beside_others_is_asked():
    text = "study,arm,months,rate_pct\nX,A,6,70\nX,B,6,60\nX,Overall,6,64\n"
    assert keys_of(bring(text)) == ["sum:4"]


def test_a_lone_arm_of_all_patients_is_an_arm():
    assert lines_of(bring("study,arm,months,rate_pct\nX,All patients,6,70\n")) != []


def test_rows_under_a_sentence_are_no_data():
    text = (
        "Week,Group,Responders,N\n12,A,37,108\nNote: see the appendix for week 12.,,,\n1,well,,\n"
    )
    assert rows_aside(bring(text)) == [3, 4]


def test_a_table_of_numbers_only_has_no_header():
    (table,) = bring("A 2010,X,3,20,15\nA 2010,X,6,20,12\n").tables
    assert table.table.header_row == 0
    assert len(table.table.cells) == 2


def test_the_row_numbers_of_r_are_left_out():
    (table,) = bring('"","study","arm","X3.months"\n"1","X","A","9/20"\n').tables
    assert table.proposals["column A"].use.means == "leave out"
