"""The controls of the pools: every one is bound to the URL, and together they ask a question."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.analysis.pooling.question import CENTRES, WINDOWS_MOST, PoolingQuestion, Question
from lib.analysis.pooling.synthesis import (
    Window,
    arms_to_choose,
    has_published,
    outcomes,
    treatments,
)
from lib.analysis.pooling.time_windows import TOO_MANY
from lib.analysis.selection import NOT_STATED
from lib.analysis.setting import Control, Found, address_text, make, settings_of
from lib.analysis.settings import View
from lib.phrases import months_text, with_noun
from lib.slides.page_settings import COLOUR, LEVEL, PAGE_SETTINGS, POOLED_MISSING
from lib.slides.slide_list import CHANCE, CHANGES, SEGMENTS, SLOPES, SYNTHESIS
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say
from lib.ui.components.method_links import method_links
from lib.ui.components.resettable_widgets import begin, leaves_out, set_anew
from lib.ui.explore.chips import ask_colour, ask_missing, chip_label, more_label
from lib.ui.explore.pooling.change_controls import known_months
from lib.ui.explore.setting_control import ask, present_value
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.shell.embedding import FIGURE, is_embedded, say_no_figure

STATED = settings_of(Question, "with_cautions", "same_outcomes", "with_published")
"""What a reader states of one treatment; it says nothing of another."""
ONE_DEFINITION = (
    "The studies of this treatment do not state two definitions of response, so there are none to "
    "state to be the same."
)
NO_PUBLISHED = (
    "No study of this treatment has a published estimate with an interval but no count, so there "
    "is none to include."
)
NO_WINDOW = f"No month is chosen, so the windows lie around {months_text(*CENTRES)}."
CHANGED = "Another treatment is shown, so this was taken back: {}. Tick it again if it holds here."
_TOLD, _TO_DROP = "stated_and_dropped", "stated_to_drop"
_TREATMENT, _OUTCOME = settings_of(Question, "treatment", "outcome")
_CENTRES, _WIDTH = settings_of(Question, "centres")[0], settings_of(Question, "width")[0]
(_ARMS,) = settings_of(Question, "arms")
(_FIGURE,) = (each for each in PAGE_SETTINGS[SYNTHESIS] if each.name == FIGURE)


@cache_on_dataset()
def _treatments(data: Dataset) -> list[str]:
    return treatments(points(data, View()))


@cache_on_dataset(64)
def outcomes_of(data: Dataset, treatment: str) -> list[str]:
    """List the definitions of response of a treatment, that of most studies first."""
    return outcomes(points(data, View()), treatment)


def can_be_stated(data: Dataset, treatment: str) -> bool:
    """Tell whether a treatment has several definitions of response that may be the same."""
    return len([name for name in outcomes_of(data, treatment) if name != NOT_STATED]) > 1


@cache_on_dataset(64)
def arms_of(data: Dataset, treatment: str) -> list[str]:
    """List the arms of a treatment between which a reader can choose, in studies with several."""
    return arms_to_choose(points(data, View()), treatment)


@cache_on_dataset(64)
def can_be_included(data: Dataset, treatment: str) -> bool:
    """Tell whether a treatment has a published estimate without counts that may join a pool."""
    return has_published(points(data, View()), treatment)


@cache_on_dataset(64)
def found(data: Dataset, named: str) -> Found:
    """List what the data let the settings of the pools be, where an address names this treatment.

    A window can lie around the usual months and around every visit of the file.
    """
    known, months = _treatments(data), points(data, View())["months"]
    of = [named] if named in known else known
    centres = sorted({*CENTRES, *months})
    return {
        "treatment": known,
        "outcome": [outcome for treatment in of for outcome in outcomes_of(data, treatment)],
        "arms": sorted({arm for treatment in of for arm in arms_of(data, treatment)}),
        "centres": centres,
        "figure": [
            SEGMENTS,
            SLOPES,
            CHANGES,
            *centres,
            *(f"{CHANCE}{centre:g}" for centre in centres),
        ],
        **known_months(centres),
    }


def chips(data: Dataset, row: DeltaGenerator) -> tuple[PoolingQuestion, str, DeltaGenerator]:
    """Show the controls in a row; give what is asked, what colours stand for, and the last chip.

    They open with the treatment that most studies studied.
    """
    if st.session_state.pop(_TO_DROP, False):
        _drop()
        begin()
    is_lost = _names_a_lost_treatment(data)
    if too_many := len(st.query_params.get_all(_CENTRES.name)) > WINDOWS_MOST:
        # Streamlit takes the rest out of the address without a word.
        say(TOO_MANY, "warning")
    with row:
        values = _treatment_chips(data)
        values |= _window_chip(data)
        more, rules = _rule_chips(data, values["treatment"], is_lost)
        values |= rules
    if not too_many and not st.session_state[_CENTRES.name]:
        say(NO_WINDOW, "quiet")
    _tell_dropped()
    pools = PoolingQuestion(make(Question, values), make(View, values))
    return pools, str(values[COLOUR.name]), more


def _treatment_chips(data: Dataset) -> dict[str, Any]:
    """Ask which treatment, by which definition of response."""
    known = found(data, "")
    present = present_value(_TREATMENT, known) or known["treatment"][0]
    with st.popover(chip_label("Treatment", present)):
        chosen = ask(_TREATMENT, known, partial(_begin, data))
    known = found(data, chosen)
    outcome = present_value(_OUTCOME, known) or known["outcome"][0]
    with st.popover(chip_label("Response", outcome)):
        return {"treatment": chosen, "outcome": ask(_OUTCOME, known)}


def _window_chip(data: Dataset) -> dict[str, Any]:
    """Ask around which months the windows lie, the usual ones where none is chosen, how wide."""
    known = found(data, "")
    centres, width = present_value(_CENTRES, known), present_value(_WIDTH, known)
    with st.popover(f"Windows: **{with_noun(len(centres), 'month')}, ±{width:g}**"):
        return {"centres": ask(_CENTRES, known), "width": ask(_WIDTH, {})}


def _rule_chips(
    data: Dataset, treatment: str, is_lost: bool
) -> tuple[DeltaGenerator, dict[str, Any]]:
    """Ask how missing patients count, which arms are used, and what the reader states."""
    known, values = found(data, treatment), ask_missing(POOLED_MISSING)
    more: DeltaGenerator = st.popover(more_label((_ARMS, *STATED, *LEVEL, COLOUR), known))
    with more:
        values["arms"] = ask(_ARMS, known) if known["arms"] else ()
        values |= _statements(data, treatment, is_lost)
        values |= {each.name: ask(each, {}) for each in LEVEL}
        values[COLOUR.name] = ask_colour(SYNTHESIS)
        method_links("intervals")
    return more, values


def _statements(data: Dataset, treatment: str, is_lost: bool) -> dict[str, bool]:
    """Ask what the reader includes and states of the treatment, or take back what does not fit."""
    closed = {
        "same_outcomes": "" if can_be_stated(data, treatment) else ONE_DEFINITION,
        "with_published": "" if can_be_included(data, treatment) else NO_PUBLISHED,
    }
    values = {}
    for each in STATED:
        why_closed = closed.get(each.name, "")
        # An address may have ticked a box that is closed.
        is_ticked = ask(each, {}, disabled=bool(why_closed))
        values[each.name] = is_ticked and not why_closed
        if why_closed:
            say(why_closed, "quiet")
    if is_lost and any(st.session_state.get(each.name) for each in STATED):
        # An address rules over what is set here until its controls have been shown once.
        st.session_state[_TO_DROP] = True
        st.rerun()
    return values


def _tell_dropped() -> None:
    """Say what was taken back, until the reader has seen it."""
    if dropped := st.session_state.get(_TOLD):
        say(CHANGED.format(" and ".join(f"“{name}”" for name in dropped)), "warning")
    if not leaves_out():
        st.session_state.pop(_TOLD, None)


def ask_which_pool(opened: Sequence[Window], every: Sequence[Window]) -> int | None:
    """Ask which pool is drawn; give its place among the windows, None for all over the curves.

    Parameters
    ----------
    opened
        The windows that can be drawn, at least one; all over the curves only if one is pooled.
    every
        All windows.
    """
    whole = [SEGMENTS] if any(window.is_pooled for window in opened) else []
    known = {_FIGURE.name: [*whole, *(window.centre for window in opened)]}
    asked = _FIGURE.present_text(st.query_params.get(_FIGURE.name, SEGMENTS))
    month = asked.removeprefix(CHANCE)
    if is_embedded() and month not in _FIGURE.known_texts(known):
        say_no_figure()
        st.stop()
    if is_embedded() and month != asked:
        # The control would take the name of the figure out of the address.
        return _place(month, every)
    held = st.session_state.get(_FIGURE.name, asked)
    st.session_state[_FIGURE.name] = str(held).removeprefix(CHANCE)
    if st.session_state[_FIGURE.name] not in _FIGURE.known_texts(known):
        del st.session_state[_FIGURE.name]
    with st.container(
        key="pools", horizontal=True, vertical_alignment="center", gap="small", width="content"
    ):
        say(_FIGURE.label, "label")
        first = replace(_FIGURE, control=Control.SEGMENTS, default=known[_FIGURE.name][0])
        return _place(address_text(ask(first, known, is_label_seen=False)), every)


def _place(month: str, every: Sequence[Window]) -> int | None:
    """Find the window of a month as the address writes it."""
    return next((i for i, each in enumerate(every) if address_text(each.centre) == month), None)


def _names_a_lost_treatment(data: Dataset) -> bool:
    """Tell whether the address, or the control when last shown, names a treatment that is gone."""
    named = (st.query_params.get("treatment"), st.session_state.get("treatment"))
    return any(name and name not in _treatments(data) for name in named)


def _drop() -> None:
    """Take back what was stated of another treatment, and remember to say so."""
    st.session_state[_TOLD] = [each.label for each in STATED if st.session_state.get(each.name)]
    set_anew({each.name: False for each in STATED})


def _begin(data: Dataset) -> None:
    """Open another treatment with the definition that most of its studies share, none stated."""
    _drop()
    outcome = outcomes_of(data, st.session_state["treatment"])[0]
    set_anew({"outcome": outcome, "arms": [], **{each.name: False for each in STATED}})
