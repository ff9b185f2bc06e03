"""The controls of one month, and all that a page says of the series and arms at that month."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.arm_pairs import Pair, pairs, refusals
from lib.analysis.month_slice import at_month, visits
from lib.analysis.setting import Found, make, settings_of
from lib.analysis.settings import MonthQuestion, View
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import differences, dots
from lib.charts.spec import Forest
from lib.exports.tables.arm_pairs_csv import pairs_csv
from lib.narrative.arm_text import (
    absent_sentences,
    dots_headline,
    pair_facts,
    pair_sentence,
    pairs_table,
    seen_sentence,
    several_arms,
)
from lib.narrative.captions import figure_footer
from lib.narrative.caveats import cautions, incomparable
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.numbers.pair_refusals import unpaired_sentence
from lib.narrative.series_text import sentences
from lib.phrases import few, with_noun
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer, stamp
from lib.ui.components.html_text import facts, say_all
from lib.ui.components.icon_array import icon_array
from lib.ui.components.tables import points_table
from lib.ui.explore.estimation_controls import rules
from lib.ui.explore.setting_control import ask
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

MOST_LISTED = 12
"""Up to so many series and pairs are told one by one beside the figures and tables."""


@dataclass(frozen=True, eq=False)
class MonthComparison:
    """What is shown at one month, and what is said of it.

    Attributes
    ----------
    at, shown
        Every series, and those of them that have a number at the month.
    headline, sentences, alt, footer
        What the dots show, for those who read it and those who hear it.
    absent, mixed, cautions
        Who is not shown and why, what may not be compared, what must be seen.
    pairs, pairs_in_full, refused, shared
        The arms set against each other, the first of them as HTML, those that are not, and arms in
        several pairs.
    table, pairs_table
        The numbers of both figures.
    """

    at: pd.DataFrame
    shown: pd.DataFrame
    headline: str
    sentences: list[str]
    alt: str
    footer: str
    absent: list[str]
    mixed: list[str]
    cautions: list[str]
    pairs: list[Pair]
    pairs_in_full: list[str]
    refused: list[str]
    shared: list[str]
    table: str | pd.DataFrame
    pairs_table: pd.DataFrame


@cache_on_dataset(32)
def compare_month(data: Dataset, asked: MonthQuestion) -> MonthComparison:
    """Make what a page says of one month."""
    at = at_month(points(data, asked.view), asked.month, asked.within, asked.order)
    shown = at[at["absent"] == ""]
    set_apart = pairs(at, asked.view.level)
    headline, told = dots_headline(at, asked.month, asked.within), _sentences(shown)
    return MonthComparison(
        at=at,
        shown=shown,
        headline=headline,
        sentences=told,
        alt=with_meanings([headline, *told]),
        footer=figure_footer(shown, asked.view, layout="forest"),
        absent=absent_sentences(at),
        mixed=incomparable(shown),
        cautions=cautions(shown),
        pairs=set_apart,
        pairs_in_full=list(map(_in_full, set_apart[:MOST_LISTED])),
        refused=list(map(unpaired_sentence, refusals(at))),
        shared=several_arms(set_apart),
        table=points_table(shown),
        pairs_table=pairs_table(set_apart),
    )


def _sentences(shown: pd.DataFrame) -> list[str]:
    if len(shown) > MOST_LISTED:
        return [f"The {len(shown)} series are too many to tell one by one here."]
    return sentences(shown, MOST_LISTED)


@cache_on_dataset(32)
def dots_figure(data: Dataset, asked: MonthQuestion, picture: Picture) -> Forest:
    """Draw the series at a month."""
    return dots(compare_month(data, asked).at, picture)


@cache_on_dataset(32)
def differences_figure(data: Dataset, asked: MonthQuestion, picture: Picture) -> Forest:
    """Draw how the arms of each study differ."""
    return differences(compare_month(data, asked).pairs, picture)


@cache_on_dataset()
def studies_by_month(data: Dataset) -> Mapping[float, list[str]]:
    """List the months at which anybody was seen, and who was."""
    return visits(points(data, View()))


@cache_on_dataset()
def first_month(data: Dataset) -> float:
    """Give the month to open with: where most arms can be set against each other, or are seen."""
    every = points(data, View())

    def worth(month: float) -> tuple[int, int]:
        return len(pairs(at_month(every, month, 0), View().level)), len(
            studies_by_month(data)[month]
        )

    return max(studies_by_month(data), key=worth)


@cache_on_dataset()
def found(data: Dataset) -> Found:
    """List what the data let the settings of one month be, by their names."""
    return {"month": list(studies_by_month(data))}


def controls(data: Dataset) -> MonthQuestion | None:
    """Show the controls; nothing is asked while no month is chosen."""
    month, within, order = settings_of(MonthQuestion)
    # Not the widget's default, which stays out of the address: a link must name its month.
    if month.name not in st.session_state and month.name not in st.query_params:
        st.session_state[month.name] = month.text(first_month(data))
    values = {}
    for column, each in zip(st.columns([2, 2, 1]), (month, within, order), strict=True):
        with column:
            values[each.name] = ask(each, found(data))
    with st.expander("Who was seen at which month"):
        say_all(
            (seen_sentence(month, few(names)) for month, names in studies_by_month(data).items()),
            "small",
        )
    view = rules()
    return None if values[month.name] is None else make(MonthQuestion, values, view=view)


def show_pairs(shown: MonthComparison) -> None:
    """Show the first pairs: a sentence, a hundred icons an arm, every number with its method."""
    for pair, in_full in zip(shown.pairs, shown.pairs_in_full, strict=False):
        say_all([pair_sentence(pair)], "pair")
        st.html(in_full)


def _in_full(pair: Pair) -> str:
    hundred = pair.hundred
    icons = "".join(
        icon_array(number, f"{arm.arm}: {number} of 100", f"{arm.arm}: {number} of 100 full")
        for number, arm in ((hundred.first, pair.first), (hundred.second, pair.second))
    )
    return f'<div class="rd-pair-in-full">{icons}{facts(pair_facts(pair))}</div>'


def pairs_download(shown: MonthComparison, data: Dataset, view: View, title: str) -> None:
    """Offer how the arms differ as a CSV that says how it was made."""
    make = partial(pairs_csv, shown.pairs, view, stamp(data, title))
    name = f"response-decay-{data.version}-arms.csv"
    offer(f"Download {with_noun(len(shown.pairs), 'comparison')} (CSV)", make, name)
