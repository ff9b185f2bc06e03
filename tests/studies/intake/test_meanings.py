"""What numbers mean: told by words, by arithmetic that leaves one reading, or asked."""

import pytest

from tests.studies.intake.reading import bring, keys_of, lines_of

DECIDED = {
    "a small n below a percent of N": (
        "Study,Arm,N,3 mo n,3 mo %\nX,A,19,15,78.9\n",
        ["X | A | 3 | 15/19 | 78.9"],
    ),
    "a small n that makes no percent of itself": (
        "Study,Arm,3 mo n,3 mo %,6 mo n,6 mo %\nX,A,32,64,25,50\n",
        ["X | A | 3 | 32/ | 64", "X | A | 6 | 25/ | 50"],
    ),
    "an n that only can be assessed": (
        "Study,Months,Drug n,Drug %,Placebo n,Placebo %\nX,3,75,65.3,76,52.6\n",
        ["X | Drug | 3 | /75 | 65.3", "X | Placebo | 3 | /76 | 52.6"],
    ),
    "n assessed, N enrolled": (
        "study,arm,months,N,n,responders\nX,A,3,75,70,49\n",
        ["X | A | 3 | 49/70"],
    ),
    "one N beside those of each visit": (
        "Study,Arm,N,n analysed 3 mo,% 3 mo,n analysed 6 mo,% 6 mo\nX,A,20,19,47.4,18,44.4\n",
        ["X | A | 3 | /19 | 47.4", "X | A | 6 | /18 | 44.4"],
    ),
    "thousands": (
        'study,arm,months,n,responders\nX,A,3,"1,204",790\nX,A,6,"1,000",630\n',
        ["X | A | 3 | 790/1204", "X | A | 6 | 630/1000"],
    ),
    "responders with decimals are percents": (
        "study,arm,months,n,responders\nX,A,3,40,72.5\nX,A,6,40,47.5\n",
        ["X | A | 3 | /40 | 72.5", "X | A | 6 | /40 | 47.5"],
    ),
    "shares that agree with the counts": (
        "study,arm,months,n_assessed,responders,rate (%)\nX,A,3,40,32,0.80\n",
        ["X | A | 3 | 32/40 | 80"],
    ),
    "proportions above 1": (
        "study,arm,months,n,proportion\nX,A,3,40,80\n",
        ["X | A | 3 | /40 | 80"],
    ),
    "superscripts within a percent": (
        "study,arm,months,n,rate\nX,A,3,50,4²%\n",
        ["X | A | 3 | /50 | 4"],
    ),
    "a lower-case ci": (
        "study,arm,months,proportion,ci\nX,A,3,0.587,0.379-0.795\n",
        ["X | A | 3 | / | 58.7"],
    ),
    "patients who were randomised": (
        "study,arm,months,randomised,assessed,responders\nX,A,3,50,40,32\n",
        ["X | A | 3 | 32/40"],
    ),
    "ACR20 at week 12": (
        "study,arm,acr20_wk12,acr50_wk12\nX,A,60.5,40.1\n",
        ["X | A | 2.8 | / | 60.5 | acr20", "X | A | 2.8 | / | 40.1 | acr50"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DECIDED)
def test_one_reading_is_taken(kind):
    text, rows = DECIDED[kind]
    imported = bring(text)
    assert keys_of(imported) == []
    assert lines_of(imported) == rows


TWO_READINGS = {
    "n beside a percent": ("study,arm,months,n,%\nX,A,3,50,50\n", "count:n"),
    "a sign on some cells only": (
        "study,arm,months,n,rate\nX,A,3,40,80%\nX,A,6,40,0.63\n",
        "unit:rate",
    ),
    "an outcome as a header": ("study,arm,months,N,Remission\nX,A,3,40,30\n", "unit:Remission"),
    "thousands or decimals": (
        'study,arm,months,N,response\nX,A,3,2500,"1,204"\n',
        "unit:response",
    ),
}


@pytest.mark.parametrize("kind", TWO_READINGS)
def test_two_readings_are_asked(kind):
    text, key = TWO_READINGS[kind]
    imported = bring(text)
    assert keys_of(imported) == [key]
    assert imported.waiting >= 1


NOT_GUESSED = ["90% CI", "n.censor", "loss of response", "no improvement", "time to response"]


@pytest.mark.parametrize("header", NOT_GUESSED)
def test_a_tempting_header_stays_extra(header):
    text = f"study,arm,months,n_assessed,responders,{header}\nX,A,3,40,30,10\n"
    (table,) = bring(text).tables
    assert table.proposals[header].use.means == "keep"


def test_a_column_with_percents_is_no_number_of_patients():
    imported = bring("study,months,Drug,Placebo,Total\nX,3,79%,50%,67%\n")
    assert {"/67"}.isdisjoint(line.split(" | ")[3] for line in lines_of(imported))


PATIENTS = "patient,study,arm,month,{}\n1,X,A,3,{}\n2,X,A,3,{}\n3,X,A,3,{}\n"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("responder", (1, 0, 1)),
        ("responder", ("yes", "no", "yes")),
        ("outcome", ("success", "failure", "success")),
        ("Ansprechen", ("ja", "nein", "ja")),
    ],
)
def test_patients_are_counted_without_a_question(header, cells):
    imported = bring(PATIENTS.format(header, *cells))
    assert keys_of(imported) == []
    assert lines_of(imported) == ["X | A | 3 | 2/3"]


def test_patients_without_a_number_are_told_by_repeated_labels():
    text = "study,arm,month,responder\nX,A,3,1\nX,A,3,0\nX,A,3,NA\nX,B,3,0\n"
    assert lines_of(bring(text)) == ["X | A | 3 | 1/2", "X | B | 3 | 0/1"]


@pytest.mark.parametrize("header", ["score", "response", "pain"])
def test_scores_of_patients_are_refused_in_plain_words(header):
    imported = bring(PATIENTS.format(header, 23, 31, 44))
    assert keys_of(imported) == []
    assert "Each row is one patient" in imported.checked.refused
