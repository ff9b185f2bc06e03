"""The row of chips over a figure: buttons that say what is set, and open the controls of it."""

from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.selection import NOT_STATED
from lib.analysis.setting import Found, Setting
from lib.analysis.settings import IMOR_NAMES, WHAT_IF
from lib.phrases import shorten, with_noun
from lib.slides.page_settings import COLOUR
from lib.ui.components.html_text import escape_markdown, say
from lib.ui.components.method_links import method_links
from lib.ui.explore.setting_control import ask, present_value

CHOSEN, ASKED_ON = "last_colour", "last_colour_page"
FILTER_WORDS = {
    "treatments": ("Treatment", "treatments"),
    "designs": ("Design", "designs"),
    "outcomes": ("Response", "definitions"),
}
"""The word before a filter's choice on its chip, and the noun for several."""
VALUE_CHARS = 22
ODDS = (
    "Odds of responding: how many respond for each who does not. If 30 of 40 assessed responded, "
    "they are 3 to 1. With half the odds, 1.5 to 1, 60% of the missing would have responded."
)


def chip_row() -> DeltaGenerator:
    """Make the row."""
    return st.container(key="chips", horizontal=True, vertical_alignment="center", gap="xsmall")


def ask_filters(filters: Iterable[Setting], known: Found) -> dict[str, Any]:
    """Show a chip for each filter; give what they keep, by their names."""
    values = {}
    for each in filters:
        word, noun = FILTER_WORDS[each.name]
        kept = _choice(present_value(each, known), known[each.name], noun)
        with st.popover(chip_label(word, kept)):
            values[each.name] = ask(each, known)
    return values


def ask_missing(settings: Sequence[Setting]) -> dict[str, Any]:
    """Show the chip of the rule for missing patients; give it, and its odds, by their names.

    The first of the settings is the rule, the others are asked by `WHAT_IF` only.
    """
    missing, *imors = settings
    with st.popover(_missing_label(missing, imors[0])):
        values = {each.name: each.default for each in imors}
        values[missing.name] = ask(missing, {})
        if values[missing.name] == WHAT_IF:
            values |= {each.name: ask(each, {}) for each in imors}
            say(ODDS, "quiet")
            method_links("what-if-the-missing-did-otherwise")
        method_links("missing-patients")
    return values


def _missing_label(missing: Setting, imor: Setting) -> str:
    rule = str(present_value(missing, {})).lower()
    odds = f", {IMOR_NAMES[present_value(imor, {})]}" if rule == WHAT_IF.lower() else ""
    return f"Missing patients: **{rule}{odds}**"


def ask_colour(page: str) -> str:
    """Show the control, set as on the page before if the address does not say; give the choice."""
    is_new = st.session_state.get(ASKED_ON) != page
    if is_new and COLOUR.name not in st.query_params:
        # To Streamlit the control of each page is another one, which begins with its default.
        st.session_state[COLOUR.name] = COLOUR.text(last_colours())
    chosen = str(ask(COLOUR, {}))
    st.session_state.update({CHOSEN: chosen, ASKED_ON: page})
    return chosen


def last_colours() -> str:
    """Give what was last chosen on any page."""
    return str(st.session_state.get(CHOSEN, COLOUR.default))


def chip_label(name: str, value: str) -> str:
    """Name a chip and say what it is set to, as Markdown."""
    return f"{name}: **{escape_markdown(shorten(value, VALUE_CHARS))}**"


def more_label(settings: Iterable[Setting], known: Found) -> str:
    """Say how many of the settings behind a chip are not at their defaults, as Markdown."""
    number = sum(present_value(each, known) != each.default for each in settings)
    return f"More: **{number} set**" if number else "More"


def _choice(chosen: tuple[str, ...], known: Iterable[str], noun: str) -> str:
    """Say in few words what a filter keeps of what there is."""
    there = list(known)
    if len(chosen) == 1 or len(there) == 1:
        return (chosen or there)[0]
    if chosen:
        return f"{len(chosen)} of {len(there)}"
    stated = len([each for each in there if each != NOT_STATED])
    return with_noun(stated, noun[:-1], noun) if noun == "definitions" and stated > 1 else "All"
