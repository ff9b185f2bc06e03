"""The tables of the pools: the windows, what qualifies in each, and what else could be done."""

from collections.abc import Sequence
from math import isnan

import pandas as pd

from lib.stats.pooling import Pooled
from lib.views.estimates import each_point
from lib.views.phrases import months_text
from lib.views.synthesis import Window
from lib.views.synthesis_words import NO_VISIT, prediction_text, share_text
from lib.views.words import ABSENT, TRIED

MOST_MONTHS = 6
"""Up to so many months are listed one by one."""


def overview_table(windows: Sequence[Window], level: int) -> pd.DataFrame:
    """Make the table of the windows, a row a window, in words."""
    return pd.DataFrame(
        {
            "Window": months_text(window.centre),
            "Visits used": _visits(window),
            "Studies that qualify": f"{window.pooled.k}",
            "Patients": f"{window.pooled.n:,.0f}" if len(window.used) else ABSENT,
            f"Pooled share ({level}% interval)": (share_text(window.pooled)),
            "Prediction interval": prediction_text(window.pooled),
        }
        for window in windows
    )


def window_table(window: Window) -> pd.DataFrame:
    """Make the table of every series of the treatment in one window, and what becomes of each."""
    return pd.DataFrame(
        {
            "Study and arm": f"{point.label} ({TRIED})" if point.tried else point.label,
            "Qualifies": f"no: {point.why_not}" if point.why_not else "yes",
            "Visit": ABSENT if point.why_not == NO_VISIT else months_text(point.months),
            "Responding / counted": ABSENT if point.why_not == NO_VISIT else point.count_text,
            "Responding": ABSENT if point.why_not == NO_VISIT else point.rate_text,
            "Visits not used": point.unused or ABSENT,
        }
        for point in each_point(window.judged)
    )


def left_out_table(pools: Sequence[tuple[str, Pooled]], level: int) -> pd.DataFrame:
    """Make the table of a window without each study in turn."""
    return pd.DataFrame(
        {
            "Left out": study,
            f"Pooled share ({level}% interval)": share_text(pooled),
            "tau": ABSENT if isnan(pooled.tau2) else f"{pooled.tau2**0.5:.2f}",
            "I²": ABSENT if isnan(pooled.i2_percent) else f"{pooled.i2_percent:.0f}%",
        }
        for study, pooled in pools
    )


def sensitivity_table(pools: Sequence[tuple[str, Pooled]], level: int) -> pd.DataFrame:
    """Make the table of what else could have been done, a row a change."""
    return pd.DataFrame(
        {
            "One thing changed": name,
            "Studies": f"{pooled.k}",
            f"Pooled share ({level}% interval)": share_text(pooled),
            "Prediction interval": prediction_text(pooled),
        }
        for name, pooled in pools
    )


def _visits(window: Window) -> str:
    months = sorted(window.used["months"].unique())
    if not months:
        return ABSENT
    first, last = months[0], months[-1]
    return months_text(*months) if len(months) <= MOST_MONTHS else f"{first:g} to {last:g} months"
