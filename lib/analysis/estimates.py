"""Selected rows -> the tidy estimate frame: one row a point, with its numbers and their origin."""

import numpy as np
import pandas as pd

from lib.analysis.points import floats
from lib.analysis.settings import (
    AS_REPORTED,
    METHOD_KEYS,
    NON_RESPONDERS,
    RESPONDERS,
    WHAT_IF,
    View,
)
from lib.analysis.what_if import imors, supposed_shares
from lib.stats.arm_contrast import possible_shares
from lib.stats.intervals import counts_behind, interval, nearest_counts
from lib.stats.missing import ImorShare
from lib.studies import schema
from lib.studies.schema import TIME_TO_EVENT

MOST_DRAWN = 12
"""The most series that a figure draws individually; with more, only those in focus."""


PUBLISHED = "published"
PUBLISHED_LEVEL = 95

# What is known of the count behind a point (column `count`).
REPORTED = "reported"
DERIVED = "derived"
NO_COUNT = "no count gives it"
SEVERAL = "several counts give it"
NO_DENOMINATOR = "denominator not stated"
NOT_A_COUNT = "time-to-event estimate"

FEWER_ENROLLED = "fewer are given as enrolled than as assessed"

# Which number the denominator is (column `n_is`).
ASSESSED = "assessed"
ASSUMED = "assumed"
ENROLLED = "enrolled"
NOT_STATED = "not stated"
NONE = "not a count"


