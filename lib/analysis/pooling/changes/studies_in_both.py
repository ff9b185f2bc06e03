"""Which studies two windows have in common, and why each of the others is not in both."""

from collections.abc import Mapping, Sequence

import pandas as pd

from lib.analysis.pooling.question import ARMS_TO_USE
from lib.analysis.pooling.synthesis import Window
from lib.analysis.pooling.time_windows import NO_VISIT
from lib.phrases import in_order, listing, months_text

ONLY_PUBLISHED = "its published estimate has no count, so how it changed has no weight"
OTHER_SET = "what counted as a response, or which patients were counted, is not the same at both"


def counted_series(window: Window) -> dict[str, frozenset[int]]:
    """The series of each study whose counts qualify in a window."""
    visits = window.used_visits
    counted = visits[~visits["is_published"].astype(bool)]
    found: dict[str, set[int]] = {}
    for study, series in zip(counted["study"].tolist(), counted["series"].tolist(), strict=True):
        found.setdefault(study, set()).add(series)
    return {study: frozenset(each) for study, each in found.items()}


def studies_in_both(
    first: Mapping[str, frozenset[int]], second: Mapping[str, frozenset[int]]
) -> list[str]:
    """The studies whose same series are in both windows."""
    return [study for study, series in first.items() if second.get(study) == series]


def left_out(
    windows: tuple[Window, Window],
    series: tuple[Mapping[str, frozenset[int]], Mapping[str, frozenset[int]]],
    both: Sequence[str],
) -> pd.DataFrame:
    """Say of each study of the treatment that is not in both windows why it is not.

    Parameters
    ----------
    windows
        The two.
    series
        What `counted_series` gives of each.
    both
        What `studies_in_both` gives of these.

    Returns
    -------
    A row a study, by name: `study`, `why_not`, and whether it is `in_earlier` and `in_later`.
    """
    reasons = [_reasons(window) for window in windows]
    names = in_order(set(reasons[0]) - set(both))
    rows = []
    for study in names:
        is_in = [study in found for found in series]
        elsewhere = (series[1].get(study), series[0].get(study))
        parts = {
            window.centre: _reason_at(told[study], found)
            for window, told, here, found in zip(windows, reasons, is_in, elsewhere, strict=True)
            if not here
        }
        why = _unlike(windows, study) if all(is_in) else _joined(parts)
        rows.append((study, why, *is_in))
    return pd.DataFrame(rows, columns=["study", "why_not", "in_earlier", "in_later"])


def _reasons(window: Window) -> dict[str, list[tuple[int, str]]]:
    """Why each series of each study is not in a window with counts; blank where it is."""
    found: dict[str, list[tuple[int, str]]] = {}
    columns = ("study", "series", "why_not", "is_published")
    for study, series, why_not, is_published in zip(
        *(window.judged[name].tolist() for name in columns), strict=True
    ):
        why = ONLY_PUBLISHED if is_published and not why_not else why_not
        found.setdefault(study, []).append((series, why))
    return found


def _reason_at(told: Sequence[tuple[int, str]], elsewhere: frozenset[int] | None) -> str:
    """Why a study is not in a window: what keeps out its visit there, if it has one.

    Where it has several, that of the series that are in the other window.
    """
    seen = [(series, why) for series, why in told if why not in ("", NO_VISIT)]
    of_these = [why for series, why in seen if series in (elsewhere or ())]
    why = in_order(of_these or [why for _, why in seen]) or [NO_VISIT]
    return "; ".join(why)


def _joined(parts: Mapping[float, str]) -> str:
    """Join the reasons of one window or of both, one that is the same at both said once."""
    months: dict[str, list[float]] = {}
    for month, why in parts.items():
        months.setdefault(why, []).append(month)
    return "; ".join(f"at {months_text(*at)}: {why}" for why, at in months.items())


def _unlike(windows: Sequence[Window], study: str) -> str:
    """Why a study that is in both windows is not the same in both."""
    arms = [sorted(set(window.arms_used[study])) for window in windows]
    if arms[0] == arms[1]:
        return OTHER_SET
    each = " and ".join(
        f"{listing(names)} at {months_text(window.centre)}"
        for names, window in zip(arms, windows, strict=True)
    )
    return f"its arms are not the same at both: {each}; choose under “{ARMS_TO_USE}”"
