"""What the tests of keeping rows share."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from lib.studies.dataset import Dataset
from lib.studies.permissions import Editor
from lib.studies.revisions.changeset import Changes
from lib.studies.store import store, version_folder
from lib.studies.store.store import SaveResult

STUDIES = b"study,arm,months,rate_pct\nA 2001,Drug,3,50\nB 2002,Drug,6,40\n"
ANA = Editor("Ana Silva", "ana@example.org")
WHY = "One more study"

DAYS = ("2024-03-01", "2024-03-09", "2024-03-30", "2024-05-02", "2024-05-03", "2026-01-01")
"""When the versions of a file were made; the last save is of today."""

Cells = Mapping[tuple[int, str], str]


def written(folder: Path, data: bytes = STUDIES, name: str = "studies.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def adding(seen: Dataset, *studies: str, rate: str = "60") -> Changes:
    rows = [(study, "Drug", "3", rate) for study in studies]
    names = ["study", "arm", "months", "rate_pct"]
    added = pd.DataFrame(rows, columns=names, dtype="str")
    headers = {name: name for name in names if name not in seen.text.headers}
    return Changes(seen, added, seen.text.cells.iloc[:0], _no_rows(), headers)


def changing(seen: Dataset, cells: Cells) -> Changes:
    changed = seen.text.cells.loc[sorted({row for row, _column in cells})].copy()
    for (row, column), text in cells.items():
        changed.loc[row, column] = text
    return Changes(seen, seen.text.cells.iloc[:0], changed, _no_rows(), {})


def removing(seen: Dataset, rows: Sequence[int]) -> Changes:
    nothing = seen.text.cells.iloc[:0]
    return Changes(seen, nothing, nothing, pd.Index(rows, dtype="int64", name="row"), {})


def save(path: Path, study: str = "C 2003") -> SaveResult:
    """Add a row, as one who has just looked at the file."""
    return store.save(path, adding(store.load(path), study), ANA, WHY)


def left_behind(path: Path) -> list[str]:
    """The names of temporary files."""
    return [each.name for each in path.parent.rglob("*.tmp")]


def _no_rows() -> pd.Index:
    return pd.Index([], dtype="int64", name="row")


def set_days(path: Path, *days: str) -> None:
    """Give the versions other days."""
    for version, day in zip(reversed(store.history(path).versions), days, strict=False):
        record = version_folder._record(path, version, ".json")
        told = json.loads(record.read_bytes()) | {"when": f"{day}T12:00:00+00:00"}
        record.write_text(json.dumps(told))


def written_on(folder: Path, days: Sequence[str]) -> Path:
    """A file with a save after each of these days."""
    path = written(folder)
    for number in range(len(days)):
        save(path, f"Row {number}")
    set_days(path, *days)
    return path
