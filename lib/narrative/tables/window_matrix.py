"""Studies by windows: which are used in each pool, and why others are not."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.study_entries import CANNOT_ADD
from lib.analysis.pooling.synthesis import Window
from lib.analysis.pooling.time_windows import NO_VISIT
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.numbers.refusals import pool_refusal
from lib.narrative.pooling.pool_basis import ALONE, pooled_as
from lib.narrative.series_text import TRIED
from lib.phrases import clause, in_order, months_text

NO_STUDY_IN_WINDOW = "no study of this treatment has a visit in this window"


def window_matrix(windows: Sequence[Window]) -> pd.DataFrame:
    """Make the table of all series of the treatment, a column a window that has a visit.

    A cell says that the visit is used, with its count, or in short why it is not; a number in
    brackets leads to `reasons_in_full`.
    """
    names = _names(windows[0])
    places = {reason: place for place, reason in enumerate(_long_reasons(windows), 1)}
    columns = {
        _header(window): _column(window, places) for window in windows if not window.is_empty
    }
    return pd.DataFrame(
        {
            "Study": list(names.values()),
            **{header: [cells[key] for key in names] for header, cells in columns.items()},
        }
    )


def _names(window: Window) -> dict[Any, str]:
    """Name each series: by its study where that has no other of this treatment."""
    several = set(window.judged.loc[window.judged.duplicated("study"), "study"])
    names = {}
    for point in each_point(window.judged):
        name = str(point.label if point.study in several else point.study)
        names[point.series] = f"{name} ({TRIED})" if point.tried else name
    return names


def reasons_in_full(windows: Sequence[Window]) -> list[str]:
    """Give each reason that the matrix has in short, after its number."""
    reasons = enumerate(_long_reasons(windows), 1)
    return [f"[{place}] {reason.rstrip('.')}." for place, reason in reasons]


def pool_refusals(windows: Sequence[Window]) -> list[str]:
    """Say once for all windows that have it why nothing is pooled."""
    months: dict[str, list[float]] = {}
    for window in windows:
        if not window.is_pooled:
            why = NO_STUDY_IN_WINDOW if window.is_empty else clause(pool_refusal(window.pooled))
            months.setdefault(why, []).append(window.centre)
    return [f"Nothing is pooled at {months_text(*at)}: {why}." for why, at in months.items()]


def _header(window: Window) -> str:
    return f"{months_text(window.centre)}{'' if window.is_pooled else ', not pooled'}"


def _long_reasons(windows: Sequence[Window]) -> list[str]:
    every = [reason for window in windows for reason in window.judged["why_not"].tolist()]
    return [reason for reason in in_order(every) if _in_short(reason) != reason]


def _in_short(reason: str) -> str:
    if CANNOT_ADD in reason:
        return f"its arms {CANNOT_ADD}"
    return reason.partition(":")[0]


def _column(window: Window, places: dict[str, int]) -> dict[Any, str]:
    return {point.series: _cell(point, window, places) for point in each_point(window.judged)}


def _cell(point: Any, window: Window, places: dict[str, int]) -> str:
    if point.why_not == NO_VISIT:
        return ABSENT
    if not point.why_not:
        said = f"{_use(point, window)}: {_seen(point, window)}"
    else:
        number = f" [{places[point.why_not]}]" if point.why_not in places else ""
        seen = _seen(point, window) if point.inside else ""
        said = "; ".join(filter(None, [f"no: {_in_short(point.why_not)}{number}", seen]))
    return f"{said}; not used: {point.unused}" if point.unused else said


def _use(point: Any, window: Window) -> str:
    """Say that a visit is used, and how, or that it would be if there were enough."""
    how = pooled_as(point, window)
    use = "used" if window.is_pooled else "qualifies"
    return use if how == ALONE else f"{use}, {how}"


def _seen(point: Any, window: Window) -> str:
    """Write what was seen at the visit, if anything, and when, if not at the window's month."""
    at = "" if point.months == window.centre else f"at {months_text(point.months)}"
    count, rate = ("" if text == ABSENT else text for text in (point.count_text, point.rate_text))
    number = f"{count} ({rate})" if count and rate else count or rate
    return " ".join(filter(None, [number, at]))
