"""A table with a row for each patient, counted to a row for each arm at each visit."""

import numpy as np
import pandas as pd

from lib.studies.encoded import Encoded, together
from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.columns.column_use import KEEP, NO, YES, ColumnUse
from lib.studies.intake.rows.draft_rows import DraftRows
from lib.studies.problems import Finding, facts
from lib.studies.schema import BY_NAME
from lib.studies.validation.count_rules import PATIENT_SCORES

_COUNTED = ("responders", "n_assessed", "rate_pct")
_OF_ONE = ("note", "source", "caution")


def count_patients(rows: DraftRows, uses: dict[str, ColumnUse]) -> tuple[DraftRows, list[Finding]]:
    """Count patients who responded, and all of whom it is said; or say why it cannot be done."""
    if not any(use.is_measure for use in uses.values()):
        return rows.take(np.zeros(len(rows.cells), bool)), _without_response(rows, uses)
    words = rows.cells.get("responders", pd.Series("", rows.cells.index)).str.strip()
    scores = words[~words.str.casefold().isin(["", *YES, *NO])]
    if len(scores):
        header = next(
            (name for name, use in uses.items() if use.means in ("response", "responders")), ""
        )
        given = facts(header=header, value=scores.iloc[0])
        return rows.take(np.zeros(len(rows.cells), bool)), [
            Finding(PATIENT_SCORES, "", facts=given)
        ]
    keys = [
        str(name)
        for name in rows.cells.columns
        if name in BY_NAME and name not in (*_COUNTED, *_OF_ONE)
    ]
    groups = together([Encoded.of(rows.cells[name]).codes for name in keys])
    _, first = np.unique(groups, return_index=True)
    order = np.sort(first)
    counts = {
        name: np.bincount(groups, weights=_ones(rows.cells, name))[groups[order]]
        for name in ("responders", "n_assessed")
    }
    kept = np.zeros(len(rows.cells), bool)
    kept[order] = True
    counted = rows.take(kept)
    cells = counted.cells[keys].assign(
        **{
            name: pd.array([f"{n:.0f}" for n in numbers], dtype="str")
            for name, numbers in counts.items()
        }
    )
    return DraftRows(**{**vars(counted), "cells": cells}), []


def _without_response(rows: DraftRows, uses: dict[str, ColumnUse]) -> list[Finding]:
    """Say what stands where a response is missing."""
    extras = [name for name, use in uses.items() if use.means == KEEP and name in rows.cells]
    for header in extras:
        texts = [text for text in rows.cells[header] if read_cell(text).kind == "value"]
        if texts:
            return [Finding(PATIENT_SCORES, "", facts=facts(header=header, value=texts[0]))]
    return []


def _ones(cells: pd.DataFrame, name: str) -> np.ndarray:
    return (cells[name] == "1").to_numpy(float) if name in cells else np.zeros(len(cells))
