"""The view “The same studies, earlier and later” of the page Pooled."""

from functools import partial

from streamlit.delta_generator import DeltaGenerator

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.question import ChangeQuestion, PoolingQuestion
from lib.narrative.captions import citations, view_words
from lib.narrative.pooling.changes.sentences import NO_CAUSE, NOT_A_DIFFERENCE_OF_POOLS
from lib.narrative.pooling.synthesis_text import NOT_A_COMPARISON
from lib.phrases import months_text
from lib.slides.slide_list import CHANGES
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say, say_all
from lib.ui.components.method_links import method_links
from lib.ui.explore.caution_line import show_caution_line
from lib.ui.explore.pooling.change_controls import ask_change, ask_which_figure, present_change
from lib.ui.explore.pooling.change_section import (
    change_of,
    change_words,
    show_change_certainty,
    show_change_studies,
)
from lib.ui.explore.pooling.synthesis_section import treatment_points
from lib.ui.figures.changes.page_figures import change_page_figure, slopes_page_figure
from lib.ui.figures.figure_section import picture_place, show_page_figure
from lib.ui.figures.page_figure import footer_with_source
from lib.ui.session.dataset import today
from lib.ui.session.url_notes import TABS, show_tabs
from lib.ui.shell.page_frame import FigureHead

WITHIN = "A change within the same studies is no comparison of treatments."
NOTHING = "Nothing is pooled here, so there is nothing to be sure of."


def show_change(
    head: FigureHead,
    asked: PoolingQuestion,
    row: DeltaGenerator,
    colours: str,
    tabs: tuple[str, ...],
) -> None:
    """Show the change within the studies of two windows: the answer, a figure, and the tabs.

    Parameters
    ----------
    head
        The top of the page.
    asked, colours
        What is asked of the windows, and what colours stand for.
    row
        The row of chips.
    tabs
        The names of the tabs: which studies are in, how sure it is, cautions, sources.
    """
    data = head.data
    question = ask_change(row, asked, _label(change_of(data, asked, present_change(asked))))
    told, same = change_words(data, asked, question), change_of(data, asked, question)
    name = ask_which_figure(row, same.is_pooled)
    if name:
        make = change_page_figure if name == CHANGES else slopes_page_figure
        figure = make(data, asked, question, colours)
        show_caution_line((), len(told.cautions), TABS, tabs[2], WITHIN)
        with picture_place():
            show_page_figure(figure, data, name, actions=head.actions)
        say(footer_with_source(figure.method, data, today()), "footnote")
    head.say(told.heading, told.lead)
    treatment = asked.question.treatment
    contents = (
        partial(show_change_studies, data, asked, question, f"{treatment}, change"),
        partial(_show_certainty, data, asked, question),
        partial(_show_cautions, told.cautions),
        partial(_show_sources, data, asked),
    )
    show_tabs(dict(zip(tabs, contents, strict=True)))


def _label(same: SameStudies) -> str:
    """Say in a few words what is compared, as Markdown."""
    later = months_text(same.later.centre)
    return f"**{same.earlier.centre:g} to {later}, {same.question.measure.lower()}**"


def _show_certainty(data: Dataset, asked: PoolingQuestion, question: ChangeQuestion) -> None:
    if change_of(data, asked, question).is_pooled:
        show_change_certainty(data, asked, question)
    else:
        say(NOTHING)


def _show_cautions(cautions: tuple[str, ...]) -> None:
    say_all([NOT_A_COMPARISON], "compare", "Not a comparison")
    say_all([NOT_A_DIFFERENCE_OF_POOLS, NO_CAUSE], "compare", "What it is")
    if cautions:
        say_all(cautions, "compare", "Cautions")


def _show_sources(data: Dataset, asked: PoolingQuestion) -> None:
    say_all(view_words(asked.view), "small", "Shown now")
    if cited := citations(treatment_points(data, asked)):
        say_all(cited, "small", "Where the numbers are published")
    method_links(
        "the-same-studies-earlier-and-later", "pooling-studies", "missing-patients", "glossary"
    )
