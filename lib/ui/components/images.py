"""A figure as an image, made in the browser of the viewer, so the server needs none."""

from pathlib import Path
from typing import Any

import streamlit as st

from lib.ui.shell.server import PLOTLY_PATH

SCREEN, PRINT = 1920, 3508
"""Pixels across: of a large screen, and of a sheet of A4 on its side at 300 dots an inch."""

_SOURCE = Path(__file__).parent / "images.js"
_HTML = """
<div role="group" aria-label="The figure as an image">
  <button type="button" data-make="screen"></button>
  <button type="button" data-make="print"></button>
  <button type="button" data-make="svg">SVG (any size)</button>
  <button type="button" data-make="copy">Copy image</button>
</div>
<p role="status" aria-live="polite"></p>
"""
_CSS = """
:host, div { font-family: var(--st-font); }
div { display: flex; flex-wrap: wrap; gap: .5rem; }
button {
  font: inherit; cursor: pointer; padding: .25rem .75rem; min-height: 2.5rem;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
button:disabled { cursor: progress; opacity: .6; }
p { margin: .3rem 0 0; font-size: .875rem; color: var(--st-text-color); min-height: 1.3em; }
"""
_component = st.components.v2.component(
    "response_decay_images", html=_HTML, css=_CSS, js=_SOURCE.read_text("utf-8")
)


def image_buttons(figure: Any, name: str, key: str) -> None:
    """Offer a figure as PNG and SVG, and to be copied; `name` is that of the files."""
    _component(
        key=f"images_{key}",
        data={
            "figure": figure.to_json(),
            "name": name,
            "plotly": PLOTLY_PATH,
            "screen": SCREEN,
            "print": PRINT,
        },
    )
