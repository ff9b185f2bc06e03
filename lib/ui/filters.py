"""The controls beside the curves: every one is bound to the URL, and together they are a View."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.stats.proportions import LEVELS
from lib.views.selecting import FILTERS, options
from lib.views.view import AS_REPORTED, METHOD_KEYS, MISSING_RULES, View

TITLES = {
    "studies": "Studies",
    "treatments": "Treatments",
    "designs": "Designs",
    "outcomes": "Definitions of response",
}
ONE_CHART, PANELS = "One chart", "A panel per study"
LAYOUTS = (ONE_CHART, PANELS)
COLOURS = ("Study", "Treatment")


def defaults(rows: pd.DataFrame) -> dict[str, Any]:
    """Give the value of each control when nothing is chosen; its key is its name in the URL."""
    return {
        "focus": None,
        **{name: [] for name in FILTERS},
        "months": (0, _last_month(rows)),
        "interval": "Wilson",
        "level": 95,
        "missing": AS_REPORTED,
        "colour": COLOURS[0],
        "layout": ONE_CHART,
    }


def choices(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Give what each control can be set to, as it stands in the URL."""
    found = options(rows)
    return {
        **found,
        "focus": found["studies"],
        "months": [str(month) for month in range(_last_month(rows) + 1)],
        "interval": list(METHOD_KEYS),
        "level": [str(level) for level in LEVELS],
        "missing": list(MISSING_RULES),
        "colour": list(COLOURS),
        "layout": list(LAYOUTS),
    }


def _last_month(rows: pd.DataFrame) -> int:
    """Round the last follow-up up to a whole month, at least 1, for the slider's end."""
    return max(1, int(-(-rows["months"].max() // 1))) if len(rows) else 1


def sidebar(rows: pd.DataFrame) -> tuple[View, str, str]:
    """Show the controls in the sidebar; give the view, the layout and what colours stand for."""
    start = defaults(rows)
    found = choices(rows)
    with st.sidebar:
        layout = st.segmented_control(
            "Layout",
            LAYOUTS,
            default=start["layout"],
            required=True,
            key="layout",
            bind="query-params",
        )
        focus = st.selectbox(
            "Focus on a study",
            found["focus"],
            index=None,
            key="focus",
            bind="query-params",
            placeholder="None: show all alike",
            help="The others fade to grey. Clicking a point does the same.",
        )
        kept = {
            name: st.multiselect(
                title, found[name], key=name, bind="query-params", placeholder="All"
            )
            for name, title in TITLES.items()
        }
        months = st.slider(
            "Months since treatment",
            0,
            start["months"][1],
            start["months"],
            key="months",
            bind="query-params",
        )
        missing = st.radio(
            "Patients enrolled but not assessed",
            MISSING_RULES,
            key="missing",
            bind="query-params",
            help="The two extremes bound what anyone can say about the patients not seen.",
        )
        method = st.selectbox("Interval", list(METHOD_KEYS), key="interval", bind="query-params")
        level = st.segmented_control(
            "Confidence level (%)",
            LEVELS,
            default=start["level"],
            required=True,
            key="level",
            bind="query-params",
        )
        colour_by = st.segmented_control(
            "Colour by",
            COLOURS,
            default=COLOURS[0],
            required=True,
            key="colour",
            bind="query-params",
        )
        st.button("Reset all", on_click=reset, args=(rows,), icon=":material/restart_alt:")
    view = View(
        **{name: tuple(values) for name, values in kept.items()},
        months=None if tuple(months) == start["months"] else (float(months[0]), float(months[1])),
        method=method,
        level=int(level),
        missing=missing,
        focus=focus,
    )
    return view, layout, colour_by.lower()


def reset(rows: pd.DataFrame) -> None:
    """Set every control back, as a callback of a button."""
    for key, value in defaults(rows).items():
        st.session_state[key] = value
