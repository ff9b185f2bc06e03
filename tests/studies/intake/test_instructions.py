import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.studies.headers.time_units import UNITS
from lib.studies.intake.columns.column_use import MEANINGS, MEASURE_UNITS, ColumnUse
from lib.studies.intake.instructions import Instructions, from_json, to_json
from lib.studies.schema import BY_NAME, MONTHS_MOST

TEXT = st.text(max_size=8)
MONTHS = st.none() | st.floats(0, MONTHS_MOST, exclude_min=True)
USE = st.builds(
    ColumnUse,
    st.sampled_from([each for each in MEANINGS if each != "months"]),
    st.sampled_from(["", *MEASURE_UNITS]),
    MONTHS,
    TEXT,
    TEXT,
    st.none() | st.integers(1, 1000),
) | st.builds(ColumnUse, st.just("months"), st.sampled_from(["", *UNITS]))
SAID = st.builds(
    Instructions,
    st.lists(TEXT, max_size=3).map(tuple),
    st.sampled_from(["", "utf-8"]),
    st.sampled_from(["", ";"]),
    st.none() | st.integers(0, 99),
    st.none() | st.integers(0, 3),
    st.dictionaries(TEXT, USE, max_size=5),
    st.dictionaries(st.sampled_from(sorted(BY_NAME)), TEXT, max_size=3),
    st.none() | st.booleans(),
    st.dictionaries(TEXT, TEXT, max_size=3),
    st.frozensets(st.integers(1, 99), max_size=4),
)


@given(SAID)
def test_what_is_said_comes_back_as_it_was_written(said: Instructions) -> None:
    assert from_json(to_json(said)) == said


@given(st.binary(max_size=60))
def test_any_bytes_are_instructions_or_what_is_wrong(data: bytes) -> None:
    assert isinstance(from_json(data), str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(JSON, JSON, JSON)
def test_any_json_is_instructions_or_what_is_wrong(use: object, rows: object, flag: object) -> None:
    record = {"columns": {"a": use}, "header_row": rows, "fill_down": flag, "sheets": rows}
    assert isinstance(from_json(json.dumps(record).encode()), str | Instructions)


def test_a_mapping_of_version_0_1_is_read() -> None:
    old = {
        "columns": {
            "Paper": "study",
            "t": "months",
            "3 mo": {"months": 3, "measure": "rate_pct"},
            "6 mo": {"months": 6, "measure": "counts"},
        },
        "months_in": "weeks",
        "read_units": True,
    }
    said = from_json(json.dumps(old).encode())
    assert isinstance(said, Instructions)
    assert said.columns == {
        "Paper": ColumnUse("study"),
        "t": ColumnUse("months", "weeks"),
        "3 mo": ColumnUse("rate_pct", "percent", 3),
        "6 mo": ColumnUse("response", months=6),
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[" * 100_000, "This is no mapping of columns: it cannot be read as JSON."),
        (b"[]", "This is no mapping of columns: it has no list of columns."),
        (b" " * 2_000_000, "The mapping has 2.0 MB; at most 1 MB is read."),
        (b'{"columns": {"A": "armm"}}', "The mapping gives 'A' a use that is not known."),
        (
            b'{"columns": {"A": {"months": 0, "measure": "rate_pct"}}}',
            "The mapping gives 'A' a use that is not known.",
        ),
        (
            b'{"columns": {"A": {"months": true, "measure": "rate_pct"}}}',
            "The mapping gives 'A' a use that is not known.",
        ),
        (
            b'{"columns": {"A": "months"}, "months_in": "hours"}',
            "The mapping gives 'A' a use that is not known.",
        ),
        (b'{"colums": {}}', "The mapping says 'colums', which is not known."),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(data: bytes, said: str) -> None:
    assert from_json(data) == said
