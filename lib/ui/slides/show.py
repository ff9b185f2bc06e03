"""Slides over the whole window, and the speaker's window beside it: all of it in the browser."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.exports.exhibit import Presented
from lib.exports.player import deck, player_css, player_js
from lib.ui.serving import PLOTLY_PATH

ROLE, SPEAKER = "role", "speaker"
_CHANNEL = "response-decay"

_HTML = """
<div class="rd-preview"><div class="rp-figure"></div></div>
<button type="button" class="rd-present">Present</button>
<span>from this slide. Keys: → on, ← back, F full screen, P play, S speaker, Esc end.</span>
"""
_CSS = """
.rd-preview {
  aspect-ratio: 832 / 384; position: relative; overflow: hidden; margin-bottom: .75rem;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
.rd-preview .rp-figure { position: absolute; inset: 0; }
.rd-present {
  font: inherit; font-weight: 600; cursor: pointer; padding: .4rem 1.4rem; min-height: 2.75rem;
  color: var(--st-background-color); background: var(--st-primary-color);
  border: 1px solid var(--st-primary-color); border-radius: var(--st-button-radius);
}
.rd-present:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
.rd-present + span { margin-left: 1rem; font-size: .875rem; color: var(--st-text-color); }
"""
_PRESENT = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector(".rd-present");
  const here = (path) => new URL(path, document.baseURI);
  const speaker = new URL(window.location.href);
  speaker.search = "?role=speaker";
  const loading = loadPlotly(here(data.plotly));
  const told = (text) => { parentElement.querySelector(".rd-preview").textContent = text; };
  const box = parentElement.querySelector(".rp-figure");
  const preview = new Figures(data.deck, box, { loading, ahead: false, onError: told });
  preview.show({ slide: data.at, step: data.deck.slides[data.at].steps.length - 1 });
  button.onclick = () => {
    // The speaker's window asks this one for the deck: no link could carry every list.
    window.responseDecayDeck = data.deck;
    presentDeck(data.deck, {
      plotly: here(data.plotly), speaker: speaker.href, channel: data.channel,
      at: { slide: data.at, step: 0 }, onClose: () => button.focus(),
    });
  };
  return () => preview.close();
}
"""
_SPEAK = """
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector("div");
  let deck;
  try { deck = window.opener?.responseDecayDeck; } catch { deck = undefined; }
  if (!deck) {
    root.textContent = "This is the speaker's window. It is opened from a show: on the page "
      + "Slides choose Present, then press S.";
    return;
  }
  const plotly = new URL(data.plotly, document.baseURI);
  const view = speakerView(deck, root, data.channel, { plotly });
  return () => view.close();
}
"""
_present = st.components.v2.component(
    "response_decay_show",
    html=_HTML,
    css=_CSS + player_css(),
    js=player_js() + _PRESENT,
    isolate_styles=False,
)
_speak = st.components.v2.component(
    "response_decay_speaker",
    html="<div></div>",
    css=player_css(),
    js=player_js() + _SPEAK,
    isolate_styles=False,
)


def show_slides(slides: Sequence[Presented], theme: str, at: int) -> None:
    """Show the slide at this place (from 0), and the button that presents from there on."""
    _present(key="present", data=_given(deck=deck(slides, theme), at=at))


def speakers_window() -> None:
    """Show what the speaker sees while another window presents."""
    _speak(key="speak", data=_given())


def _given(**more: Any) -> dict[str, Any]:
    return {"plotly": PLOTLY_PATH, "channel": _CHANNEL, **more}
