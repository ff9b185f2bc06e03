"""How rows and columns may be arranged, each kind with the rows that are right."""

import pytest

from tests.studies.intake.reading import bring, keys_of, lines_of

AT_ONCE = {
    "three arms by name": (
        "Study,Months,Drug A n,Drug A N,Drug B n,Drug B N,Placebo n,Placebo N\n"
        "X,3,9,20,8,21,5,22\n",
        ["X | Drug A | 3 | 9/20", "X | Drug B | 3 | 8/21", "X | Placebo | 3 | 5/22"],
    ),
    "arms by name with pairs": (
        "Study,Month,Drug A (n/N),Placebo (n/N)\nX,3,9/20,5/22\n",
        ["X | Drug A | 3 | 9/20", "X | Placebo | 3 | 5/22"],
    ),
    "a drug beside a control": (
        "Study,Month,Drug A events,Drug A total,Control events,Control total\nX,3,9,20,5,22\n",
        ["X | Drug A | 3 | 9/20", "X | control | 3 | 5/22"],
    ),
    "arms and visits": (
        "Study,Drug A 3 mo,Drug A 6 mo,Control 3 mo,Control 6 mo\nX,9/20,8/20,5/22,4/22\n",
        [
            "X | Drug A | 3 | 9/20",
            "X | Drug A | 6 | 8/20",
            "X | control | 3 | 5/22",
            "X | control | 6 | 4/22",
        ],
    ),
    "three rows of headers": (
        "Study,Drug A,,Placebo,\n,3 months,,3 months,\n,n,N,n,N\nX,9,20,5,22\n",
        ["X | Drug A | 3 | 9/20", "X | Placebo | 3 | 5/22"],
    ),
    "outcomes beside arms in rows": (
        "study,arm,months,n,ACR20 responders,ACR50 responders\nX,A,3,40,30,20\n",
        ["X | A | 3 | 30/40 |  | ACR20", "X | A | 3 | 20/40 |  | ACR50"],
    ),
    "a two by two table": (
        "study,months,ai,bi,ci,di\nX,3,9,11,5,17\n",
        ["X | arm 1 | 3 | 9/20", "X | arm 2 | 3 | 5/22"],
    ),
    "two by two with totals": (
        "study,months,ai,n1i,ci,n2i\nX,3,9,20,5,22\n",
        ["X | arm 1 | 3 | 9/20", "X | arm 2 | 3 | 5/22"],
    ),
    "responders and failures": (
        "study,arm,months,responders,nonresponders\nX,A,3,9,11\n",
        ["X | A | 3 | 9/20"],
    ),
    "the number in the arm's label": (
        "Study,Arm,3 months,6 months\nX,Drug A (n=20),45%,40%\nX,Placebo (N = 22),23%,18%\n",
        [
            "X | Drug A | 3 | /20 | 45",
            "X | Drug A | 6 | /20 | 40",
            "X | Placebo | 3 | /22 | 23",
            "X | Placebo | 6 | /22 | 18",
        ],
    ),
    "measures down, visits across": (
        "study,arm,measure,3 mo,6 mo\nX,A,n,20,19\nX,A,responders,9,8\n",
        ["X | A | 3 | 9/20", "X | A | 6 | 8/19"],
    ),
    "headings within headings": (
        "Arm,Months,N,Responders\nX,,,\nDrug,,,\n,3,20,9\n,6,20,8\nPlacebo,,,\n,3,22,5\n",
        ["X | Drug | 3 | 9/20", "X | Drug | 6 | 8/20", "X | Placebo | 3 | 5/22"],
    ),
    "arms in the names of events": (
        "record_id,redcap_event_name,n_assessed,n_responders\n"
        "X,3_month_arm_1,20,9\nX,6_month_arm_1,20,8\nX,6_month_arm_2,22,5\n",
        ["X | arm 1 | 3 | 9/20", "X | arm 1 | 6 | 8/20", "X | arm 2 | 6 | 5/22"],
    ),
    "numbers of studies beside authors": (
        "study_id,author,year,arm,months,n,responders\n1,Ash,2004,A,3,20,9\n2,Ash,2011,A,3,22,5\n",
        ["Ash 2004 | A | 3 | 9/20", "Ash 2011 | A | 3 | 5/22"],
    ),
    "months above bare numbers": (
        "Arm / Months,3,6\nDrug,9/20,8/20\nPlacebo,5/22,4/22\n",
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind, (_, rows) in AT_ONCE.items() if rows])
def test_a_layout_is_read_at_once(kind):
    text, rows = AT_ONCE[kind]
    imported = bring(text)
    assert keys_of(imported) == []
    assert lines_of(imported) == rows


