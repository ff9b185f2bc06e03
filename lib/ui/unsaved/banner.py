"""What a page says of unsaved work, and the part of the browser that remembers its token."""

import streamlit as st

from lib.phrases import with_noun
from lib.ui.components.html_text import say, say_all
from lib.ui.unsaved.keep import (
    COOKIE,
    PARAMETER,
    accept_offer,
    days,
    decline_offer,
    discard,
    dismiss_notice,
    kept_work,
)

# The address takes the place of the one before: no step for the way back.
_JS = """
export default function ({ data, setTriggerValue }) {
  const address = new URL(location.href);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const store = (value, age) => {
    document.cookie = `${data.cookie}=${value}; Max-Age=${age}; Path=/; SameSite=Strict${secure}`;
  };
  if (data.token) store(data.token, data.seconds);
  else if (data.forget) store("", 0);
  if ((address.searchParams.get(data.parameter) ?? "") !== data.token) {
    if (data.token) address.searchParams.set(data.parameter, data.token);
    else address.searchParams.delete(data.parameter);
    history.replaceState(history.state, "", address);
  }
  // After a lost connection another server may answer, which knows nothing until it is asked: at
  // once, so that nobody clicks on a page whose work is not there.
  const app = document.querySelector('[data-testid="stApp"]');
  let before = app.dataset.testConnectionState;
  const watch = new MutationObserver(() => {
    const now = app.dataset.testConnectionState;
    if (now === "CONNECTED" && before !== now) setTriggerValue("connected", now);
    before = now;
  });
  watch.observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  return () => watch.disconnect();
}
"""
_component = st.components.v2.component("response_decay_unsaved", js=_JS)


def show_unsaved_work() -> None:
    """Say what came back, what did not, and what an earlier visit left."""
    known = kept_work()
    if known.offered:
        with st.container(key="unsaved_offer", horizontal=True, vertical_alignment="center"):
            say("This browser has unsaved work of another visit.", "trying")
            st.button("Go on with it", key="unsaved_accept", on_click=accept_offer)
            st.button("Discard it", key="unsaved_decline", on_click=decline_offer)
    if known.lost:
        say_all(known.lost, "warning", "What could not come back")
    if known.notice or known.lost:
        with st.container(key="unsaved_notice", horizontal=True, vertical_alignment="center"):
            if known.notice:
                say(known.notice, "trying")
                st.button("Discard it", key="unsaved_discard", on_click=discard)
            st.button("Dismiss", key="unsaved_dismiss", on_click=dismiss_notice)
    if known.trouble:
        say(f"What you have made is kept in this session only: {known.trouble}.", "warning")


def remember_in_browser() -> None:
    """Let the address and a cookie name the stored work, and nothing where there is none."""
    known = kept_work()
    if not (known.token or known.forgets or PARAMETER in st.query_params):
        return
    _component(
        key="unsaved_address",
        data={
            "token": known.token,
            "forget": not known.offered,
            "parameter": PARAMETER,
            "cookie": COOKIE,
            "seconds": int(days() * 86_400),
        },
        on_connected_change=lambda: None,
    )


def kept_words() -> str:
    """How long unsaved work is kept, in words."""
    return f"for {with_noun(round(days()), 'day')}" if days() else "in this session only"
