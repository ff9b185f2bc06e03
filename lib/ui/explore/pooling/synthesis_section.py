"""The controls of the pools, and all that a page says of each window."""

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from lib.analysis.pooling.question import PoolingQuestion
from lib.analysis.pooling.synthesis import (
    Window,
    by_the_other_model,
    other_widths,
    synthesize,
    variants,
    without_each,
)
from lib.analysis.pooling.what_if_pools import pools_by_imor
from lib.analysis.settings import WHAT_IF
from lib.charts.figure_options import Picture
from lib.charts.forest.pooled_forest import omission, pooled_curves, pooled_forest
from lib.charts.spec import Curves, Forest
from lib.narrative.captions import citations
from lib.narrative.caveats import cautions
from lib.narrative.numbers.count_text import mark_meanings
from lib.narrative.pooling.pool_basis import basis_texts
from lib.narrative.pooling.pooling_barriers import lessons
from lib.narrative.pooling.pooling_text import moves_text, pool_facts
from lib.narrative.pooling.synthesis_tables import (
    left_out_table,
    overview_table,
    sensitivity_table,
)
from lib.narrative.pooling.synthesis_text import (
    arm_choices,
    lead_text,
    outside_text,
    pools_title,
    statements,
    synthesis_headline,
    unpooled_title,
    unstated_text,
    when_text,
    why_none_left_out,
    window_headline,
    window_title,
)
from lib.narrative.pooling.what_if_text import what_if_notes, what_if_table
from lib.narrative.pooling.window_figures import window_alt, window_footer
from lib.narrative.tables.window_matrix import pool_refusals, reasons_in_full, window_matrix
from lib.stats.meta_analysis.pool import Pooled
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import facts, say, say_all
from lib.ui.components.tables import show_frame
from lib.ui.explore.pooling.what_if_section import WHAT_IF_TITLE, show_what_if
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

SENSITIVITY = "Sensitivity: what if one thing were done otherwise"
MATRIX = "Studies by windows: used in the pool, or why not"
MOST_REASONS = 8
"""More reasons than this are behind a click."""
LEAVE_ONE_OUT = "Each study left out in turn"


@dataclass(frozen=True, eq=False)
class Synthesis:
    """What is shown of a question.

    Attributes
    ----------
    windows
        Each window, pooled or not.
    headline, statement, lessons
        The answer, what the reader states and chose, and what keeps studies apart.
    choices
        The studies that are left out until one of their arms is chosen.
    unstated
        The studies that do not state a treatment.
    title, lead
        The answer in short, and what is said under it: in full, of what, or why there is none.
    overview
        A row a window in which studies are pooled.
    matrix, reasons, refusals
        Studies by windows, the reasons that stand there in short, and why windows have no pool.
    outside
        The visits that are in no window.
    cautions, citations
        Of the visits used, and of all.
    """

    windows: tuple[Window, ...]
    headline: str
    statement: str
    lessons: list[str]
    choices: list[str]
    unstated: str
    title: str
    lead: str
    overview: pd.DataFrame
    matrix: pd.DataFrame
    reasons: list[str]
    refusals: list[str]
    outside: str
    cautions: list[str]
    citations: list[str]

    @property
    def pooled(self) -> tuple[Window, ...]:
        """The windows in which studies are pooled."""
        return tuple(window for window in self.windows if window.is_pooled)


@dataclass(frozen=True, eq=False)
class WindowText:
    """What is said of one window; blank or empty what only a pooled one has.

    Attributes
    ----------
    title, headline
        The answer in short and in a sentence or two, or why there is none.
    alt, footer
        The forest plot in sentences, and its marks explained.
    facts
        Names and texts: how the studies differ, and the methods.
    moves
        How the result moves with the width of the windows.
    basis
        What the pool rests on, apart from counts of one arm a study.
    cautions
        What must be seen with the studies used.
    """

    title: str
    headline: str
    alt: str = ""
    footer: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    moves: str = ""
    basis: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@cache_on_dataset(16)
def windows(data: Dataset, asked: PoolingQuestion) -> tuple[Window, ...]:
    """Pool what qualifies in each window."""
    return synthesize(points(data, asked.view), asked)


@cache_on_dataset(16)
def synthesis(data: Dataset, asked: PoolingQuestion) -> Synthesis:
    """Make what a page says of a question as a whole."""
    made, every = windows(data, asked), points(data, asked.view)
    pooled = [window for window in made if window.is_pooled]
    used = pd.concat([window.used_visits for window in made])
    return Synthesis(
        windows=made,
        headline=synthesis_headline(made, asked),
        statement=statements(pooled or made, asked),
        lessons=lessons(made, asked.question) if len(pooled) < len(made) else [],
        choices=arm_choices(made),
        unstated=unstated_text(every),
        title=pools_title(made, asked),
        lead=lead_text(made, asked),
        overview=overview_table(pooled, asked.view.level) if pooled else pd.DataFrame(),
        matrix=window_matrix(made),
        reasons=reasons_in_full(made),
        refusals=pool_refusals(made),
        outside=outside_text(every, asked),
        cautions=cautions(used.drop_duplicates("row")),
        citations=citations(every[every["treatment"] == asked.question.treatment]),
    )


