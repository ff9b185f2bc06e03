"""The change within the same studies: what a page says and draws of it, and the tabs."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.pooling.changes.same_studies import (
    SameStudies,
    by_each_measure,
    change_without_each,
    same_studies,
    sweep,
)
from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion
from lib.analysis.pooling.what_if_effects import tip_change, what_if_change
from lib.charts.change.change_forest import change_forest, correlation_forest
from lib.charts.change.slopes import slopes
from lib.charts.figure_options import Picture
from lib.charts.plotly.figure import plotly_figure
from lib.charts.spec import Curves, Forest
from lib.charts.theme import THEMES
from lib.exports.tables.change_csv import change_csv
from lib.narrative.caveats import cautions
from lib.narrative.numbers.count_text import mark_meanings
from lib.narrative.pooling.changes.figure_words import change_alt
from lib.narrative.pooling.changes.sentences import (
    change_facts,
    change_heading,
    change_headline,
    fall_sentence,
    has_others,
    held_sentence,
    new_study_sentence,
)
from lib.narrative.pooling.changes.tables import (
    correlations_table,
    measures_table,
    studies_table,
    without_each_table,
)
from lib.narrative.pooling.synthesis_text import why_none_left_out
from lib.narrative.pooling.what_if_effects_text import (
    change_tipping_texts,
    change_what_if_notes,
    change_what_if_table,
)
from lib.stats.meta_analysis.change import PooledChange
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer, stamp
from lib.ui.components.figure import show_plain_figure, viewers_theme
from lib.ui.components.html_text import facts, say
from lib.ui.components.tables import show_frame
from lib.ui.explore.pooling.synthesis_section import windows
from lib.ui.explore.pooling.what_if_section import show_what_if
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.shell.browser import is_narrow

WHO = "Studies of the treatment: what each counted, and why it is not seen at both"
NOTHING_TO_LIST = "Studies are listed once two windows are chosen, the later one after the earlier."
STRIP = "How the interval moves with the correlation"
MEASURES = "The change told in other ways"
LEAVE_ONE_OUT = "Each study left out in turn"
WHY_CORRELATION = (
    "The same patients are counted at both visits, so the counts go together; how much is seldom "
    "published. This is what comes of each correlation:"
)


@dataclass(frozen=True, eq=False)
class ChangeText:
    """What a page says of a change.

    Attributes
    ----------
    heading, lead
        The answer, and under it in full with what comes of other studies; or why there is none.
    alt
        Both figures in sentences.
    facts
        Names and texts: how the studies differ, and the methods.
    cautions
        What must be seen with the studies that are in it.
    """

    heading: str
    lead: str
    alt: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    cautions: tuple[str, ...] = ()


@cache_on_dataset(16)
def change_of(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> SameStudies:
    """Pool the change within the studies seen in both windows."""
    return same_studies(windows(data, asked), question)


@cache_on_dataset(16)
def change_words(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> ChangeText:
    """Make what a page says of the change."""
    same = change_of(data, asked, question)
    heading, headline = change_heading(same, asked), change_headline(same, asked)
    if not same.is_pooled:
        return ChangeText(heading, headline)
    # Where no other study comes or goes there is nothing to tell apart.
    fall = fall_sentence(same) if has_others(same) else ""
    return ChangeText(
        heading,
        " ".join(filter(None, (headline, fall, held_sentence(same)))),
        change_alt(same, asked),
        tuple(change_facts(same)),
        tuple(cautions(same.visits)),
    )


@cache_on_dataset(16)
def slopes_figure(
    data: Dataset, asked: PoolingQuestion, question: ChangeQuestion, picture: Picture
) -> Curves:
    """Draw a line a study, and the pooled one."""
    return slopes(change_of(data, asked, question), picture)


@cache_on_dataset(16)
def change_figure(
    data: Dataset, asked: PoolingQuestion, question: ChangeQuestion, picture: Picture
) -> Forest:
    """Draw the forest plot of the change."""
    return change_forest(change_of(data, asked, question), picture)


@cache_on_dataset(16)
def correlations(
    data: Dataset, asked: PoolingQuestion, question: ChangeQuestion
) -> list[tuple[float, PooledChange]]:
    """Pool the change with each correlation."""
    return sweep(change_of(data, asked, question))


@cache_on_dataset(16)
def _correlation_figure(
    data: Dataset, asked: PoolingQuestion, question: ChangeQuestion, picture: Picture
) -> Forest:
    pools = correlations(data, asked, question)
    return correlation_forest(change_of(data, asked, question), pools, picture)


@cache_on_dataset(16)
def _studies(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> pd.DataFrame:
    return studies_table(change_of(data, asked, question))


@cache_on_dataset(16)
def _correlations(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> pd.DataFrame:
    pools = correlations(data, asked, question)
    return correlations_table(change_of(data, asked, question), pools)


@cache_on_dataset(16)
def _measures(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> pd.DataFrame:
    same = change_of(data, asked, question)
    return measures_table(same, by_each_measure(same))


@cache_on_dataset(16)
def _without_each(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> pd.DataFrame:
    same = change_of(data, asked, question)
    return without_each_table(same, change_without_each(same))


@cache_on_dataset(16)
def _what_if(
    data: Dataset, asked: PoolingQuestion, question: ChangeQuestion
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Make the table by what is supposed of the missing, where it tips, and notes."""
    same = change_of(data, asked, question)
    found = what_if_change(same)
    return (
        change_what_if_table(same, found),
        change_tipping_texts(same, found, tip_change(same)),
        change_what_if_notes(same, found),
    )


