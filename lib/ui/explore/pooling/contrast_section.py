"""Two treatments that several studies set against each other: what a page says of them."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from lib.analysis.pooling.contrasts.arm_contrasts import (
    PooledContrast,
    contrast_at,
    contrasts_over_time,
    shares_at,
)
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.pooling.contrasts.paired_arms import treatment_pairs
from lib.analysis.pooling.what_if_effects import tip_contrast, what_if_contrast
from lib.analysis.selection import unfiltered
from lib.analysis.settings import MonthQuestion, View
from lib.charts.figure_options import Picture
from lib.charts.forest.contrast_forest import contrast_forest, over_time_forest
from lib.charts.spec import Forest
from lib.exports.tables.contrast_csv import contrast_csv
from lib.narrative.pooling.contrasts.sentences import (
    contrast_facts,
    contrast_headline,
    left_out_texts,
    needed_for_a_contrast,
    shares_text,
)
from lib.narrative.pooling.contrasts.titles import contrast_title
from lib.narrative.pooling.contrasts.windows import (
    over_time_headline,
)
from lib.narrative.pooling.what_if_effects_text import (
    contrast_tipping_texts,
    contrast_what_if_notes,
    contrast_what_if_table,
    unknown_missing_texts,
)
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer, stamp
from lib.ui.explore.month_comparison import compare_month
from lib.ui.explore.pooling.what_if_section import show_what_if
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

FEWEST_WINDOWS = 2
"""Windows with a pooled effect from which they are shown side by side."""


@dataclass(frozen=True, eq=False)
class ContrastText:
    """What is said of two treatments at one month.

    Attributes
    ----------
    title, lead, shares, facts
        The answer in short, what it rests on, what it comes to of a hundred patients, and how sure
        it is; blank or empty where nothing is pooled.
    needed
        What pooling would take; blank where there is a pool.
    left_out
        The studies that are not in it, each with its reason.
    """

    title: str = ""
    lead: str = ""
    shares: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    needed: str = ""
    left_out: tuple[str, ...] = ()


@cache_on_dataset()
def has_pairs(data: Dataset) -> bool:
    """Tell whether any study has an arm marked as intervention and one as comparator."""
    return bool(treatment_pairs(points(data, View())))


@cache_on_dataset(32)
def contrast_of(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion
) -> PooledContrast | None:
    """Set two treatments against each other at a month; None where no study has both."""
    return contrast_at(compare_month(data, month).at, month, question)


def pooled_contrast_of(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion
) -> PooledContrast | None:
    """Give the contrast at a month if it is pooled."""
    contrast = contrast_of(data, month, question)
    return contrast if contrast and contrast.is_pooled else None


@cache_on_dataset(32)
def windows_of(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion
) -> tuple[PooledContrast, ...]:
    """Set the same two treatments against each other in each window of time.

    Empty where nothing is pooled at the month, or in fewer than two windows.
    """
    shown = pooled_contrast_of(data, month, question)
    if shown is None:
        return ()
    every = points(data, unfiltered(month.view))
    windows = contrasts_over_time(every, shown, question, month.view)
    return windows if sum(each.is_pooled for each in windows) >= FEWEST_WINDOWS else ()


@cache_on_dataset(32)
def contrast_text(data: Dataset, month: MonthQuestion, question: ContrastQuestion) -> ContrastText:
    """Make what a page says of two treatments at one month."""
    contrast = contrast_of(data, month, question)
    left_out = tuple(left_out_texts(contrast)) if contrast else ()
    if not contrast or not contrast.is_pooled:
        return ContrastText(
            needed=needed_for_a_contrast(contrast, month.view.rule), left_out=left_out
        )
    at = shares_at(contrast, question.share)
    return ContrastText(
        title=contrast_title(contrast, month.view.rule),
        lead=contrast_headline(contrast, month.view.rule),
        shares=shares_text(contrast, at),
        facts=tuple(contrast_facts(contrast, at)),
        left_out=left_out,
    )


@cache_on_dataset(32)
def over_time_text(data: Dataset, month: MonthQuestion, question: ContrastQuestion) -> str:
    """Say in which windows the interval excludes no difference; blank without windows."""
    windows = windows_of(data, month, question)
    return over_time_headline(windows) if windows else ""


@cache_on_dataset(32)
def contrast_figure(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, picture: Picture
) -> Forest:
    """Draw the studies of a pooled contrast; there must be one."""
    contrast = contrast_of(data, month, question)
    assert contrast
    return contrast_forest(contrast, month.view.level, picture)


@cache_on_dataset(32)
def over_time_figure(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, picture: Picture
) -> Forest:
    """Draw the windows; there must be some."""
    return over_time_forest(windows_of(data, month, question), picture)


@cache_on_dataset(32)
def _what_if(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Make the table by what is supposed of the missing, where it tips, and notes; of a pool."""
    contrast = contrast_of(data, month, question)
    assert contrast
    found = what_if_contrast(contrast)
    return (
        contrast_what_if_table(contrast, found),
        [*unknown_missing_texts(found), *contrast_tipping_texts(contrast, tip_contrast(contrast))],
        contrast_what_if_notes(contrast, found),
    )


def show_what_if_contrast(data: Dataset, month: MonthQuestion, question: ContrastQuestion) -> None:
    """Offer what would be pooled if the missing did otherwise, made only where it is opened."""
    show_what_if("contrast", partial(_what_if, data, month, question))


def contrast_download(
    data: Dataset, month: MonthQuestion, question: ContrastQuestion, title: str
) -> None:
    """Offer the studies and pools at the month and in each window as a CSV."""
    contrast = pooled_contrast_of(data, month, question)
    if contrast is None:
        return
    windows = windows_of(data, month, question)
    make = partial(contrast_csv, contrast, windows, question, month.view, stamp(data, title))
    offer(
        "Download the two treatments over studies (CSV)",
        make,
        f"response-decay-{data.version}-contrast.csv",
    )