def estimates(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Estimate every point by the rules of the view.

    Parameters
    ----------
    rows
        Typed rows with series, as `selection.choose` returns them.
    view
        Interval method and level, and how missing patients count.

    Returns
    -------
    The rows with these columns added (percent 0-100, counts in persons or the
    row's `unit`):

    `rate`, `low`, `high`
        Percent responding and its interval; nan where not known.
    `r`, `n`, `n_is`
        Responders, the denominator, and which one it is (a constant of this module).
    `r_assessed`
        Responders among those assessed, under any rule for missing patients.
    `is_misprint`
        Whether the printed percentage is not what the counts give; the counts are then used.
    `count`, `nearest`
        Where that count comes from (a constant of this module); if no count gives
        the percentage, the nearest two in words, else blank.
    `interval_method`, `interval_level`
        How the interval was made; blank and <NA> where there is none.
    `missing`, `imor`
        The rule for missing patients by which the numbers were made, in words; by `WHAT_IF` the
        odds of the missing over those of the assessed, else nan. Shares are then of all enrolled,
        while `r` and `n` stay those assessed: what is supposed is no count.
    `is_assumed`
        Whether the numbers rest on a number assessed that is assumed, not printed.
    `no_rate`, `no_interval`
        Why there is none, in words; blank where there is one.
    `least`, `most`, `no_range`
        The share of all enrolled if all of them who were not assessed failed, and if all of them
        responded, whatever the rule for them; or why that cannot be said.
    """
    points = _with_counts(rows.assign(missing=view.rule, imor=imors(rows, view)))
    supposed = supposed_shares(points, view.level) if view.missing == WHAT_IF else None
    if supposed is not None:
        points = _with_supposed_rates(points, supposed)
    else:
        points = _with_rates(points, view.missing)
    points = points.assign(is_assumed=_rests_on_assumed(points, view.missing))
    return _with_range(_with_intervals(points, view, supposed))


def _with_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `r_assessed` (nan if unknown), `count`, `nearest` and `is_misprint`."""
    percent = rows["rate_pct"].to_numpy(float)
    assessed = floats(rows["n_assessed"])
    stated = floats(rows["responders"])
    survival = (rows["estimate"] == TIME_TO_EVENT).to_numpy()
    first, last = counts_behind(percent, floats(rows["rate_decimals"]), assessed)
    printed = np.isnan(stated) & ~np.isnan(first) & ~survival
    unique, impossible = printed & (first == last), printed & (first > last)
    count = np.select(
        [survival, ~np.isnan(stated), unique, impossible, printed],
        [NOT_A_COUNT, REPORTED, DERIVED, NO_COUNT, SEVERAL],
        NO_DENOMINATOR,
    )
    return rows.assign(
        r_assessed=np.where(unique, first, np.where(survival, np.nan, stated)),
        count=pd.Series(count, index=rows.index, dtype="str"),
        nearest=pd.Series(_nearest(percent, assessed, impossible), index=rows.index, dtype="str"),
        is_misprint=~survival & ((stated < first) | (stated > last)),
    )


def _nearest(percent: np.ndarray, assessed: np.ndarray, impossible: np.ndarray) -> np.ndarray:
    """Write the nearest two counts where none gives the percentage; blank elsewhere."""
    written = np.full(len(percent), "", object)
    below, above = nearest_counts(percent[impossible], assessed[impossible])
    written[impossible] = [
        f"{a:.0f} of {n:.0f} would be {100 * a / n:.1f}%, {b:.0f} of {n:.0f} {100 * b / n:.1f}%"
        if n > 0
        else ""
        for a, b, n in zip(below, above, assessed[impossible], strict=True)
    ]
    return written


def _with_rates(points: pd.DataFrame, missing: str) -> pd.DataFrame:
    """Add `r`, `rate`, `n`, `n_is` and `no_rate` by a rule that counts the missing patients."""
    responders = points["r_assessed"].to_numpy()
    assessed, enrolled = floats(points["n_assessed"]), floats(points["n_enrolled"])
    survival = (points["count"] == NOT_A_COUNT).to_numpy()
    if missing == AS_REPORTED:
        percent = points["rate_pct"].to_numpy(float)
        n = np.where(survival, np.nan, assessed)
        is_made = np.isnan(percent) | points["is_misprint"].to_numpy()
        rate = np.where(is_made, _percent(responders, n), percent)
        assumed = (points["n_basis"] == schema.ASSUMED).to_numpy()
        n_is = np.select([survival, np.isnan(n), assumed], [NONE, NOT_STATED, ASSUMED], ASSESSED)
        return points.assign(r=responders, rate=rate, n=n, n_is=n_is, no_rate="")
    if missing != NON_RESPONDERS:
        responders = responders + enrolled - assessed
    rate = _percent(responders, enrolled)
    lost = np.isnan(rate)
    return points.assign(
        r=np.where(lost, np.nan, responders),
        rate=rate,
        n=np.where(lost, np.nan, enrolled),
        n_is=np.select([survival, lost], [NONE, NOT_STATED], ENROLLED),
        no_rate=np.where(lost, _why_no_recount(points, missing), ""),
    )


def _with_supposed_rates(points: pd.DataFrame, supposed: ImorShare) -> pd.DataFrame:
    """Add the columns of `_with_rates`, of shares that rest on what is supposed of the missing."""
    rate = 100 * supposed.share
    survival, lost = (points["count"] == NOT_A_COUNT).to_numpy(), np.isnan(rate)
    assumed = (points["n_basis"] == schema.ASSUMED).to_numpy()
    return points.assign(
        r=np.where(lost, np.nan, points["r_assessed"]),
        rate=rate,
        n=np.where(lost, np.nan, floats(points["n_assessed"])),
        n_is=np.select([survival, lost, assumed], [NONE, NOT_STATED, ASSUMED], ASSESSED),
        no_rate=np.where(lost, _why_no_recount(points, WHAT_IF), ""),
    )


def _rests_on_assumed(points: pd.DataFrame, missing: str) -> np.ndarray:
    """Whether an assumed number assessed is the denominator, or was used to get at the count."""
    is_assumed = (points["n_basis"] == schema.ASSUMED) & points["n_assessed"].notna()
    is_used = (points["count"] == DERIVED) | (missing != NON_RESPONDERS)
    return (is_assumed & is_used & points["n"].notna()).to_numpy(bool)


def _why_no_recount(points: pd.DataFrame, missing: str) -> np.ndarray:
    """Say what keeps the missing patients from being counted."""
    needs_assessed = missing != NON_RESPONDERS
    return np.select(
        [
            points["count"] == NOT_A_COUNT,
            points["n_enrolled"].isna(),
            (points["count"] == NO_DENOMINATOR) | (needs_assessed & points["n_assessed"].isna()),
            (points["n_assessed"] > points["n_enrolled"]).fillna(False).to_numpy(bool),
        ],
        [
            "a time-to-event estimate is not a count, so nobody can be added to it",
            "the number enrolled is not stated",
            "the number assessed at this visit is not stated",
            FEWER_ENROLLED,
        ],
        "the number responding is not known: " + points["count"],
    )


def _with_intervals(points: pd.DataFrame, view: View, supposed: ImorShare | None) -> pd.DataFrame:
    """Add the interval: from counts where they are known, else as published, else why not."""
    if supposed is not None:
        low, high = supposed.low, supposed.high
    else:
        low, high = interval(points["r"], points["n"], METHOD_KEYS[view.method], view.level)
    computed = ~np.isnan(low)
    as_published = ~computed & points["ci_low_pct"].notna().to_numpy()
    as_published &= view.missing == AS_REPORTED
    has_interval = computed | as_published
    return points.assign(
        low=np.where(computed, 100 * low, points["ci_low_pct"].where(as_published)),
        high=np.where(computed, 100 * high, points["ci_high_pct"].where(as_published)),
        interval_method=np.select([computed, as_published], [view.interval_name, PUBLISHED], ""),
        interval_level=pd.array(
            np.select([computed, as_published], [view.level, PUBLISHED_LEVEL], np.nan),
            dtype="Int64",
        ),
        no_interval=np.where(has_interval, "", _why_no_interval(points)),
    )


def _why_no_interval(points: pd.DataFrame) -> np.ndarray:
    return np.select(
        [
            points["no_rate"] != "",
            points["count"] == NOT_A_COUNT,
            points["count"] == NO_COUNT,
            points["count"] == SEVERAL,
        ],
        [
            points["no_rate"],
            "none is known to be published for this time-to-event estimate",
            "no whole count gives this percentage (" + points["nearest"] + ")",
            "several whole counts print as this percentage, so none is chosen",
        ],
        "the number assessed at this visit is not stated",
    )


def _with_range(points: pd.DataFrame) -> pd.DataFrame:
    """Add what the share can be whatever became of those enrolled but not assessed."""
    responders = points["r_assessed"].to_numpy(float)
    assessed, enrolled = floats(points["n_assessed"]), floats(points["n_enrolled"])
    is_counted = (points["count"] != NOT_A_COUNT).to_numpy()
    is_known = is_counted & ~np.isnan(responders) & (assessed <= enrolled) & (enrolled > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        least, most = possible_shares(responders, assessed, enrolled)
    return points.assign(
        least=np.where(is_known, least, np.nan),
        most=np.where(is_known, most, np.nan),
        no_range=np.where(is_known, "", _why_no_recount(points, RESPONDERS)),
    )


def _percent(responders: np.ndarray, n: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, 100 * responders / n, np.nan)
