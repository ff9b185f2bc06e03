from pathlib import Path

import pytest

from lib.studies.schema import COLUMNS
from lib.ui.session.dataset import CSV_VARIABLE

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_is_explained_as_in_the_schema(column):
    (line,) = [line for line in README.splitlines() if line.startswith(f"| `{column.name}` |")]
    needed = "**Needed.** " if column.needed else ""
    assert line.endswith(f"| {needed}{column.meaning} |")
    assert all(f"`{choice}`" in line for choice in column.choices)


def test_the_variable_is_named():
    assert f"{CSV_VARIABLE}=path/to/other.csv" in README


def test_the_picture_is_there():
    assert (Path(__file__).parents[1] / "docs" / "response-curves.png").stat().st_size > 10_000