@cache_on_dataset(40)
def window_text(data: Dataset, asked: PoolingQuestion, place: int) -> WindowText:
    """Make what a page says of one window, by its place among them."""
    window = windows(data, asked)[place]
    if not window.is_pooled:
        return WindowText(unpooled_title(window, asked), window_headline(window, asked))
    widths = [_pool(data, other, place) for _, other in other_widths(asked)]
    return WindowText(
        window_title(window, asked),
        window_headline(window, asked),
        alt=window_alt(window, asked),
        footer=f"{window_footer(window, asked)} {omission(window)}".rstrip(),
        facts=tuple(pool_facts(window.pooled)),
        moves=moves_text(window.pooled, widths),
        basis=tuple(basis_texts(window)),
        cautions=tuple(cautions(window.used_visits)),
    )


@cache_on_dataset(40)
def sensitivity(data: Dataset, asked: PoolingQuestion, place: int) -> pd.DataFrame:
    """Make the table of one window with one thing done otherwise."""
    window = windows(data, asked)[place]
    models = [(f"Nothing: as shown ({window.pooled.method.name})", window.pooled)]
    if not asked.question.with_published and asked.view.missing != WHAT_IF:
        models.append(_label_model("The other model", by_the_other_model(window)))
    others = [(name, _pool(data, other, place)) for name, other in variants(asked)]
    return sensitivity_table([*models, *others], asked.view.level)


@cache_on_dataset(40)
def _what_if(
    data: Dataset, asked: PoolingQuestion, place: int
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Make the table of one window by what is supposed of the missing, and its notes."""
    window = windows(data, asked)[place]
    return what_if_table(pools_by_imor(window), asked.view.level), [], what_if_notes(window)


@cache_on_dataset(40)
def leave_one_out(data: Dataset, asked: PoolingQuestion, place: int) -> pd.DataFrame:
    """Make the table of one window without each study in turn; empty where that tells nothing."""
    return left_out_table(without_each(windows(data, asked)[place]), asked.view.level)


def _pool(data: Dataset, asked: PoolingQuestion, place: int) -> Pooled:
    return windows(data, asked)[place].pooled


def _label_model(name: str, pooled: Pooled) -> tuple[str, Pooled]:
    return f"{name} ({pooled.method.name})", pooled


@cache_on_dataset(40)
def forest_figure(data: Dataset, asked: PoolingQuestion, place: int, picture: Picture) -> Forest:
    """Draw the studies of a pooled window, by its place among them, and their pool."""
    return pooled_forest(windows(data, asked)[place], picture)


@cache_on_dataset(16)
def segments_figure(data: Dataset, asked: PoolingQuestion, picture: Picture) -> Curves:
    """Draw the curves of the treatment with each pooled share over its visits."""
    return pooled_curves(treatment_points(data, asked), windows(data, asked), picture)


def treatment_points(data: Dataset, asked: PoolingQuestion) -> pd.DataFrame:
    """Give the points of the treatment."""
    every = points(data, asked.view)
    return every[every["treatment"] == asked.question.treatment].reset_index(drop=True)


def show_pool(data: Dataset, asked: PoolingQuestion, place: int) -> None:
    """Show how sure the pool of a window is, by its place among them; nothing if it has none."""
    told = window_text(data, asked, place)
    if not windows(data, asked)[place].is_pooled:
        return
    if told.basis:
        say_all(told.basis, "compare", "What this pool rests on")
    say(told.moves)
    st.html(facts(told.facts))
    _show_sensitivity(data, asked, place)


def _show_sensitivity(data: Dataset, asked: PoolingQuestion, place: int) -> None:
    """Show what would come of other choices, made only where it is opened: each is many fits."""
    window = windows(data, asked)[place]
    when, key = when_text(window), f"{window.centre:g}"
    with st.expander(SENSITIVITY, key=f"sensitivity_{key}", on_change="rerun") as box:
        if box.open:
            table = sensitivity(data, asked, place)
            show_frame(table, f"Sensitivity {when}: one thing changed, a row a change")
    show_what_if(key, partial(_what_if, data, asked, place), f"{WHAT_IF_TITLE} {when}")
    with st.expander(LEAVE_ONE_OUT, key=f"left_out_{key}", on_change="rerun") as box:
        if box.open and (table := leave_one_out(data, asked, place)).empty:
            say(why_none_left_out(window.pooled.k))
        elif box.open:
            show_frame(table, f"Each study left out in turn {when}, a row a study")


def show_studies(shown: Synthesis) -> None:
    """Show which studies are used in which window, and why the others are not."""
    if shown.refusals:
        say_all(shown.refusals, "small")
    show_frame(shown.matrix, MATRIX)
    if marks := mark_meanings(shown.matrix.to_csv()):
        say(" ".join(marks), "footnote")
    if len(shown.reasons) > MOST_REASONS:
        with st.expander("What the numbers in brackets say"):
            say_all(shown.reasons, "small")
    elif shown.reasons:
        say_all(shown.reasons, "small")
    if shown.outside:
        say(shown.outside, "quiet")
