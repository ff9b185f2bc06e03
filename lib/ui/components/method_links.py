"""Links from a number to the paragraph of the Methods page that says how it is made."""

import html

import streamlit as st

NAMES = {
    "a-point": "How a point is made",
    "intervals": "How intervals are made",
    "the-count-behind-a-percentage": "How a count is derived from a percentage",
    "missing-patients": "How missing patients are counted",
    "what-if-the-missing-did-otherwise": "What “What if” supposes",
    "how-fast-it-falls": "How the change and the half-life are made",
    "two-arms-at-one-month": "How arms are compared",
    "the-same-studies-earlier-and-later": "How a change within studies is pooled",
    "two-treatments-over-several-studies": "How arms are pooled over studies",
    "pooling-studies": "How studies are pooled",
    "chance-that-a-new-study-exceeds-a-share": "How the chance is made",
    "glossary": "What the words mean",
}
"""Text of each link, by its anchor: a heading of `pages/about/methods.md`."""

# Streamlit scrolls to a heading before the formulas above it are laid out, which then move it; on a
# slow machine the heading may not exist yet. So this scrolls again whenever the page grows.
_JS = """
export default function () {
  const section = decodeURIComponent(window.location.hash.slice(1));
  if (!section) return;
  const watch = new ResizeObserver(() => {
    const heading = document.getElementById(section);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.style.outline = "none";
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  });
  watch.observe(document.querySelector('[data-testid="stMainBlockContainer"]'));
  const moves = ["wheel", "touchmove", "pointerdown", "keydown"];
  const stop = () => {
    watch.disconnect();
    moves.forEach((move) => document.removeEventListener(move, stop));
  };
  moves.forEach((move) => document.addEventListener(move, stop, { passive: true }));
  return stop;
}
"""
_component = st.components.v2.component("response_decay_section", js=_JS)

NEW_TAB = '<span class="rd-unseen"> (opens in a new tab)</span>'


def method_links(*sections: str) -> None:
    """Show links to how the numbers beside them are made.

    They open in a new tab: Streamlit's own links carry no anchor, and any other link in the same
    tab would start a new session and so lose the trial rows.

    Parameters
    ----------
    *sections
        Keys of `NAMES`.
    """
    links = (f"<li>{_link(section)}</li>" for section in sections)
    st.html(f'<ul class="rd-methods">{"".join(links)}</ul>')


def _link(section: str) -> str:
    name = html.escape(NAMES[section])
    return f'<a href="methods#{section}" target="_blank" rel="noopener">{name}{NEW_TAB}</a>'


def keep_section() -> None:
    """Keep the section that the address names in view until the reader scrolls."""
    _component(key="section")
