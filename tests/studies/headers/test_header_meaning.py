"""What headers mean: a list of public names and own ones, and what must hold for any header."""

import csv
import string
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.studies.headers.header_meaning import MEASURES, OTHERS, header_meaning
from lib.studies.headers.tokens import word_set
from lib.studies.schema import BY_NAME, COLUMNS

LIST = (Path(__file__).parent / "headers.csv").read_text("utf-8")
LISTED = list(csv.DictReader(LIST.splitlines()))


def months_of(meaning):
    if meaning.open_time:
        return "?"
    return f"{meaning.time.months:.3g}" if meaning.time else ""


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: listed["header"])
def test_a_header_means_what_the_list_says(listed):
    meaning = header_meaning(listed["header"])
    assert (meaning.column, months_of(meaning)) == (listed["column"], listed["months"])
    if listed["column"]:
        assert (meaning.unit, meaning.slot) == (listed["unit"], listed["slot"])


def test_the_list_is_long_and_a_third_of_it_must_not_be_guessed():
    empty = [listed for listed in LISTED if not listed["column"]]
    assert len({listed["header"] for listed in LISTED}) == len(LISTED) >= 300
    assert len(empty) >= len(LISTED) / 3


def test_columns_are_those_that_are_documented():
    columns = {listed["column"] for listed in LISTED if listed["column"]}
    assert columns <= {*BY_NAME, *MEASURES, *OTHERS}


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_the_schema_and_its_units_are_certain(column):
    meaning = header_meaning(column.name)
    assert meaning.column == column.name
    assert meaning.is_certain == (column.name != "unit")


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        ("n/N", ("responders", "n_assessed")),
        ("n / N", ("responders", "n_assessed")),
        ("n/N (%)", ("responders", "n_assessed", "rate_pct")),
        ("% (n/N)", ("rate_pct", "responders", "n_assessed")),
        ("n (%)", ("responders", "rate_pct")),
        ("% (n)", ("rate_pct", "responders")),
        ("Response rate (95% CI)", ("rate_pct", "interval")),
    ],
)
def test_a_header_of_several_measures_names_them_in_order(header, parts):
    assert header_meaning(header).parts == parts


def test_what_a_header_says_besides_is_left_as_typed():
    assert header_meaning("Drug A n").rest == ("Drug A",)
    assert header_meaning("remission_3m").rest == ("remission",)
    assert header_meaning("HbA1c").rest == ("HbA1c",)
    assert header_meaning("12 months (n=1,204)").n == 1204


@pytest.mark.parametrize(
    ("header", "stem"),
    [("n1", "n"), ("N1", "N"), ("resp2", "resp"), ("resp_3m", "resp"), ("Drug A n", "n")],
)
def test_a_stem_is_what_columns_share(header, stem):
    assert header_meaning(header).stem == stem


@pytest.mark.parametrize("header", ["n", "N", "r", "events", "total", "follow-up", "rate", "%"])
def test_vague_headers_are_guesses(header):
    meaning = header_meaning(header)
    assert meaning.column
    assert not meaning.is_certain


def test_a_number_of_something_unknown_needs_a_second_column():
    assert header_meaning("Drug A n").needs_pair
    assert not header_meaning("remission (%)").needs_pair
    assert not header_meaning("responders (%)").needs_pair


def test_a_guess_and_a_refusal_have_their_reason():
    assert header_meaning("resp1").why == (
        "'resp1' reads as a response (a rate or a count) of arm 1."
    )
    assert header_meaning("weeks").why == "'weeks' reads as the time of the visit in weeks."
    assert header_meaning("% male").forbidden == "It says 'male', so it is no response."
    assert header_meaning("No responders").forbidden == (
        "It says 'no', which may be 'number of' or 'none'."
    )


WORDS = [
    listed["header"]
    for listed in LISTED
    if set(listed["header"]) <= {*string.ascii_letters, " "}
    and min(map(len, listed["header"].split())) > 1
    and not listed["header"].startswith("No ")  # 'No.' is a number
    and not any(word.isupper() for word in listed["header"].split())
]


@given(
    st.sampled_from(WORDS),
    st.sampled_from([" ", "_", "-", ".", "  "]),
    st.sampled_from([str.lower, str.upper, str.title, str.capitalize]),
)
def test_case_and_separators_do_not_change_a_meaning(header, separator, case):
    changed = header_meaning(case(header).replace(" ", separator))
    plain = header_meaning(header.lower())
    assert (changed.column, changed.unit, changed.slot, changed.is_certain) == (
        plain.column, plain.unit, plain.slot, plain.is_certain,
    )  # fmt: skip
    assert months_of(changed) == months_of(plain)


PIECES = st.sampled_from(
    sorted(
        word_set(
            "n N % ( ) / = 40 3 12 months week resp responders rate arm 1 of - _ . ci 95 low no "
            "not male baseline events control ± > X ___1 étude Monate visit"
        )
    )
)


@given(st.text(max_size=30) | st.lists(PIECES, max_size=8).map(" ".join))
@example("n=")
@example("/")
@example("n = 99999999999999999999")
@example("٣ months")
@example("x" * 5000)
def test_any_header_has_a_meaning_or_none(header):
    meaning = header_meaning(header)
    assert meaning.column in {"", *BY_NAME, *MEASURES, *OTHERS}
    assert not (meaning.forbidden and meaning.column)
    assert bool(meaning.why) == bool(meaning.column)
    assert meaning.column or not (meaning.is_certain or meaning.parts)
    assert meaning.time is None or meaning.time.is_settled
    assert meaning.open_time is None or meaning.open_time.doubt


def test_five_hundred_headers_are_read_at_once():
    headers = [
        f"Percent of responders in arm {number} at {number} weeks" for number in range(1, 501)
    ]
    start = process_time()
    assert all(header_meaning(header).column == "rate_pct" for header in headers)
    assert process_time() - start < 0.5
