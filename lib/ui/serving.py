"""What happens when the dashboard starts, and when a page fails."""

import logging
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from lib.ui.prose import say

_LOG = logging.getLogger("response_decay")


@asynccontextmanager
async def open_browser(_app: st.App) -> AsyncIterator[None]:
    """Open the dashboard in a browser, unless nobody sits at this machine."""
    if not st.get_option("server.headless"):
        webbrowser.open(f"http://localhost:{st.get_option('server.port')}")
    yield


def tell_error(error: Exception) -> bool:
    """Tell a viewer that a page failed; the traceback is for the log of the server alone."""
    _LOG.error("A page failed", exc_info=error)
    say("This page could not be shown.", "headline")
    say(
        "Nothing of the data was changed. Reload the page; if that does not help, open the "
        "dashboard without what follows the “?” in the address. Whoever runs the dashboard finds "
        "the reason in its log."
    )
    return True
