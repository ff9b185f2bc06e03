"""Three hints for a reader who is here for the first time; they go away for good."""

import streamlit as st

SEEN = "response-decay-hints-seen"
"""What the browser remembers once the hints were read or closed."""

HINTS = (
    "A curve is one arm of one study: the share of its patients who responded at each visit. The "
    "bars are intervals, and a hollow mark asks for care.",
    "The buttons over the picture choose treatments, designs and definitions of response, and how "
    "patients who were not seen are counted.",
    "To see your own studies, open “Import” and drop a table there: nothing is saved until you "
    "say so.",
)

_HTML = """
<aside aria-label="First look" hidden>
  <p><strong></strong></p><p class="hint"></p>
  <button type="button" class="next"></button><button type="button" class="close">Close</button>
</aside>
"""
_CSS = """
aside {
  position: fixed; right: 0; bottom: 0; left: 0; z-index: 90; box-sizing: border-box;
  display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; justify-content: center;
  padding: .4rem 1rem; font-family: var(--st-font); font-size: .9rem;
  color: var(--st-text-color); background: var(--st-background-color);
  border-top: 2px solid var(--st-primary-color);
}
/* Beside the pages' list. */
@media (min-width: 900px) { aside { left: 208px; } }
aside[hidden] { display: none; }
p { margin: 0; line-height: 1.4; max-width: 100ch; }
button {
  font: inherit; cursor: pointer; min-height: 2rem; padding: .1rem .8rem;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.next { font-weight: 600; border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
"""
# A browser that remembers nothing would show them at every visit, so there they are not shown.
_JS = """
export default function ({ parentElement, data }) {
  let seen = true;
  try { seen = Boolean(localStorage.getItem(data.seen)); } catch { return; }
  if (seen) return;
  const box = parentElement.querySelector("aside");
  const next = parentElement.querySelector(".next");
  const close = () => { localStorage.setItem(data.seen, "1"); box.hidden = true; };
  let place = 0;
  const show = () => {
    box.querySelector("strong").textContent = `First look, ${place + 1} of ${data.hints.length}`;
    box.querySelector(".hint").textContent = data.hints[place];
    next.textContent = place + 1 < data.hints.length ? "Next" : "Done";
    box.hidden = false;
  };
  next.onclick = () => { place += 1; if (place < data.hints.length) show(); else close(); };
  parentElement.querySelector(".close").onclick = close;
  box.onkeydown = (event) => { if (event.key === "Escape") close(); };
  show();
}
"""
_component = st.components.v2.component("response_decay_first_look", html=_HTML, css=_CSS, js=_JS)


def show_first_look() -> None:
    """Show the hints, one after the other, until this browser has seen them."""
    _component(key="first_look", data={"hints": list(HINTS), "seen": SEEN})
