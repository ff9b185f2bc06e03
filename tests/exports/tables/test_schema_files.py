import json
import subprocess
import sys

import pandas as pd
import pytest

from lib.analysis.selection import with_series
from lib.exports.tables.schema_files import (
    dictionary,
    dictionary_csv,
    example_csv,
    table_schema,
    table_schema_json,
    template_csv,
)
from lib.studies.schema import COLUMNS
from lib.studies.spellings import find_column
from lib.studies.validation.validate import check

NAMES = [column.name for column in COLUMNS]


def test_the_template_is_the_header():
    assert template_csv().decode("utf-8-sig") == ",".join(NAMES) + "\r\n"
    assert template_csv().startswith(b"\xef\xbb\xbf")


def test_the_example_has_nothing_wrong():
    assert check(example_csv()).problems.empty


def test_the_example_makes_a_curve():
    series = with_series(check(example_csv()).rows).groupby("series")["months"]
    assert series.apply(list).tolist() == [[3, 6, 12], [3], [15]]


def test_the_example_fills_in_every_column_but_the_doi():
    cells = check(example_csv()).text.cells
    assert cells.columns.tolist() == NAMES
    assert [name for name in NAMES if (cells[name] == "").all()] == ["doi"]


def test_the_example_is_of_nobody():
    rows = check(example_csv()).rows
    assert rows["study"].unique() == ["Example 2020"]
    assert rows["note"].str.startswith("Made up").all()
    assert not rows["citation"].str.contains("Kim").any()


def test_the_dictionary_explains_every_column():
    frame = dictionary().set_index("column")
    assert frame.index.tolist() == NAMES
    assert frame.loc["months", ["needed", "lowest", "highest"]].tolist() == [
        "yes", "more than 0", "1200",
    ]  # fmt: skip
    assert frame.loc["rate_pct", "needed"] == "unless both counts are given"
    assert frame.loc["role", "allowed_values"] == "intervention, comparator"
    assert frame.loc["unit", "default"] == "patients"
    assert "follow-up" in frame.loc["months", "other_spellings"].split("; ")


def test_the_dictionary_can_be_taken_away(tmp_path):
    (tmp_path / "columns.csv").write_bytes(dictionary_csv())
    read = pd.read_csv(tmp_path / "columns.csv", dtype="str", keep_default_na=False)
    pd.testing.assert_frame_equal(read, dictionary())


@pytest.mark.parametrize("field", table_schema()["fields"], ids=NAMES)
def test_a_title_is_a_header_that_is_understood(field):
    assert find_column(field["title"]) == field["name"]


def test_the_table_schema_holds_the_limits():
    fields = {field["name"]: field for field in table_schema()["fields"]}
    assert fields["months"]["constraints"] == {
        "required": True, "exclusiveMinimum": 0, "maximum": 1200,
    }  # fmt: skip
    assert fields["estimate"]["constraints"]["enum"] == ["proportion", "time_to_event"]
    assert fields["study"]["constraints"] == {"required": True, "maxLength": 100}


def test_words_are_missing_values_in_numbers_only():
    fields = {field["name"]: field for field in table_schema()["fields"]}
    assert {"", "NA", "n/a", "Not stated", "-"} <= set(fields["n_assessed"]["missingValues"])
    assert "missingValues" not in fields["note"]
    assert table_schema()["missingValues"] == [""]


def test_frictionless_takes_the_schema_and_the_example(tmp_path):
    (tmp_path / "schema.json").write_bytes(table_schema_json())
    (tmp_path / "example.csv").write_bytes(example_csv().removeprefix(b"\xef\xbb\xbf"))
    command = [sys.executable, "-m", "frictionless", "validate", "example.csv"]
    told = subprocess.run(
        [*command, "--schema", "schema.json", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert json.loads(told.stdout)["valid"], told.stdout
