"""The controls beside the curves, which together ask for a view and the look of its figure."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from lib.analysis.selection import options
from lib.analysis.setting import Control, Found, Setting, make, settings_of
from lib.analysis.settings import CurveDisplay, View
from lib.charts.curves.small_multiples import page_count
from lib.narrative.captions import view_words
from lib.slides.page_settings import COLOUR, PAGE_SETTINGS
from lib.slides.slide_list import CURVES
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import say_all
from lib.ui.components.method_links import method_links
from lib.ui.explore.colour_control import ask_colour
from lib.ui.explore.setting_control import ask, reset
from lib.ui.session.dataset import series_rows
from lib.ui.session.dataset_cache import cache_on_dataset


@cache_on_dataset()
def found(data: Dataset) -> Found:
    """List what the data let the settings of the curves be, by their names."""
    rows = series_rows(data)
    known = options(rows)
    last = max(1, int(-(-rows["months"].max() // 1))) if len(rows) else 1
    return {
        **known,
        "focus": known["studies"],
        "months": [float(month) for month in range(last + 1)],
        "page": range(1, page_count(rows) + 1),
    }


def sidebar(data: Dataset) -> tuple[View, CurveDisplay]:
    """Show the controls in the sidebar; give the view and the look of its figure.

    They stand in popovers: controls that are not on the screen at first cost the
    first chart nothing (`benchmarks/first_chart.py`). What they are set to is
    said in words instead.
    """
    known = found(data)
    with st.sidebar:
        with st.popover("Focus and filters", icon=":material/filter_alt:", width="stretch"):
            values = _ask(_FOCUS, known) | _ask(_FILTERS, known)
        with st.popover("How numbers are made", icon=":material/tune:", width="stretch"):
            values |= _ask(_RULES, known)
            method_links("missing-patients", "intervals")
        with st.popover("Look", icon=":material/palette:", width="stretch"):
            values |= _ask(_LOOK, known) | {COLOUR.name: ask_colour(CURVES)}
        st.button("Reset all", on_click=reset_all, args=(data,), icon=":material/restart_alt:")
        view = make(View, values)
        say_all(view_words(view), "quiet", "Shown now")
    return view, make(CurveDisplay, values)


_FOCUS = settings_of(View, "focus")
_FILTERS = tuple(each for each in settings_of(View) if each.selects and each not in _FOCUS)
_RULES = tuple(each for each in settings_of(View) if not each.selects)
_LOOK = tuple(
    each
    for each in settings_of(CurveDisplay)
    if each.control is not Control.NONE and each != COLOUR
)


def _ask(settings: Iterable[Setting], known: Found) -> dict[str, Any]:
    return {each.name: ask(each, known) for each in settings}


def reset_all(data: Dataset) -> None:
    """Set every control back, as a callback of a button."""
    reset(PAGE_SETTINGS[CURVES], found(data))
