"""The times of rows, in months after treatment."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.arrays import Mask
from lib.studies.encoded import Encoded
from lib.studies.headers.visit_times import VisitTime, read_time
from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.questions import Answers, Question
from lib.studies.reading.durations import format_months


@dataclass(frozen=True, eq=False)
class Times:
    """The times of a column.

    Attributes
    ----------
    months
        Months as text; a cell that is no time stays as typed.
    is_open
        Rows whose time hangs on a question.
    is_baseline
        Rows from before or at treatment.
    made
        Each conversion: the cell as typed, and its months.
    """

    months: pd.Series
    is_open: Mask
    is_baseline: Mask
    made: dict[str, float]


def read_times(cells: pd.Series, unit: str, answers: Answers) -> Times:
    """Read a column of times; `unit` is that of bare numbers, "" while it is open."""
    held = Encoded.of(cells)
    typed = held.texts.to_pylist()
    times = [read_time(text, unit) for text in typed]
    made: dict[str, float] = {}
    months: list[str] = []
    is_open: list[bool] = []
    for text, time in zip(typed, times, strict=True):
        told, waits = _months(text, time, unit, answers, made)
        months.append(told)
        is_open.append(waits)
    taken = pa.array(months, pa.large_string()).take(pa.array(held.codes))
    baseline = [bool(time and time.is_baseline) for time in times]
    return Times(
        pd.Series(pd.array(taken, dtype="str"), cells.index),
        np.array(is_open, bool)[held.codes],
        np.array(baseline, bool)[held.codes],
        made,
    )


def _months(
    text: str, time: VisitTime | None, unit: str, answers: Answers, made: dict[str, float]
) -> tuple[str, bool]:
    """The months of one text, and whether they hang on a question."""
    if time is None:
        waits = not unit and read_time(text, "months") is not None
        return ("" if waits else text.strip()), waits
    if time.months is None:
        question = Question(f"time:{text.strip()}", _asked(text), why=time.doubt)
        answer = answers.ask(question)
        own = read_time(answer, "months") if answer else None
        if own is None or own.months is None:
            return "", True
        made[text.strip()] = own.months
        return format_months(own.months), False
    number = read_cell(text).number
    if time.unit == "months" and number and not read_cell(text).mark:
        return number, False  # with the decimals that are typed
    if time.unit != "months" and not time.is_baseline:
        made[text.strip() if read_time(text) else f"{text.strip()} {unit}"] = time.months
    return format_months(time.months), False


def _asked(text: str) -> str:
    return f"At how many months was '{text.strip()}'?"
