"""What only the browser can do: copy the address, measure the page, move the focus."""

from urllib.parse import parse_qs

import streamlit as st

from lib.ui.session.url_notes import ASKED
from lib.ui.unsaved.keep import PARAMETER

NARROW = 700
"""Width in pixels, without the sidebar, below which figures are drawn for a narrow window."""

PAPER = 700
"""Width in pixels between the margins of an A4 page."""

KEY = "browser"

_HTML = """
<span role="status" aria-live="polite"></span><button type="button">Copy link</button>
<input type="text" aria-label="Link to this view" readonly hidden>
"""
_CSS = """
:host, div { font-family: var(--st-font); text-align: right; }
button {
  font: inherit; font-size: .875rem; cursor: pointer; padding: .2rem .75rem; min-height: 2.25rem;
  white-space: nowrap;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
span { margin-right: .6rem; font-size: .875rem; color: var(--st-text-color); }
input { width: 100%; margin-top: .4rem; font: inherit; box-sizing: border-box; }
"""
# Streamlit puts a popover at the end of the document and leaves the focus on its button. So opening
# one by keyboard moves the focus into it, and Escape moves it back.
# Where the browser refuses the clipboard (a page not served over https), the link is shown and
# selected, to be copied by hand.
_JS = """
export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  const told = parentElement.querySelector("span");
  const field = parentElement.querySelector("input");
  // Without the name of this visitor's unsaved work, which a link would give away.
  const link = () => {
    const address = new URL(location.href);
    address.searchParams.delete(data.private);
    return address.href;
  };
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(link());
      told.textContent = "Link copied";
    } catch {
      field.hidden = false;
      field.value = link();
      field.select();
      told.textContent = "Copy it from here:";
    }
    setTimeout(() => { told.textContent = ""; }, 4000);
  };
  window.onbeforeunload = data.unsaved ? (event) => event.preventDefault() : null;
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  let known = data.known;
  const watch = new ResizeObserver(() => {
    const now = page.clientWidth < data.narrow;
    if (now !== known) { known = now; setStateValue("narrow", now); }
  });
  watch.observe(page);
  // On the way back to a page, Streamlit drops from its address what the page before had under the
  // same name: the address as it was is sent again.
  if (!window.responseDecayBack) {
    window.responseDecayBack = { asked: "" };
    addEventListener("popstate", () => { window.responseDecayBack.asked = location.search; });
    // On the way to another page, Streamlit first pushes this page without its view, which the way
    // back would then meet: the other page takes the place of that step.
    const push = history.pushState, replace = history.replaceState;
    let bare = 0;
    history.pushState = function (state, title, url) {
      const to = new URL(url ?? "", location.href);
      const isHere = to.pathname === location.pathname;
      const follows = !isHere && Date.now() - bare < 1000;
      bare = isHere && !to.search && location.search ? Date.now() : 0;
      return (follows ? replace : push).call(history, state, title, url);
    };
  }
  const { asked } = window.responseDecayBack;
  window.responseDecayBack.asked = "";
  if (asked && asked !== location.search) setTriggerValue("asked", asked.slice(1));
  // On paper a figure is as wide as the paper, and black on white.
  const fit = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const isDark = getComputedStyle(app).colorScheme === "dark";
    document.documentElement.classList.toggle("rd-dark", isDark);
    for (const plot of document.querySelectorAll(".js-plotly-plot"))
      plot.style.setProperty("--rd-print-zoom", Math.min(1, data.paper / plot.clientWidth));
  };
  addEventListener("beforeprint", fit);
  let opener = null;
  const enter = (event) => {
    if (event.key === "Escape" && opener) { opener.focus(); opener = null; return; }
    const pressed = event.target.closest?.('[data-testid="stPopover"] button');
    if (!pressed || !["Enter", " "].includes(event.key)) return;
    if (pressed.getAttribute("aria-expanded") === "true") return;
    opener = pressed;
    let tries = 120;
    const look = () => {
      const body = document.querySelector('[data-testid="stPopoverBody"]');
      const first = body?.querySelector("input, button");
      if (first && !body.querySelector('[data-testid="stSkeleton"]')) first.focus();
      else if (tries--) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  document.addEventListener("keydown", enter);
  return () => {
    watch.disconnect();
    removeEventListener("beforeprint", fit);
    document.removeEventListener("keydown", enter);
  };
}
"""
_NAVIGATION_JS = """
export default function () {
  // Streamlit puts groups into the list of pages, which screen readers cannot follow: this makes
  // their names headings, and the rest plain links.
  const plain = () => {
    const list = document.querySelector('[data-testid="stSidebarNavItems"]:not([role])');
    if (!list) return;
    for (const it of [list, ...list.querySelectorAll(":scope > div, li")]) it.role = "none";
    for (const it of list.querySelectorAll("header > :first-child")) {
      it.role = "heading";
      it.ariaLevel = "2";
    }
  };
  // A formula that is wider than the page scrolls by itself, so it must be reachable by keyboard.
  const reach = () => {
    for (const it of document.querySelectorAll(".katex-display")) {
      const isCut = it.scrollWidth > it.clientWidth;
      if (isCut === it.hasAttribute("tabindex")) continue;
      if (!isCut) { it.removeAttribute("tabindex"); continue; }
      it.tabIndex = 0;
      it.role = "group";
      it.ariaLabel = "Formula";
    }
  };
  const all = () => { plain(); reach(); };
  const tidy = new MutationObserver(all);
  tidy.observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", reach);
  // The letters of formulas come late, and are wider than those before.
  document.fonts.addEventListener("loadingdone", reach);
  all();
  return () => {
    tidy.disconnect();
    removeEventListener("resize", reach);
    document.fonts.removeEventListener("loadingdone", reach);
  };
}
"""
_navigation = st.components.v2.component("response_decay_navigation", js=_NAVIGATION_JS)
_component = st.components.v2.component("response_decay_browser", html=_HTML, css=_CSS, js=_JS)


def tidy_navigation() -> None:
    """Let screen readers follow the list of pages, and the keyboard reach wide formulas."""
    _navigation(key="navigation")


def copy_link(unsaved: bool) -> None:
    """Show a button that copies the address of this view, and watch the width of the page.

    If `unsaved`, the browser asks before it leaves or reloads the page.
    """
    _component(
        key=KEY,
        data={
            "narrow": NARROW,
            "known": is_narrow(),
            "unsaved": unsaved,
            "paper": PAPER,
            "private": PARAMETER,
        },
        default={"narrow": False},
        on_narrow_change=lambda: None,
        on_asked_change=_ask_again,
    )


def _ask_again() -> None:
    st.session_state[ASKED] = parse_qs(st.session_state[KEY]["asked"])


def is_narrow() -> bool:
    """Tell whether the page is narrower than `NARROW` pixels; a change reruns it."""
    return bool(st.session_state.get(KEY, {}).get("narrow", False))
