"""The controls beside the curves: every one is bound to the URL, and together they are a View."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.selection import FILTERS, options
from lib.analysis.view import METHOD_KEYS, MISSING_RULES, View
from lib.charts.curves.small_multiples import page_count
from lib.narrative.captions import view_words
from lib.stats.intervals import LEVELS
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.resettable_widgets import control, set_anew
from lib.ui.session.dataset import series_rows
from lib.ui.session.dataset_cache import cache_on_dataset

TITLES = {
    "studies": "Studies",
    "treatments": "Treatments",
    "designs": "Designs",
    "outcomes": "Definitions of response",
}
ONE_CHART, PANELS = "One chart", "A panel per study"
LAYOUTS = (ONE_CHART, PANELS)
COLOURS = ("Study", "Treatment")


@dataclass(frozen=True)
class CurveDisplay:
    """How the figure of a view is drawn, which changes none of its numbers.

    Attributes
    ----------
    layout
        One of `LAYOUTS`.
    colour_by
        `study` or `treatment`.
    fitted
        Whether the exponentials behind the half-lives are drawn.
    """

    layout: str
    colour_by: str
    fitted: bool


@cache_on_dataset()
def defaults(data: Dataset) -> Mapping[str, Any]:
    """Give the value of each control when nothing is chosen; its key is its name in the URL."""
    view = View()
    return {
        "focus": view.focus,
        **{name: [] for name in FILTERS},
        "months": (0, _last_month(series_rows(data))),
        "interval": view.method,
        "level": view.level,
        "missing": view.missing,
        "colour": COLOURS[0],
        "layout": ONE_CHART,
        "fitted": False,
        "page": 1,
    }


@cache_on_dataset()
def choices(data: Dataset) -> Mapping[str, list[str]]:
    """Give what each control can be set to, as it stands in the URL."""
    rows = series_rows(data)
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
        "fitted": ["true", "false"],
        "page": [str(page) for page in range(1, page_count(rows) + 1)],
    }


def _last_month(rows: pd.DataFrame) -> int:
    """Round the last follow-up up to a whole month, at least 1, for the slider's end."""
    return max(1, int(-(-rows["months"].max() // 1))) if len(rows) else 1


def sidebar(data: Dataset) -> tuple[View, CurveDisplay]:
    """Show the controls in the sidebar; give the view and the look of its figure.

    They stand in popovers: controls that are not on the screen at first cost the
    first chart nothing (`benchmarks/first_chart.py`). What they are set to is
    said in words instead.
    """
    start, found = defaults(data), choices(data)
    with st.sidebar:
        with st.popover("Focus and filters", icon=":material/filter_alt:", width="stretch"):
            focus = control("focus", partial(_focus, found["focus"]))
            kept = _row_filters(start, found)
        with st.popover("How numbers are made", icon=":material/tune:", width="stretch"):
            made = _estimation_controls(start)
        with st.popover("Look", icon=":material/palette:", width="stretch"):
            look = _look(start)
        st.button("Reset all", on_click=reset, args=(data,), icon=":material/restart_alt:")
        view = View(**kept, **made, focus=focus)
        say_all(view_words(view), "quiet", "Shown now")
    return view, look


def _focus(studies: list[str]) -> str | None:
    return st.selectbox(
        "Focus on a study",
        studies,
        index=None,
        key="focus",
        bind="query-params",
        placeholder="None: show all alike",
        help="The others fade to grey. Clicking a point does the same.",
    )


def _row_filters(start: Mapping[str, Any], found: Mapping[str, list[str]]) -> dict[str, Any]:
    """Show which rows to keep."""
    kept: dict[str, Any] = {
        name: tuple(control(name, partial(_several, title, found[name], name)))
        for name, title in TITLES.items()
    }
    months: tuple[int, int] = start["months"]
    first, last = control("months", partial(_months, months))
    chosen = (float(min(first, last)), float(max(first, last)))
    return {**kept, "months": None if chosen == months else chosen}


def _several(title: str, known: list[str], key: str) -> list[str]:
    return st.multiselect(title, known, key=key, bind="query-params", placeholder="All")


def _months(every: tuple[int, int]) -> tuple[int, int]:
    return st.slider("Months since treatment", *every, every, key="months", bind="query-params")


def _estimation_controls(start: Mapping[str, Any]) -> dict[str, Any]:
    """Show how rates and intervals are made."""
    missing = control("missing", _missing)
    method = control("interval", _interval)
    level = _one_of("Confidence level (%)", LEVELS, "level", start)
    method_links("missing-patients", "intervals")
    return {"missing": missing, "method": method, "level": int(level)}


def _missing() -> str:
    return st.radio(
        "Patients enrolled but not assessed",
        MISSING_RULES,
        key="missing",
        bind="query-params",
        help="The two extremes bound what anyone can say about the patients not seen.",
    )


def _interval() -> str:
    return st.selectbox("Interval", list(METHOD_KEYS), key="interval", bind="query-params")


def _look(start: Mapping[str, Any]) -> CurveDisplay:
    """Show how the figure is laid out and coloured, and whether fitted lines are drawn."""
    layout = _one_of("Layout", LAYOUTS, "layout", start)
    colour_by = _one_of("Colour by", COLOURS, "colour", start)
    return CurveDisplay(layout, colour_by.lower(), control("fitted", _fitted_line_toggle))


def _fitted_line_toggle() -> bool:
    return st.toggle(
        "Fitted line",
        key="fitted",
        bind="query-params",
        help="An exponential fitted to the counts, for each series that has a half-life.",
    )


def _one_of(title: str, values: Sequence[Any], key: str, start: Mapping[str, Any]) -> Any:
    def draw() -> Any:
        return st.segmented_control(
            title, values, default=start[key], required=True, key=key, bind="query-params"
        )

    chosen = control(key, draw)
    # An address may name the control and leave it blank.
    return start[key] if chosen is None else chosen


def reset(data: Dataset) -> None:
    """Set every control back, as a callback of a button."""
    set_anew(defaults(data))
