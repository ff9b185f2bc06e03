"""The times of rows, in months after treatment."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.arrays import Mask
from lib.studies.encoded import Encoded
from lib.studies.headers.header_meaning import header_meaning
from lib.studies.headers.visit_times import VisitTime, read_time
from lib.studies.intake.cell_values import read_cell
from lib.studies.intake.columns.column_use import VISITS
from lib.studies.intake.questions import Answers, FileQuestion
from lib.studies.reading.durations import format_months

_LONGEST = 40  # characters of a time in words


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
    rests
        The words beside the time.
    """

    months: pd.Series
    is_open: Mask
    is_baseline: Mask
    made: dict[str, float]
    rests: pd.Series


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
    baseline = [bool(time and time.is_baseline) for time in times]
    return Times(
        held.spread(months, cells.index),
        np.array(is_open, bool)[held.codes],
        np.array(baseline, bool)[held.codes],
        made,
        held.spread([" ".join(time.rest) if time else "" for time in times], cells.index),
    )


def _months(
    text: str, time: VisitTime | None, unit: str, answers: Answers, made: dict[str, float]
) -> tuple[str, bool]:
    """The months of one text, and whether they hang on a question."""
    if time is None:
        is_bare = read_time(text, "months") is not None
        if is_bare and unit == VISITS:
            return _answered(f"visit {text.strip()}", "It is the number of a visit.", answers, made)
        if is_bare or not _is_words(text):
            waits = is_bare and not unit
            return ("" if waits else text.strip()), waits
        return _answered(text.strip(), "It is no time that can be read.", answers, made)
    if time.months is None:
        return _answered(text.strip(), time.doubt, answers, made)
    number = read_cell(text).number
    if time.unit == "months" and number and not read_cell(text).mark:
        return number, False  # with the decimals that are typed
    if time.unit != "months" and not time.is_baseline:
        made[text.strip() if read_time(text) else f"{text.strip()} {unit}"] = time.months
    return format_months(time.months), False


def _answered(text: str, doubt: str, answers: Answers, made: dict[str, float]) -> tuple[str, bool]:
    """The months that are answered for a text, and whether they are open."""
    question = FileQuestion(f"time:{text}", f"At how many months was '{text}'?", why=doubt)
    answer = answers.ask(question)
    own = read_time(answer, "months") if answer else None
    if own is None or own.months is None:
        return "", True
    made[text] = own.months
    return format_months(own.months), False


def _is_words(text: str) -> bool:
    """Whether a text may name a time in words, as ``end of treatment``."""
    cell = read_cell(text)
    is_short = len(text) <= _LONGEST and sum(map(str.isalpha, text)) > 2
    return is_short and cell.kind == "text" and not header_meaning(text).column
