"""Every version that is pinned has its hashes, its licence, and its place in what is shipped."""

import json
import re
from pathlib import Path

import pytest

from docs import dependencies
from docs.dependencies import DEVELOPMENT, SHIPPED, read_pins

PLAIN = [SHIPPED, DEVELOPMENT]


def hashed(requirements: Path) -> Path:
    return requirements.with_stem(f"{requirements.stem}-hashes")


@pytest.mark.parametrize("requirements", PLAIN, ids=lambda path: path.stem)
def test_hashes_are_of_the_versions_that_are_pinned(requirements: Path) -> None:
    assert read_pins(hashed(requirements)) == read_pins(requirements)


@pytest.mark.parametrize("requirements", PLAIN, ids=lambda path: path.stem)
def test_each_version_has_a_hash(requirements: Path) -> None:
    first, *each = re.split(r"(?m)^(?=\w)", hashed(requirements).read_text("utf-8"))
    assert first == ""
    assert len(each) == len(read_pins(requirements))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", lines) for lines in each)


@pytest.mark.parametrize("requirements", PLAIN, ids=lambda path: path.stem)
def test_no_file_of_requirements_names_an_index(requirements: Path) -> None:
    text = requirements.read_text("utf-8") + hashed(requirements).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_table_of_licences_names_every_pinned_dependency() -> None:
    rows = dependencies.LICENCES.read_text("utf-8").splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows if row.startswith("| ")]
    named = {(name, version) for name, held, *_ in cells for version in held.split(", ")}
    pinned = {(pin.name, pin.version) for path in PLAIN for pin in read_pins(path)}
    assert named - {("library", "version"), ("---", "---")} == pinned
    assert all(licence.strip() for _, _, licence in cells)


def test_the_list_of_what_is_shipped_names_every_pinned_dependency() -> None:
    bill = json.loads(dependencies.SBOM.read_text("utf-8"))
    named = [(each["name"], each["version"]) for each in bill["components"]]
    assert named[:-1] == [(pin.name, pin.version) for pin in read_pins(SHIPPED)]
    assert named[-1][0] == "plotly.js"
    assert len({each["bom-ref"] for each in bill["components"]}) == len(named)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")


def test_what_is_not_installed_states_no_licence() -> None:
    with pytest.raises(SystemExit, match="no-such-library is not installed"):
        dependencies.find_licence("no-such-library")
