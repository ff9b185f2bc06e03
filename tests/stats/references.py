"""Reference numbers from R; the lines that begin with # say package, version and call."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data" / "reference"


def rows(name):
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def columns(name, dataset, keys):
    chosen = [row for row in rows(name) if row["dataset"] == dataset]
    return [[int(row[key]) for row in chosen] for key in keys]
