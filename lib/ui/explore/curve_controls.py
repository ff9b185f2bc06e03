"""The controls over the curves, which together ask for a view and the look of its figure."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from lib.analysis.selection import NOT_STATED, options
from lib.analysis.setting import Control, Found, Setting, make, settings_of
from lib.analysis.settings import CurveDisplay, View
from lib.phrases import shorten, with_noun
from lib.slides.page_settings import COLOUR, PAGE_SETTINGS
from lib.slides.slide_list import CURVES
from lib.slides.study_pages import page_count
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import escape_markdown
from lib.ui.components.method_links import method_links
from lib.ui.explore.colour_control import ask_colour
from lib.ui.explore.setting_control import ask, present_value, reset
from lib.ui.session.dataset import series_rows
from lib.ui.session.dataset_cache import cache_on_dataset

FILTER_CHIPS = {
    "treatments": ("Treatment", "treatments"),
    "designs": ("Design", "designs"),
    "outcomes": ("Response", "definitions"),
}
"""The word before a filter's choice on its chip, and the noun for several."""
VALUE_CHARS = 22


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
    values: dict[str, Any] = {}
    with st.container(key="chips", horizontal=True, vertical_alignment="center", gap="xsmall"):
        for each in settings_of(View, *FILTER_CHIPS):
            with st.popover(filter_label(each, known)):
                values[each.name] = ask(each, known)
        (find,) = _FOCUS
        with st.popover(_find_label(present_value(find, known))):
            values[find.name] = ask(find, known)
        missing, *rules = _RULES
        with st.popover(f"Missing patients: **{str(present_value(missing, known)).lower()}**"):
            values[missing.name] = ask(missing, known)
            method_links("missing-patients")
        more = (*_FILTERS, *rules, *_LOOK)
        with st.popover(more_label(more, known)):
            values |= {each.name: ask(each, known) for each in more}
            values[COLOUR.name] = ask_colour(CURVES)
            method_links("intervals")
        if any(values[each.name] != each.default for each in _NARROWING):
            st.button("Reset all", type="tertiary", on_click=reset_all, args=(data,))
        values[_LAYOUT.name] = ask(_LAYOUT, known, is_label_seen=False)
    return make(View, values), make(CurveDisplay, values)


_FOCUS = settings_of(View, "focus")
_FILTERS = tuple(
    each
    for each in settings_of(View)
    if each.selects and each not in _FOCUS and each.name not in FILTER_CHIPS
)
_RULES = tuple(each for each in settings_of(View) if not each.selects)
(_LAYOUT,) = settings_of(CurveDisplay, "layout")
_LOOK = tuple(
    each
    for each in settings_of(CurveDisplay)
    if each.control is not Control.NONE and each not in (_LAYOUT, COLOUR)
)
_NARROWING = (*settings_of(View), *_LOOK, COLOUR)


def filter_label(setting: Setting, known: Found) -> str:
    """Name a filter and say what it is set to, as Markdown."""
    word, noun = FILTER_CHIPS[setting.name]
    chosen = present_value(setting, known)
    return f"{word}: **{escape_markdown(_choice(chosen, known[setting.name], noun))}**"


def _find_label(studies: tuple[str, ...]) -> str:
    if not studies:
        return "Find"
    first = escape_markdown(shorten(studies[0], VALUE_CHARS))
    more = f" +{len(studies) - 1}" if len(studies) > 1 else ""
    return f"Find: **{first}{more}**"


def _choice(chosen: tuple[str, ...], known: Iterable[str], noun: str) -> str:
    """Say in few words what a filter keeps of what there is."""
    there = list(known)
    if len(chosen) == 1 or len(there) == 1:
        return shorten((chosen or there)[0], VALUE_CHARS)
    if chosen:
        return f"{len(chosen)} of {len(there)}"
    stated = len([each for each in there if each != NOT_STATED])
    return with_noun(stated, noun[:-1], noun) if noun == "definitions" and stated > 1 else "All"


def more_label(settings: Iterable[Setting], known: Found) -> str:
    """Say how many of the settings behind a chip are not at their defaults, as Markdown."""
    number = sum(present_value(each, known) != each.default for each in settings)
    return f"More: **{number} set**" if number else "More"


def reset_all(data: Dataset) -> None:
    """Set every control back, as a callback of a button."""
    reset(PAGE_SETTINGS[CURVES], found(data))
