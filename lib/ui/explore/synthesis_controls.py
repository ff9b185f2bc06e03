"""The controls of the pools: every one is bound to the URL, and together they ask a question."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from lib.analysis.selection import NOT_STATED
from lib.analysis.synthesis import PoolingQuestion, outcomes, treatments
from lib.analysis.time_windows import (
    CENTRES,
    DEFAULT_WIDTH,
    TOO_MANY,
    WIDTHS,
    WINDOWS_MOST,
    Question,
    centres_of,
)
from lib.analysis.view import MISSING_RULES, View
from lib.phrases import months_text
from lib.stats.intervals import LEVELS
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say
from lib.ui.explore.estimation_controls import rules
from lib.ui.session.dataset import points
from lib.ui.session.dataset_cache import cache_on_dataset

SWITCHES = ("true", "false")
STATED = {
    "with_cautions": "Include rows with a caution",
    "same_outcomes": "I state that these definitions of response are the same",
}
"""What a reader states of one treatment; it says nothing of another."""
ONE_DEFINITION = (
    "The studies of this treatment do not state two definitions of response, so there are none to "
    "state to be the same."
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


@cache_on_dataset()
def _months(data: Dataset) -> list[str]:
    """List what a window can lie around: the usual months, and every visit of the file."""
    seen = points(data, View())["months"]
    return [f"{months:g}" for months in sorted({*CENTRES, *seen})]


def can_be_stated(data: Dataset, treatment: str) -> bool:
    """Tell whether a treatment has several definitions of response that may be the same."""
    return len([name for name in outcomes_of(data, treatment) if name != NOT_STATED]) > 1


def choices(data: Dataset, named: str | None) -> Mapping[str, list[str]]:
    """Give what each control can be set to, where an address names this treatment."""
    known = _treatments(data)
    of = [named] if named in known else known
    return {
        "treatment": known,
        "outcome": [outcome for treatment in of for outcome in outcomes_of(data, treatment)],
        "centres": _months(data),
        "width": [str(width) for width in WIDTHS],
        "with_cautions": list(SWITCHES),
        "same_outcomes": list(SWITCHES),
        "level": [str(level) for level in LEVELS],
        "missing": list(MISSING_RULES),
    }


def controls(data: Dataset) -> PoolingQuestion:
    """Show the controls; they open with the treatment and definition that most studies share."""
    if st.session_state.pop(_TO_DROP, False):
        _drop()
    is_lost = _names_a_lost_treatment(data)
    left, right = st.columns(2)
    with left:
        begin = partial(_begin, data)
        treatment = _pick("Treatment", "treatment", _treatments(data), begin)
    with right:
        outcome = _pick("Definition of response", "outcome", outcomes_of(data, treatment))
    centres = _centres(data)
    width = st.segmented_control(
        "A window takes visits up to so many months away",
        WIDTHS,
        default=DEFAULT_WIDTH,
        format_func=lambda months: f"{months:g}",
        required=True,
        key="width",
        bind="query-params",
        help="A visit between two windows counts in the nearer one only.",
    )
    stated = _statements(can_be_stated(data, treatment), is_lost)
    asked = Question(treatment, outcome, float(width or DEFAULT_WIDTH), *stated, centres)
    return PoolingQuestion(asked, rules())


def _centres(data: Dataset) -> tuple[float, ...]:
    """Ask around which months the windows lie; the usual ones where none is chosen."""
    # Streamlit takes the rest out of the address without a word.
    if len(st.query_params.get_all("centres")) > WINDOWS_MOST:
        say(TOO_MANY, "warning")
    chosen = st.multiselect(
        "Windows around these months",
        _months(data),
        default=[f"{months:g}" for months in CENTRES],
        max_selections=WINDOWS_MOST,
        key="centres",
        bind="query-params",
        help="Other windows hold other visits, and the results move with them.",
    )
    if not chosen:
        say(NO_WINDOW, "quiet")
    return centres_of(chosen)


def _statements(can_be_same: bool, is_lost: bool) -> tuple[bool, bool]:
    """Ask what the reader includes and states of the treatment, or take back what does not fit."""
    with_cautions = st.checkbox(STATED["with_cautions"], key="with_cautions", bind="query-params")
    same_outcomes = st.checkbox(
        STATED["same_outcomes"],
        key="same_outcomes",
        bind="query-params",
        disabled=not can_be_same,
        help="All definitions of the treatment are then pooled, and every figure and file says "
        "that you stated this.",
    )
    if not can_be_same:
        say(ONE_DEFINITION, "quiet")
    if is_lost and (with_cautions or same_outcomes):
        # An address rules over what is set here until its controls have been shown once.
        st.session_state[_TO_DROP] = True
        st.rerun()
    if dropped := st.session_state.pop(_TOLD, ()):
        say(CHANGED.format(" and ".join(f"“{name}”" for name in dropped)), "warning")
    # An address may have ticked a box that is closed.
    return with_cautions, same_outcomes and can_be_same


def _names_a_lost_treatment(data: Dataset) -> bool:
    """Tell whether the address, or the control when last shown, names a treatment that is gone."""
    named = (st.query_params.get("treatment"), st.session_state.get("treatment"))
    return any(name and name not in _treatments(data) for name in named)


def _drop() -> None:
    """Take back what was stated of another treatment, and remember to say so."""
    st.session_state[_TOLD] = [name for key, name in STATED.items() if st.session_state.get(key)]
    st.session_state.update(dict.fromkeys(STATED, False))


def _pick(
    title: str, key: str, known: list[str], on_change: Callable[[], None] | None = None
) -> str:
    return st.selectbox(title, known, key=key, bind="query-params", on_change=on_change)


def _begin(data: Dataset) -> None:
    """Open another treatment with the definition that most of its studies share, none stated."""
    _drop()
    st.session_state["outcome"] = outcomes_of(data, st.session_state["treatment"])[0]
