"""The controls of the pools: every one is bound to the URL, and together they ask a question."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from lib.stats.proportions import LEVELS
from lib.studies.dataset import Dataset
from lib.ui.data import points
from lib.ui.made_once import once_a_dataset
from lib.ui.rules import rules
from lib.views.synthesis import Asked, outcomes, treatments
from lib.views.view import MISSING_RULES, View
from lib.views.windows import DEFAULT_WIDTH, WIDTHS, Question

SWITCHES = ("true", "false")


@once_a_dataset()
def _treatments(data: Dataset) -> list[str]:
    return treatments(points(data, View()))


@once_a_dataset(64)
def outcomes_of(data: Dataset, treatment: str) -> list[str]:
    """List the definitions of response of a treatment, that of most studies first."""
    return outcomes(points(data, View()), treatment)


def choices(data: Dataset, named: str | None) -> Mapping[str, list[str]]:
    """Give what each control can be set to, where an address names this treatment."""
    known = _treatments(data)
    of = [named] if named in known else known
    return {
        "treatment": known,
        "outcome": [outcome for treatment in of for outcome in outcomes_of(data, treatment)],
        "width": [str(width) for width in WIDTHS],
        "with_cautions": list(SWITCHES),
        "same_outcomes": list(SWITCHES),
        "level": [str(level) for level in LEVELS],
        "missing": list(MISSING_RULES),
    }


def controls(data: Dataset) -> Asked:
    """Show the controls; they open with the treatment and definition that most studies share."""
    left, right = st.columns(2)
    with left:
        begin = partial(_begin, data)
        treatment = _pick("Treatment", "treatment", _treatments(data), begin)
    with right:
        outcome = _pick("Definition of response", "outcome", outcomes_of(data, treatment))
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
    with_cautions = st.checkbox(
        "Include rows with a caution", key="with_cautions", bind="query-params"
    )
    same_outcomes = st.checkbox(
        "I state that these definitions of response are the same",
        key="same_outcomes",
        bind="query-params",
        help="All definitions of the treatment are then pooled, and every figure and file says "
        "that you stated this.",
    )
    view = rules()
    asked_for = float(width or DEFAULT_WIDTH)
    return Asked(Question(treatment, outcome, asked_for, with_cautions, same_outcomes), view)


def _pick(
    title: str, key: str, known: list[str], on_change: Callable[[], None] | None = None
) -> str:
    return st.selectbox(title, known, key=key, bind="query-params", on_change=on_change)


def _begin(data: Dataset) -> None:
    """Open another treatment with the definition that most of its studies share."""
    st.session_state["outcome"] = outcomes_of(data, st.session_state["treatment"])[0]
