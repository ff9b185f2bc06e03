"""How wide the reader's window is: figures for a narrow one are drawn differently."""

import streamlit as st

NARROW = 760

_JS = """
export default function ({ parentElement, data, setStateValue }) {
  const root = document.documentElement;
  let told = data.told;
  const tell = () => {
    const now = root.clientWidth < data.narrow;
    if (now !== told) { told = now; setStateValue("narrow", now); }
  };
  const watch = new ResizeObserver(tell);
  watch.observe(root);
  return () => watch.disconnect();
}
"""
_watch = st.components.v2.component("response_decay_viewport", js=_JS)


def is_narrow() -> bool:
    """Tell whether the window is narrower than `NARROW` pixels; a change reruns the page."""
    told = bool(st.session_state.get("viewport", {}).get("narrow", False))
    _watch(
        key="viewport",
        data={"narrow": NARROW, "told": told},
        default={"narrow": False},
        on_narrow_change=lambda: None,
    )
    return told
