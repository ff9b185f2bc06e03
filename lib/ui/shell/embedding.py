"""A page embedded in another: its figure alone, or a note that there is none."""

import re

import streamlit as st

from lib.slides.slide_list import (
    CHANCE,
    CHANGES,
    CONTRAST,
    DIFFERENCES,
    DOTS,
    OVER_TIME,
    SEGMENTS,
    SLOPES,
)
from lib.ui.components.html_text import say

FIGURE = "figure"
"""The query parameter that names one of several figures of a page."""

_NAMES = (DOTS, DIFFERENCES, CONTRAST, OVER_TIME, SEGMENTS, SLOPES, CHANGES)
NAMED = re.compile(rf"{'|'.join(_NAMES)}|({CHANCE})?[0-9]+(\.[0-9]+)?")
"""Names of figures on pages that have several; that of a window has its month."""

PADDING = 8
"""Pixels around the figure of an embedded page."""

LEAST_SCALE = 0.6
"""How small a figure may become in a low frame."""

_STYLE = f"""<style>
[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stHeader"] {{
  display: none;
}}
[data-testid="stMainBlockContainer"] {{ padding: {PADDING}px; }}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]
  > :not(:has([data-testid="stPlotlyChart"], .rd-warning, .rd-alone)) {{ display: none; }}
</style>"""


# A frame that is lower than its figure shows it smaller, down to what can be read; then it scrolls.
_FIT_JS = f"""
export default function () {{
  const fit = () => {{
    const page = document.querySelector('[data-testid="stMain"]');
    const plot = page?.querySelector(".js-plotly-plot");
    if (!plot) return;
    const isAlone = !page.querySelector(".rd-warning");
    const share = (innerHeight - {2 * PADDING}) / plot.offsetHeight;
    const scale = isAlone && share >= {LEAST_SCALE} ? Math.min(1, share) : 1;
    const style = scale < 1 ? `scale(${{scale}})` : "";
    if (plot.style.transform === style) return;
    plot.style.transform = style;
    plot.style.transformOrigin = "top center";
    page.style.overflow = style && "hidden";
  }};
  const watch = new MutationObserver(fit);
  watch.observe(document.body, {{ childList: true, subtree: true }});
  addEventListener("resize", fit);
  fit();
  return () => {{ watch.disconnect(); removeEventListener("resize", fit); }};
}}
"""
_fit = st.components.v2.component("response_decay_fit", js=_FIT_JS)


def is_embedded() -> bool:
    """Tell whether another page shows this one."""
    return bool(st.context.is_embedded)


def hide_all_but_figures() -> None:
    """Hide everything but figures and warnings about the link; fit the figure to the frame."""
    st.html(_STYLE)
    _fit(key="fit")


def is_wanted(key: str) -> bool:
    """Tell whether an embedded page shows this figure; a page that names no known one shows any."""
    asked = st.query_params.get(FIGURE, "")
    return asked == key or not NAMED.fullmatch(asked)


def say_no_figure() -> None:
    """Say that there is no figure."""
    say("What this frame asks for cannot be shown with the data as they are now.", "alone")
