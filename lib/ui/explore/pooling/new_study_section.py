"""What a page says of a new, similar study: how often it would exceed the share that is asked."""

import pandas as pd
import streamlit as st

from lib.analysis.pooling.new_study import NewStudy, new_study, why_no_new_study
from lib.analysis.pooling.question import PoolingQuestion, Worth
from lib.analysis.pooling.synthesis import Window
from lib.analysis.setting import make, settings_of
from lib.charts.chance.card import ChanceCard
from lib.charts.chance.chance import chance_card
from lib.charts.figure_options import Picture
from lib.exports.tables.synthesis_csv import synthesis_csv
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.pooling.new_study_text import WHAT_IT_IS, of_hundred, priors_moves, priors_table
from lib.stats.meta_analysis.bayes import TAU_SCALES
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer, stamp
from lib.ui.components.html_text import say
from lib.ui.components.method_links import method_links
from lib.ui.components.tables import show_frame
from lib.ui.explore.pooling.synthesis_section import forest_figure, windows
from lib.ui.explore.setting_control import ask, present_value
from lib.ui.session.dataset_cache import cache_on_dataset

HEADING = "A new, similar study"
PRIORS = "The chance by both priors, a row a prior"


@cache_on_dataset(40)
def new_study_of(data: Dataset, asked: PoolingQuestion, place: int, tau_scale: float) -> NewStudy:
    """Give what a window tells of a new study, by its place among the windows."""
    return new_study(windows(data, asked)[place], tau_scale)


def news_of(data: Dataset, asked: PoolingQuestion, worth: Worth) -> list[NewStudy]:
    """Give what each window tells of a new study, in their order."""
    places = range(len(windows(data, asked)))
    return [new_study_of(data, asked, place, worth.tau_scale) for place in places]


@cache_on_dataset(40)
def chance_figure(
    data: Dataset, asked: PoolingQuestion, worth: Worth, place: int, picture: Picture
) -> ChanceCard:
    """Draw the chance that a new study exceeds a share, by itself."""
    return chance_card(new_study_of(data, asked, place, worth.tau_scale), worth, picture)


@cache_on_dataset(40)
def chance_under_forest(
    data: Dataset, asked: PoolingQuestion, worth: Worth, place: int, picture: Picture
) -> ChanceCard:
    """Draw it so that its axis stands under that of the forest plot of a pooled window."""
    new = new_study_of(data, asked, place, worth.tau_scale)
    beside = forest_figure(data, asked, place, picture).canvas.margins
    return chance_card(new, worth, picture, beside)


def windows_to_open(data: Dataset, asked: PoolingQuestion) -> list[Window]:
    """List the windows of which a page has something to draw: a pool, or a new study."""
    every = windows(data, asked)
    return [each for each in every if each.is_pooled or not why_no_new_study(each)[0]]


def present_worth() -> Worth:
    """Give what its controls are set to, before they are shown."""
    return make(Worth, {each.name: present_value(each, {}) for each in settings_of(Worth)})


def ask_worth() -> Worth:
    """Ask which share a new study is to exceed, and by which prior."""
    with st.container(
        key="ask_worth", horizontal=True, vertical_alignment="bottom", gap="small", width="stretch"
    ):
        values = {each.name: ask(each, {}) for each in settings_of(Worth)}
    return make(Worth, values)


@cache_on_dataset(16)
def chances(data: Dataset, asked: PoolingQuestion, worth: Worth) -> list[str]:
    """Give how often a new study would exceed the share, for each pooled window in its order."""
    every = windows(data, asked)
    news = [
        new_study_of(data, asked, place, worth.tau_scale)
        for place, window in enumerate(every)
        if window.is_pooled
    ]
    return [ABSENT if new.reason else of_hundred(new.chance_over(worth.percent)) for new in news]


def show_overview(
    overview: pd.DataFrame, data: Dataset, asked: PoolingQuestion, worth: Worth
) -> None:
    """Show the table of the pooled windows, with how often a new study would exceed the share."""
    name = f"New studies above {worth.percent}% (prior: scale {worth.tau_scale:g})"
    table = overview.assign(**{name: chances(data, asked, worth)})
    show_frame(table, "What is pooled in each window, a row a window")


def show_priors(data: Dataset, asked: PoolingQuestion, worth: Worth, place: int) -> None:
    """Show what hangs on the prior, or nothing where nothing is told of a new study."""
    news = [new_study_of(data, asked, place, scale) for scale in TAU_SCALES]
    if news[0].reason:
        return
    say(WHAT_IT_IS, "quiet")
    show_frame(priors_table(news, worth), PRIORS)
    say(priors_moves(news, worth), "quiet")
    method_links("chance-that-a-new-study-exceeds-a-share", "glossary")


def synthesis_download(data: Dataset, asked: PoolingQuestion, worth: Worth, title: str) -> None:
    """Offer every series of every window, and the pools, as a CSV that says how it was made."""

    def make() -> bytes:
        return synthesis_csv(news_of(data, asked, worth), asked, worth, stamp(data, title))

    offer("Download all windows (CSV)", make, f"response-decay-{data.version}-synthesis.csv")