ASKED = {
    "bare numbers as headers": (
        "Study,Arm,3,6\nX,A,9/20,8/20\n",
        {"time_unit:3": "months"},
        ["X | A | 3 | 9/20", "X | A | 6 | 8/20"],
    ),
    "numbers behind measures": (
        "study,arm,n_3,r_3,n_6,r_6\nX,A,20,9,20,8\n",
        {"time_unit:n_3": "months"},
        ["X | A | 3 | 9/20", "X | A | 6 | 8/20"],
    ),
    "numbers of visits behind measures": (
        "study,arm,n_1,r_1,n_2,r_2\nX,A,20,9,20,8\n",
        {"time:visit 1": "3", "time:visit 2": "6"},
        ["X | A | 3 | 9/20", "X | A | 6 | 8/20"],
    ),
    "numbers of visits in rows": (
        "study,arm,visit,n,responders\nX,A,1,20,9\nX,A,2,20,8\n",
        {"time_unit:visit": "visits", "time:visit 1": "3", "time:visit 2": "6"},
        ["X | A | 3 | 9/20", "X | A | 6 | 8/20"],
    ),
    "a header that became a date": (
        "study,arm,3 mo,2024-06-12\nX,A,9/20,8/20\n",
        {"time:2024-06-12": "9"},
        ["X | A | 3 | 9/20", "X | A | 9 | 8/20"],
    ),
    "times in the labels of rows": (
        "Outcome,Drug (N=20),Placebo (N=22)\n"
        "Response at month 3,9 (45%),5 (22.7%)\nRemission at month 3,4 (20%),2 (9.1%)\n",
        {"all:study": "X"},
        [
            "X | Drug | 3 | 9/20 | 45 | Response",
            "X | Placebo | 3 | 5/22 | 22.7 | Response",
            "X | Drug | 3 | 4/20 | 20 | Remission",
            "X | Placebo | 3 | 2/22 | 9.1 | Remission",
        ],
    ),
    "a time in other words": (
        "study,arm,time,n,responders\nX,A,3 months,20,9\nX,A,end of treatment,20,8\n",
        {"time:end of treatment": "12"},
        ["X | A | 3 | 9/20", "X | A | 12 | 8/20"],
    ),
    "a range without its unit": (
        "study,arm,months,n,responders\nX,A,3-6,20,9\n",
        {"time:3-6": "6"},
        ["X | A | 6 | 9/20"],
    ),
    "two outcomes of a wide table": (
        "study,arm,N,response_3m,remission_3m\nX,A,20,9,8\n",
        {"unit:response_3m": "count", "unit:remission_3m": "count"},
        ["X | A | 3 | 9/20 |  | response", "X | A | 3 | 8/20 |  | remission"],
    ),
    "a curve of broom": (
        "time,n.risk,n.event,n.censor,estimate,conf.high,conf.low,strata\n"
        "3,20,9,0,0.55,0.7,0.4,trt=A\n",
        {"all:study": "X", "time_unit:time": "months"},
        ["X | A | 3 | / | 55"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ASKED)
def test_a_layout_is_read_once_it_is_answered(kind):
    text, answers, rows = ASKED[kind]
    assert lines_of(bring(text)) in ([], rows[:1])
    imported = bring(text, answers)
    assert keys_of(imported) == []
    assert lines_of(imported) == rows


def test_months_in_a_header_are_those_of_bare_numbers_beside_it():
    imported = bring(AT_ONCE["months above bare numbers"][0], {"all:study": "X"})
    assert lines_of(imported)[0] == "X | Drug | 3 | 9/20"


def test_a_table_without_measures_gives_no_rows():
    imported = bring("author,year,TE,seTE\nAsh,2004,0.5,0.2\n")
    assert lines_of(imported) == []
    assert imported.checked.refused
