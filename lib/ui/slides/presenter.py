"""The presenter and the window of the speaker; both run in the browser."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import streamlit as st

from lib.exports.figure_export import SlideExport
from lib.exports.presenter.player import deck, player_css, player_js
from lib.ui.shell.server import PLOTLY_PATH

ROLE, SPEAKER = "role", "speaker"

_HTML = """
<div class="rd-preview"><div class="rp-figure"></div></div>
<button type="button" class="rd-present">Present</button>
<span>from this slide. Keys: → on, ← back, F full screen, P play, L spotlight, C counts,
S speaker, Esc end.</span>
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
.rd-present + span {
  display: inline-block; vertical-align: middle; max-width: calc(100% - 8.5rem);
  margin-left: 1rem; font-size: .875rem; color: var(--st-text-color);
}
"""
# Below the header, which covers the top of every page.
_ALONE = ".rd-alone { padding-top: 4rem; font-size: 1.25rem; }"
_PRESENT = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector(".rd-present");
  const here = (path) => new URL(path, document.baseURI);
  const speaker = new URL(window.location.href);
  // Kept on the window, for the speaker's window and for the next run: this tab's own line, the
  // deck, which no link could carry, and the show that may be open.
  const kept = (window.responseDecay ??= { id: randomName() });
  kept.deck = data.deck;
  kept.show?.take(data.deck);
  speaker.search = new URLSearchParams({ role: "speaker", show: kept.id });
  const loading = loadPlotly(here(data.plotly));
  const told = (text) => { parentElement.querySelector(".rd-preview").textContent = text; };
  const box = parentElement.querySelector(".rp-figure");
  const preview = new Figures(data.deck, box, { loading, ahead: false, onError: told });
  preview.show({ slide: data.at, step: data.deck.slides[data.at].steps.length - 1 });
  button.onclick = () => {
    kept.show = presentDeck(data.deck, {
      plotly: here(data.plotly), speaker: speaker.href, channel: `response-decay-${kept.id}`,
      at: { slide: data.at, step: 0 },
      onClose: () => { kept.show = undefined; button.focus(); },
    });
  };
  return () => preview.close();
}
"""
# Opened by the run that a click asked for; a later run leaves an open show alone.
_AT_ONCE = """
export default function ({ data }) {
  const kept = (window.responseDecay ??= { id: randomName() });
  if (kept.opened === data.token) return;
  kept.opened = data.token;
  const opener = document.activeElement;
  kept.deck = data.deck;
  const speaker = new URL("slides", document.baseURI);
  speaker.search = new URLSearchParams({ role: "speaker", show: kept.id });
  kept.show = presentDeck(data.deck, {
    plotly: new URL(data.plotly, document.baseURI), speaker: speaker.href,
    channel: `response-decay-${kept.id}`, at: { slide: 0, step: 0 },
    onClose: () => { kept.show = undefined; opener?.focus(); },
  });
  // Of the show, since a later run takes this component and its style sheet away.
  kept.show.dialog.append(make("style", {}, data.css));
}
"""
_SPEAK = """
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector("div");
  const id = new URLSearchParams(window.location.search).get("show");
  let kept;
  try { kept = window.opener?.responseDecay; } catch { kept = undefined; }
  if (!kept?.deck) {
    root.replaceChildren(
      make("p", {}, "This is the speaker's window. It is opened from a show: on the page Slides "
        + "choose Present, then press S."),
      make("a", { href: window.location.pathname, target: "_self" }, "Open the page Slides"),
    );
    return;
  }
  const plotly = new URL(data.plotly, document.baseURI);
  const view = speakerView(kept.deck, root, `response-decay-${id}`, { plotly });
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
_present_at_once = st.components.v2.component(
    "response_decay_show_at_once",
    js=player_js() + _AT_ONCE,
    isolate_styles=False,
)
_speak = st.components.v2.component(
    "response_decay_speaker",
    html='<div class="rd-alone"></div>',
    css=_ALONE + player_css(),
    js=player_js() + _SPEAK,
    isolate_styles=False,
)


def show_slides(slides: Sequence[SlideExport], theme: str, at: int) -> None:
    """Show the slide at this place (from 0), and the button that presents from it."""
    _present(key="present", data=_component_data(deck=deck(slides, theme), at=at))


def present_at_once(slide: SlideExport, theme: str) -> None:
    """Present one slide in the whole window, until Esc."""
    token = uuid4().hex
    shown = _component_data(deck=deck([slide], theme), token=token, css=player_css())
    _present_at_once(key="present_at_once", data=shown)


def show_speaker_window() -> None:
    """Show the window of the speaker while another window presents."""
    _speak(key="speak", data=_component_data())


def _component_data(**more: Any) -> dict[str, Any]:
    return {"plotly": PLOTLY_PATH, **more}
