"""The control of a setting, bound to the address; it holds the texts that stand there."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from lib.analysis.setting import Control, Found, Setting, address_text
from lib.ui.components.resettable_widgets import control, set_anew

Held = Any
"""What a control holds: a text, a list of texts, a pair of numbers, or whether it is on."""


def ask(
    setting: Setting,
    found: Found,
    on_change: Callable[[], None] | None = None,
    disabled: bool = False,
    is_label_seen: bool = True,
) -> Any:
    """Show the control of a setting; give the value that it is set to.

    Parameters
    ----------
    setting
        What is asked; its `control` may not be `NONE`.
    found
        What the data have, by the names of the settings.
    on_change, disabled
        As for a widget of Streamlit.
    is_label_seen
        Whether its label is on the screen, or only for screen readers.
    """
    more: dict[str, Any] = {
        "key": setting.name,
        "bind": "query-params",
        "help": setting.help,
        "on_change": on_change,
        "disabled": disabled,
        "label_visibility": "visible" if is_label_seen else "collapsed",
    }
    draw = partial(_WIDGETS[setting.control], setting, found, more)
    return _value(setting, control(setting.name, draw), found)


def present_value(setting: Setting, found: Found) -> Any:
    """Give what a control is set to, before it is shown."""
    if setting.name in st.session_state:
        return _value(setting, st.session_state[setting.name], found)
    return setting.value(st.query_params.get_all(setting.name), found)


def reset(settings: Iterable[Setting], found: Found) -> None:
    """Set controls back to their defaults, as a callback."""
    set_anew({each.name: _start(each, found) for each in settings})


def _list(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    return st.selectbox(setting.label, setting.known_texts(found), **more)


def _optional(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    options, hint = setting.known_texts(found), setting.placeholder
    return st.selectbox(setting.label, options, index=None, placeholder=hint, **more)


def _radio(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    return st.radio(setting.label, setting.known_texts(found), **more)


def _segments(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    options, start = setting.known_texts(found), _start(setting, found)
    return st.segmented_control(setting.label, options, default=start, required=True, **more)


def _steps(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    start = _start(setting, found)
    return st.select_slider(setting.label, setting.known_texts(found), start, **more)


def _several(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    return st.multiselect(
        setting.label,
        setting.known_texts(found),
        default=_start(setting, found),
        placeholder=setting.placeholder,
        max_selections=setting.most,
        **more,
    )


def _range(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    first, last = _start(setting, found)
    return st.slider(setting.label, first, last, (first, last), **more)


def _slider(setting: Setting, found: Found, more: dict[str, Any]) -> Held:
    known = setting.known(found)
    return st.slider(setting.label, known[0], known[-1], _start(setting, found), **more)


def _switch(setting: Setting, _: Found, more: dict[str, Any]) -> Held:
    return st.toggle(setting.label, **more)


def _box(setting: Setting, _: Found, more: dict[str, Any]) -> Held:
    return st.checkbox(setting.label, **more)


_WIDGETS: Mapping[Control, Callable[[Setting, Found, dict[str, Any]], Held]] = {
    Control.LIST: _list,
    Control.OPTIONAL: _optional,
    Control.RADIO: _radio,
    Control.SEGMENTS: _segments,
    Control.STEPS: _steps,
    Control.SEVERAL: _several,
    Control.RANGE: _range,
    Control.SLIDER: _slider,
    Control.SWITCH: _switch,
    Control.BOX: _box,
}


def control_state(setting: Setting, value: Any, found: Found) -> Held:
    """Give what a control holds when its setting has a value."""
    if setting.control in (Control.SWITCH, Control.BOX, Control.SLIDER):
        return value
    if setting.control is Control.RANGE:
        return _start(setting, found) if value is None else tuple(map(int, value))
    if setting.control is Control.NONE and isinstance(value, int):
        return value  # of a pager
    texts = setting.texts(value)
    return list(texts) if setting.control is Control.SEVERAL else next(iter(texts), None)


def _start(setting: Setting, found: Found) -> Held:
    """Give what a control holds when nothing is chosen."""
    if setting.control is Control.NONE:
        return setting.default
    if setting.control is Control.RANGE:
        known = setting.known(found)
        return int(known[0]), int(known[-1])
    return control_state(setting, setting.default, found)


def _value(setting: Setting, held: Held, found: Found) -> Any:
    # An address may name a control and leave it blank: that is its default.
    several = held if isinstance(held, list | tuple) else [] if held is None else [held]
    return setting.value([address_text(each) for each in several], found)
