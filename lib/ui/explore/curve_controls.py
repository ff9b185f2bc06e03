"""The controls over the curves, which together ask for a view and the look of its figure."""

import streamlit as st

from lib.analysis.selection import options
from lib.analysis.setting import Control, Found, make, settings_of
from lib.analysis.settings import CurveDisplay, View
from lib.phrases import shorten
from lib.slides.page_settings import COLOUR, FILTERS, MISSING, PAGE_SETTINGS
from lib.slides.slide_list import CURVES
from lib.slides.study_pages import page_count
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import escape_markdown
from lib.ui.components.method_links import method_links
from lib.ui.explore.chips import (
    VALUE_CHARS,
    ask_colour,
    ask_filters,
    ask_missing,
    chip_row,
    more_label,
)
from lib.ui.explore.setting_control import ask, present_value, reset
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


def chips(data: Dataset) -> tuple[View, CurveDisplay]:
    """Show the controls in a row; give the view and the look of its figure.

    They stand in popovers: controls that are not on the screen at first cost the
    first chart nothing (`benchmarks/first_chart.py`). What each is set to stands on its button.
    """
    known = found(data)
    with chip_row():
        values = ask_filters(FILTERS, known)
        with st.popover(_find_label(present_value(_FOCUS, known))):
            values[_FOCUS.name] = ask(_FOCUS, known)
        values |= ask_missing(MISSING)
        more = (*_MORE_FILTERS, *_RULES, *_LOOK)
        with st.popover(more_label(more, known)):
            values |= {each.name: ask(each, known) for each in more}
            values[COLOUR.name] = ask_colour(CURVES)
            method_links("intervals")
        if any(values[each.name] != each.default for each in _NARROWING):
            st.button("Reset all", type="tertiary", on_click=reset_all, args=(data,))
        values[_LAYOUT.name] = ask(_LAYOUT, known, is_label_seen=False)
    return make(View, values), make(CurveDisplay, values)


(_FOCUS,) = settings_of(View, "focus")
_MORE_FILTERS = tuple(
    each for each in settings_of(View) if each.selects and each not in (_FOCUS, *FILTERS)
)
_RULES = tuple(each for each in settings_of(View) if not each.selects and each not in MISSING)
(_LAYOUT,) = settings_of(CurveDisplay, "layout")
_LOOK = tuple(
    each
    for each in settings_of(CurveDisplay)
    if each.control is not Control.NONE and each not in (_LAYOUT, COLOUR)
)
_NARROWING = (*settings_of(View), *_LOOK, COLOUR)


def _find_label(studies: tuple[str, ...]) -> str:
    if not studies:
        return "Find"
    first = escape_markdown(shorten(studies[0], VALUE_CHARS))
    more = f" +{len(studies) - 1}" if len(studies) > 1 else ""
    return f"Find: **{first}{more}**"


def reset_all(data: Dataset) -> None:
    """Set every control back, as a callback of a button."""
    reset(PAGE_SETTINGS[CURVES], found(data))
