"""Text that the browser keeps for the next visit."""

import streamlit as st

# A browser that stores nothing is none the worse: what is kept then goes with the session.
_JS = """
export default function ({ data, setStateValue }) {
  let kept = "";
  try {
    if (data.text !== null) localStorage.setItem(data.name, data.text);
    kept = localStorage.getItem(data.name) ?? "";
  } catch { return; }
  if (kept !== data.known) setStateValue("kept", kept);
}
"""
_component = st.components.v2.component("response_decay_storage", js=_JS)


def keep_in_browser(name: str, text: str | None = None) -> str:
    """Store a text in the browser under a name; gives what is stored there, a moment later.

    With None nothing is stored. Before the browser has answered, and where it stores nothing, the
    text is blank.
    """
    key = f"storage_{name}"
    known: str = st.session_state.get(key, {}).get("kept", "")
    _component(
        key=key,
        data={"name": name, "text": text, "known": known},
        default={"kept": ""},
        on_kept_change=lambda: None,
    )
    return known
