"""Links: a view is its address, and an address may name what is no longer there."""

from collections.abc import Mapping

import streamlit as st

from lib.ui.prose import say_all

NOTES = "link_notes"

_COPY_HTML = """
<span role="status" aria-live="polite"></span><button type="button">Copy link</button>
<input type="text" aria-label="Link to this view" readonly hidden>
"""
_COPY_CSS = """
:host, div { font-family: var(--st-font); text-align: right; }
button {
  font: inherit; cursor: pointer; padding: .25rem .75rem; min-height: 2.25rem; white-space: nowrap;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
span { margin-right: .6rem; font-size: .875rem; color: var(--st-text-color); }
input { width: 100%; margin-top: .4rem; font: inherit; box-sizing: border-box; }
"""
# Where the browser refuses the clipboard (a page not served over https), the link is
# shown, selected, to be copied by hand.
_COPY_JS = """
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const told = parentElement.querySelector("span");
  const field = parentElement.querySelector("input");
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      told.textContent = "Link copied";
    } catch {
      field.hidden = false;
      field.value = window.location.href;
      field.select();
      told.textContent = "Copy it from here:";
    }
    setTimeout(() => { told.textContent = ""; }, 4000);
  };
}
"""
_copy = st.components.v2.component(
    "response_decay_copy_link", html=_COPY_HTML, css=_COPY_CSS, js=_COPY_JS
)


def copy_link() -> None:
    """Show a button that copies the address of exactly this view."""
    _copy(key="copy_link")


def note_unknown(page: str, choices: Mapping[str, list[str]]) -> None:
    """Remember what this page's address names that is not there.

    Streamlit drops such values from the address without a word, so this runs
    before the controls, and only when a link is opened.
    """
    if (key := f"{NOTES}_{page}") in st.session_state:
        return
    st.session_state[key] = [
        f"{name} “{value}”"
        for name, known in choices.items()
        for value in st.query_params.get_all(name)
        if value and value not in known
    ]


def tell_unknown(page: str) -> None:
    """Say what the link named that is not there, until the reader has seen it."""
    notes = st.session_state.get(f"{NOTES}_{page}")
    if not notes:
        return
    said, button = st.columns([6, 1], vertical_alignment="center")
    with said:
        say_all(
            notes,
            "warning",
            "This link names what is not in the data now; it was left out:",
        )
    button.button("Dismiss", on_click=st.session_state.update, args=({f"{NOTES}_{page}": []},))
