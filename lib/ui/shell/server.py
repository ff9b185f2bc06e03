"""What happens when the dashboard starts, and when a page fails."""

import gzip
import logging
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib.exports.presenter.plotly_js import plotly_js
from lib.ui.components.html_text import say

PLOTLY_PATH = "plotly.min.js"
"""Where the browser loads Plotly from, to draw images and slides."""

_LOG = logging.getLogger("response_decay")


@asynccontextmanager
async def open_browser(_app: st.App) -> AsyncIterator[None]:
    """Open the dashboard in a browser, unless nobody sits at this machine."""
    if not st.get_option("server.headless"):
        webbrowser.open(f"http://localhost:{st.get_option('server.port')}")
    yield


def show_error(error: Exception) -> bool:
    """Tell the viewer that a page failed; only the server log gets the traceback."""
    _LOG.error("A page failed", exc_info=error)
    say("This page could not be shown.", "headline")
    say(
        "Nothing of the data was changed. Reload the page; if that does not help, open the "
        "dashboard without what follows the “?” in the address. Whoever runs the dashboard finds "
        "the reason in its log."
    )
    return True


async def serve_plotly(_request: Request) -> Response:
    """Serve the installed Plotly, compressed, so that no browser fetches it from elsewhere."""
    headers = {
        "Content-Encoding": "gzip",
        "Cache-Control": "public, max-age=86400",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(_packed_plotly(), media_type="text/javascript", headers=headers)


@cache
def _packed_plotly() -> bytes:
    return gzip.compress(plotly_js().encode(), 6)


async def redirect_to_curves(request: Request) -> Response:
    """Redirect to the front page: it is the page of the curves."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


ROUTES = [Route(f"/{PLOTLY_PATH}", serve_plotly), Route("/curves", redirect_to_curves)]
"""Routes beside the pages."""
