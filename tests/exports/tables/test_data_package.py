import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lib.exports.tables.data_package import package_zip
from lib.exports.tables.schema_files import dictionary_csv, example_csv
from lib.exports.tables.studies_csv import full_csv
from lib.studies.dataset import dataset_of

ROOT = Path(__file__).parents[3]
DATE = "2026-11-22"
HEAD = b"study,arm,months,rate_pct,n,own\n"
UNFIT = (
    HEAD + b'A,x,"3,5",79 %,NA,=1+1\n,x,6,"l\rm\nn",19.0,-\nB,y,x,170,20, \n'
    b'C,"q""r",3,1e3,1,\x0c\nD,z,6\n,,,NA,,\n'
)
FILES = {
    "studies.csv": (ROOT / "data" / "studies.csv").read_bytes(),
    "example.csv": example_csv(),
    "unfit.csv": UNFIT,
    "twice.csv": b"study,study,arm,months,rate,=x,,\nA,B,x,3,50,1,2,\n",
    "semicolon.csv": "Studie;study;arm;months;rate\nÜ;A;x;3;50,5\n".encode("cp1252"),
}


def packed(data, name="studies.csv"):
    return zipfile.ZipFile(io.BytesIO(package_zip(dataset_of(data, name), DATE)))


def descriptor(archive):
    return json.loads(archive.read("datapackage.json"))


def fields(data):
    (resource,) = descriptor(packed(data))["resources"]
    return {field["name"]: field for field in resource["schema"]["fields"]}


@pytest.mark.parametrize("name", FILES)
def test_frictionless_finds_the_package_valid(name, tmp_path):
    packed(FILES[name], name).extractall(tmp_path)
    told = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert json.loads(told.stdout)["valid"], told.stdout + told.stderr


def test_the_same_studies_give_the_same_bytes():
    data = dataset_of(FILES["studies.csv"], "studies.csv")
    assert package_zip(data, DATE) == package_zip(data, DATE)


def test_the_package_holds_the_rows_and_the_dictionary():
    archive = packed(FILES["studies.csv"])
    assert archive.namelist() == ["README.txt", "datapackage.json", "studies.csv", "columns.csv"]
    full = full_csv(dataset_of(FILES["studies.csv"], "studies.csv"))
    assert b"\xef\xbb\xbf" + archive.read("studies.csv") == full
    assert archive.read("columns.csv") == dictionary_csv()


def test_the_descriptor_names_file_version_day_and_sources():
    archive = packed(FILES["studies.csv"])
    described = descriptor(archive)
    (resource,) = described["resources"]
    assert described["created"] == "2026-11-22T00:00:00Z"
    assert described["version"] == dataset_of(FILES["studies.csv"], "").version
    assert [source.get("path") for source in described["sources"]] == [
        None, "https://doi.org/10.1089/acm.2010.0031", "https://doi.org/10.1136/bjsm.2007.042044",
    ]  # fmt: skip
    studies = archive.read("studies.csv")
    assert resource["bytes"] == len(studies)
    assert resource["hash"] == f"sha256:{hashlib.sha256(studies).hexdigest()}"


def test_no_licence_is_claimed():
    archive = packed(FILES["studies.csv"])
    assert "licenses" not in descriptor(archive)
    assert "No licence is claimed" in archive.read("README.txt").decode()


def test_columns_that_fit_keep_their_type_and_limits():
    held = fields(FILES["studies.csv"])
    assert held["n_assessed"]["type"] == "integer"
    assert held["months"]["constraints"]["exclusiveMinimum"] == 0


def test_whole_numbers_with_decimals_are_numbers():
    assert fields(HEAD + b"A,x,3,79,19.0,\n")["n"]["type"] == "number"


def test_a_column_with_a_cell_that_does_not_fit_is_text_and_says_so():
    held = fields(UNFIT)
    assert {held[name]["type"] for name in ("months", "rate_pct", "n", "own")} == {"string"}
    assert "not every cell fits" in held["months"]["description"]
    assert "constraints" not in held["study"]


def test_ragged_rows_stand_in_a_file_of_their_own():
    archive = packed(UNFIT)
    ragged = io.StringIO(archive.read("rows-not-read.csv").decode("utf-8-sig"))
    assert list(csv.reader(ragged)) == [
        ["row", "cells", "cell 1", "cell 2", "cell 3"], ["6", "3", "D", "z", "6"],
    ]  # fmt: skip
    assert "rows-not-read.csv: 1 row with more or fewer" in archive.read("README.txt").decode()


def test_rows_that_are_only_tried_are_told():
    data = replace(dataset_of(FILES["studies.csv"], "studies.csv"), tried=frozenset({2, 3}))
    archive = zipfile.ZipFile(io.BytesIO(package_zip(data, DATE)))
    for text in (archive.read("README.txt").decode(), descriptor(archive)["description"]):
        assert "2 are only tried and not saved" in text


def test_without_a_day_it_names_none():
    archive = zipfile.ZipFile(io.BytesIO(package_zip(dataset_of(FILES["studies.csv"], "s.csv"))))
    assert "created" not in descriptor(archive)
    assert "taken on" not in archive.read("README.txt").decode()