def show_change_studies(
    data: Dataset, asked: PoolingQuestion, question: ChangeQuestion, title: str
) -> None:
    """Show which studies are in, what both visits counted, and the file of it all."""
    same, table = change_of(data, asked, question), _studies(data, asked, question)
    if table.empty:
        say(NOTHING_TO_LIST)
        return
    show_frame(table, WHO)
    if marks := mark_meanings(table.to_csv()):
        say(" ".join(marks), "footnote")
    make = partial(change_csv, same, asked, stamp(data, title))
    offer("Download the change (CSV)", make, f"response-decay-{data.version}-change.csv")


def show_change_certainty(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> None:
    """Show how sure the change is: its facts, and what would come of other choices."""
    told, same = change_words(data, asked, question), change_of(data, asked, question)
    said = [new_study_sentence(same), "" if has_others(same) else fall_sentence(same)]
    say(" ".join(filter(None, said)))
    _show_strip(data, asked, question)
    st.html(facts([pair for pair in told.facts if pair[0] != "Prediction"]))
    with st.expander(MEASURES, key="change_measures", on_change="rerun") as box:
        if box.open:
            show_frame(_measures(data, asked, question), f"{MEASURES}, a row each")
    show_what_if("change", partial(_what_if, data, asked, question))
    with st.expander(LEAVE_ONE_OUT, key="change_left_out", on_change="rerun") as box:
        if box.open and (table := _without_each(data, asked, question)).empty:
            say(why_none_left_out(same.change.k))
        elif box.open:
            show_frame(table, f"{LEAVE_ONE_OUT}, a row a study")


def _show_strip(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> None:
    """Show how the interval moves with the correlation, as a figure and as its table."""
    say(WHY_CORRELATION)
    picture = Picture(theme=THEMES[viewers_theme()], compact=is_narrow())
    table = _correlations(data, asked, question)
    texts = "; ".join(f"{row[0]}: {row[1]}" for row in table.itertuples(index=False, name=None))
    figure = plotly_figure(_correlation_figure(data, asked, question, picture))
    show_plain_figure(figure, f"{STRIP}. {texts}.", "correlations")
    show_frame(table, f"{STRIP}, a row each")
