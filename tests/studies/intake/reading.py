"""What an import gives, in one line a row, to compare it in tables of cases."""

from dataclasses import replace

import pandas as pd

from lib.studies.intake.import_file import import_file
from lib.studies.intake.instructions import NOTHING_SAID


def bring(text, answers=()):
    data = text if isinstance(text, bytes) else text.encode()
    return import_file(data, "f.csv", replace(NOTHING_SAID, answers=dict(answers)))


def lines_of(imported):
    """``A | Drug | 3 | 15/20 | 75``: study, arm, months, counts, rate; then the outcome."""
    return [_line(row) for row in imported.checked.rows.itertuples()]


def _line(row):
    counts = f"{_text(row.responders)}/{_text(row.n_assessed)}"
    parts = [row.study, row.arm, _text(row.months), counts, _text(row.rate_pct), row.outcome]
    return " | ".join(parts).strip(" |")


def _text(value):
    return "" if pd.isna(value) else f"{value:.10g}"


def keys_of(imported):
    return [question.key for question in imported.questions]


def rows_aside(imported):
    return [aside.row for _, aside in imported.set_aside]
