"""How wide the page is: figures for a narrow one are drawn differently."""

import streamlit as st

NARROW = 700
"""Pixels of the page beside the sidebar under which a figure is drawn for a narrow window."""

_JS = """
export default function ({ data, setStateValue }) {
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  let told = data.told;
  const tell = () => {
    const now = page.clientWidth < data.narrow;
    if (now !== told) { told = now; setStateValue("narrow", now); }
  };
  const watch = new ResizeObserver(tell);
  watch.observe(page);
  return () => watch.disconnect();
}
"""
_watch = st.components.v2.component("response_decay_viewport", js=_JS)


def is_narrow() -> bool:
    """Tell whether the page is narrower than `NARROW` pixels; a change reruns it."""
    told = bool(st.session_state.get("viewport", {}).get("narrow", False))
    _watch(
        key="viewport",
        data={"narrow": NARROW, "told": told},
        default={"narrow": False},
        on_narrow_change=lambda: None,
    )
    return told
