"""Tables of the pools: windows, studies that qualify, sensitivity analyses."""

from collections.abc import Iterator, Sequence
from math import isnan

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.question import PoolingQuestion
from lib.analysis.pooling.synthesis import Window, width_text
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.pooling.pool_basis import (
    arms_texts,
    assumed_text,
    basis_in_short,
    basis_texts,
    entry_name,
    patients_text,
    published_texts,
    study_entries,
)
from lib.narrative.pooling.pooling_methods import methods_text
from lib.narrative.pooling.pooling_text import (
    interval_text,
    prediction_text,
    proportion_text,
    share_text,
    tau_text,
)
from lib.narrative.pooling.synthesis_text import published_statement, statement, visits_span
from lib.narrative.series_text import TRIED
from lib.phrases import months_text, with_noun
from lib.stats.meta_analysis.pool import Pooled

MOST_MONTHS = 6
"""The most months that are listed one by one."""
STATED = "Stated by the reader"
CHOSEN = "Chosen by the reader"
RESTS_ON = "Rests on"
METHOD = "How it was made"
FOREST = ("Study", "Visit", "Responding / counted", "Responding", "Interval", "How it was made")
"""The columns of the table of a forest plot."""


def overview_table(windows: Sequence[Window], level: int) -> pd.DataFrame:
    """Make the table of the windows, a row a window, in words."""
    table = pd.DataFrame(
        {
            "Window": months_text(window.centre),
            "Visits used": _visits(window),
            "Studies that qualify": f"{window.pooled.k}",
            "Patients": patients_text(window) if len(window.used_visits) else ABSENT,
            f"Pooled share ({level}% interval)": share_text(window.pooled),
            f"{level}% prediction interval": prediction_text(window.pooled),
            RESTS_ON: basis_in_short(window) or ABSENT,
        }
        for window in windows
    )
    is_plain = (table[RESTS_ON] == ABSENT).all()
    return table.drop(columns=RESTS_ON) if is_plain else table


def segments_table(windows: Sequence[Window], asked: PoolingQuestion) -> pd.DataFrame:
    """Make the downloadable table of the windows, with what the reader stated and chose."""
    table = overview_table(windows, asked.view.level)
    if RESTS_ON in table:
        table[RESTS_ON] = [" ".join(basis_texts(window)) or ABSENT for window in windows]
    said = {STATED: statement(windows, asked), CHOSEN: published_statement(windows, asked)}
    methods = [_pooled_by(window) for window in windows]
    return table.assign(**{METHOD: methods}, **{name: text for name, text in said.items() if text})


def _pooled_by(window: Window) -> str:
    return methods_text(window.pooled) if window.is_pooled else ABSENT


def forest_table(window: Window, asked: PoolingQuestion) -> pd.DataFrame:
    """Make the table of a forest plot: its studies, its results and its rules."""
    rows = [*_studies(window, asked), *_results(window), *_rules(window, asked)]
    return pd.DataFrame(rows, columns=list(FOREST))


def _studies(window: Window, asked: PoolingQuestion) -> Iterator[tuple[str, ...]]:
    how = f"{asked.view.level}% {asked.view.interval_name} interval"
    for entry in each_point(study_entries(window)):
        yield (
            f"{entry_name(entry)} ({TRIED})" if entry.tried else entry_name(entry),
            months_text(entry.months),
            entry.count_text,
            entry.rate_text,
            entry.interval_text or ABSENT,
            "published 95% interval" if entry.is_published else how,
        )


def _results(window: Window) -> Iterator[tuple[str, ...]]:
    """The pooled share, and where a new study may lie."""
    pooled, span = window.pooled, visits_span(window)
    yield (
        f"Pooled, {with_noun(pooled.k, 'study', 'studies')}",
        span,
        f"N = {patients_text(window)}",
        proportion_text(pooled),
        interval_text(pooled),
        f"{pooled.level}% interval. {methods_text(pooled)}",
    )
    why = refusal_text(pooled.prediction_reason)
    yield (
        "A new, similar study",
        span,
        ABSENT,
        ABSENT,
        ABSENT if why else prediction_text(pooled),
        why or f"{pooled.level}% prediction interval, approximate",
    )


def _rules(window: Window, asked: PoolingQuestion) -> Iterator[tuple[str, ...]]:
    blank, said = ("",) * (len(FOREST) - 2), statement([window], asked)
    noted = {
        "Arms added up": " ".join(arms_texts(window)),
        "Published estimates": " ".join(published_texts(window)),
        "Assumed numbers": assumed_text(window),
        CHOSEN: published_statement([window], asked),
    }
    yield from ((name, *blank, text) for name, text in noted.items() if text)
    yield ("Window", *blank, f"{months_text(window.centre)}. {width_text(asked.question.width)}.")
    yield ("Missing patients", *blank, asked.view.rule)
    if said:
        yield (STATED, *blank, said)
    else:
        yield ("Definition of response", *blank, asked.question.outcome)


def left_out_table(pools: Sequence[tuple[str, Pooled]], level: int) -> pd.DataFrame:
    """Make the table of the leave-one-out analysis of a window."""
    return pd.DataFrame(
        {
            "Left out": study,
            f"Pooled share ({level}% interval)": share_text(pooled),
            f"tau ({pooled.method.name})": (
                ABSENT if isnan(pooled.tau2) else f"{pooled.tau2**0.5:.2f}"
            ),
            "I²": ABSENT if isnan(pooled.i2_percent) else f"{pooled.i2_percent:.0f}%",
        }
        for study, pooled in pools
    )


def sensitivity_table(pools: Sequence[tuple[str, Pooled]], level: int) -> pd.DataFrame:
    """Make the table of the sensitivity analyses, a row each."""
    return pd.DataFrame(
        {
            "One thing changed": name,
            "Studies": f"{pooled.k}",
            f"Pooled share ({level}% interval)": share_text(pooled),
            f"{level}% prediction interval": prediction_text(pooled),
            "tau, each by its own model": tau_text(pooled),
        }
        for name, pooled in pools
    )


def _visits(window: Window) -> str:
    months = sorted(window.used_visits["months"].unique())
    if not months:
        return ABSENT
    first, last = months[0], months[-1]
    return months_text(*months) if len(months) <= MOST_MONTHS else f"{first:g} to {last:g} months"
