"""The controls of the pools: every one is bound to the URL, and together they ask a question."""

from functools import partial

import streamlit as st

from lib.analysis.selection import NOT_STATED
from lib.analysis.setting import Found, make, settings_of
from lib.analysis.settings import CENTRES, WINDOWS_MOST, PoolingQuestion, Question, View
from lib.analysis.synthesis import arms_to_choose, has_published, outcomes, treatments
from lib.analysis.time_windows import TOO_MANY
from lib.phrases import months_text
from lib.slides.slide_list import SEGMENTS
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say
from lib.ui.explore.estimation_controls import rules
from lib.ui.explore.setting_control import ask
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

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
    return {
        "treatment": known,
        "outcome": [outcome for treatment in of for outcome in outcomes_of(data, treatment)],
        "arms": sorted({arm for treatment in of for arm in arms_of(data, treatment)}),
        "centres": sorted({*CENTRES, *months}),
        "figure": [SEGMENTS, *sorted({*CENTRES, *months})],
    }


def controls(data: Dataset) -> PoolingQuestion:
    """Show the controls; they open with the treatment and definition that most studies share."""
    if st.session_state.pop(_TO_DROP, False):
        _drop()
    is_lost = _names_a_lost_treatment(data)
    treatment, outcome, width = settings_of(Question, "treatment", "outcome", "width")
    left, right = st.columns(2)
    with left:
        values = {"treatment": ask(treatment, found(data, ""), partial(_begin, data))}
    chosen = values["treatment"]
    with right:
        values |= {"outcome": ask(outcome, found(data, chosen))}
    values |= {"centres": _centres(data), "width": ask(width, {}), "arms": _arms(data, chosen)}
    values |= _statements(data, chosen, is_lost)
    return PoolingQuestion(make(Question, values), rules())


def _centres(data: Dataset) -> tuple[float, ...]:
    """Ask around which months the windows lie; the usual ones where none is chosen."""
    (centres,) = settings_of(Question, "centres")
    # Streamlit takes the rest out of the address without a word.
    if len(st.query_params.get_all(centres.name)) > WINDOWS_MOST:
        say(TOO_MANY, "warning")
    chosen: tuple[float, ...] = ask(centres, found(data, ""))
    if not st.session_state[centres.name]:
        say(NO_WINDOW, "quiet")
    return chosen


def _arms(data: Dataset, treatment: str) -> tuple[str, ...]:
    """Ask which arms to use, if any study of the treatment has several."""
    (arms,) = settings_of(Question, "arms")
    known = found(data, treatment)
    chosen: tuple[str, ...] = ask(arms, known) if known["arms"] else ()
    return chosen


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
    if dropped := st.session_state.pop(_TOLD, ()):
        say(CHANGED.format(" and ".join(f"“{name}”" for name in dropped)), "warning")
    return values


def _names_a_lost_treatment(data: Dataset) -> bool:
    """Tell whether the address, or the control when last shown, names a treatment that is gone."""
    named = (st.query_params.get("treatment"), st.session_state.get("treatment"))
    return any(name and name not in _treatments(data) for name in named)


def _drop() -> None:
    """Take back what was stated of another treatment, and remember to say so."""
    st.session_state[_TOLD] = [each.label for each in STATED if st.session_state.get(each.name)]
    st.session_state.update({each.name: False for each in STATED})


def _begin(data: Dataset) -> None:
    """Open another treatment with the definition that most of its studies share, none stated."""
    _drop()
    st.session_state["outcome"] = outcomes_of(data, st.session_state["treatment"])[0]
    st.session_state["arms"] = []
