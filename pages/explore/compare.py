"""Compare: the arms of a study against each other, and every series at one month."""

from contextlib import nullcontext
from functools import partial

import streamlit as st

from lib.narrative.captions import view_words
from lib.narrative.month_text import NO_MATCH, NOT_A_COMPARISON, seen_sentence
from lib.phrases import few, months_text
from lib.slides.slide_list import COMPARE, DOTS
from lib.ui.components.html_text import say, say_all, say_many
from lib.ui.components.method_links import method_links
from lib.ui.explore.caution_line import show_caution_line
from lib.ui.explore.comparison_checklist import show_checklist
from lib.ui.explore.month_comparison import (
    compare_month,
    dots_on_page,
    found,
    studies_by_month,
)
from lib.ui.explore.month_controls import ask_lines, chips
from lib.ui.explore.pooling.contrast_section import contrast_text, has_pairs
from lib.ui.figures.arms import dots_page_figure
from lib.ui.figures.contrasts.sections import show_all_numbers, show_contrast, show_pairs
from lib.ui.figures.figure_section import picture_place, show_page_figure
from lib.ui.figures.page_figure import footer_with_source
from lib.ui.session.dataset import today
from lib.ui.session.url_notes import TABS, note_unknown, show_tabs, tell_unknown
from lib.ui.shell.page_frame import close_page, end_early, open_figure_page

TITLE = "Compare"
WHY, READ, CAUTIONS, SEEN, SOURCES = (
    "Why can't I compare these?",
    "Read the numbers",
    "Cautions and notes",
    "Who was seen when",
    "Sources and methods",
)
ALL = "all studies"
ONE_STUDY = "Only arms of one study may be compared: each study chose its own patients."

head = open_figure_page(TITLE)
data = head.data

note_unknown(COMPARE, found(data))
tell_unknown(COMPARE)
asked, question, colours = chips(data)
if asked is None:
    head.end_early("Choose a month.")

shown, view = compare_month(data, asked), asked.view
when = f"{'at or near' if asked.within else 'at'} {months_text(asked.month)}"
over_studies = contrast_text(data, asked, question)
head.say(over_studies.title or shown.title, over_studies.lead or shown.headline)
if shown.at.empty:
    end_early(data, NO_MATCH, "Take one away, or “Reset all”.")
mixed = shown.mixed_in_short
show_caution_line(mixed, len(shown.cautions), TABS, CAUTIONS, "" if mixed else ONE_STUDY)

is_pooled = show_contrast(data, asked, question, colours, head.actions)
if shown.pairs:
    show_pairs(shown, data, asked, colours, None if is_pooled else head.actions)
elif not shown.refused:
    say(f"No study has two arms with a number {when}, so no arms are set against each other.")
else:
    say_many(shown.refused, "Not compared", "compare")
if over_studies.needed and has_pairs(data):
    say(over_studies.needed, "quiet")

if not shown.shown.empty:
    figure = dots_page_figure(data, asked, colours)
    with st.container(key="second_head", horizontal=True, vertical_alignment="center"):
        st.subheader(f"All studies {when}", anchor=False, width="content")
        second = st.container(horizontal=True, width="content", gap="xsmall")
    place, name = (second, ALL) if shown.pairs else (head.actions, "")
    draw = partial(dots_on_page, data, asked, ask_lines(len(shown.shown)))
    with nullcontext() if shown.pairs else picture_place():
        show_page_figure(figure, data, DOTS, actions=place, of=name, draw=draw)
    say(footer_with_source(figure.method, data, today()), "footnote")


def show_cautions() -> None:
    say_all([NOT_A_COMPARISON, *shown.mixed], "compare", "Not a comparison of treatments")
    if shown.cautions:
        say_many(shown.cautions, "Cautions", "compare")
    if shown.refused and shown.pairs:
        say_many(shown.refused, "Not compared", "compare")
    if over_studies.left_out:
        say_many(over_studies.left_out, "Not in the two treatments over studies", "compare")
    if shown.shared:
        say_many(shown.shared, "Not independent of each other", "compare")


def show_visits() -> None:
    if shown.absent:
        say_many(shown.absent, f"Not shown {when}")
    seen_at = [seen_sentence(at, few(who)) for at, who in studies_by_month(data).items()]
    say_all(seen_at, "small", "Who was seen at which month")


def show_sources() -> None:
    say_all(view_words(view), "small", "Shown now")
    if shown.citations:
        say_many(shown.citations, "Where the numbers are published")
    method_links("two-arms-at-one-month", "a-point", "intervals", "glossary")


show_tabs(
    {
        WHY: partial(show_checklist, data),
        READ: partial(show_all_numbers, shown, data, asked, question, TITLE),
        CAUTIONS: show_cautions,
        SEEN: show_visits,
        SOURCES: show_sources,
    }
)
close_page(data)
