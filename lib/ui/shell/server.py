"""What happens when the dashboard starts, and when a page fails."""

import asyncio
import gzip
import logging
import webbrowser
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from lib.exports.presenter.plotly_js import plotly_js
from lib.studies.reading.apart.readers import warm_soon
from lib.ui.components.html_text import say
from lib.ui.editing.sign_in import is_token_of_use
from lib.ui.session.dataset import studies_place
from lib.ui.session.large_sessions import free_memory_of_gone, use_trimmable_memory
from lib.ui.shell.collection import collect_seldom
from lib.ui.shell.later_routes import later_routes
from lib.ui.shell.operation.drain import drain_at_sigterm, drain_seconds
from lib.ui.shell.operation.json_log import is_json, start_json_log
from lib.ui.shell.operation.monitors import METRICS_PATH, serve_metrics, start_measuring
from lib.ui.shell.operation.readiness import READINESS, READY_PATH
from lib.ui.shell.operation.replica_secrets import compare_in_background
from lib.ui.shell.operation.request_ids import RequestIds
from lib.ui.shell.wire.entry_middleware import EntryMiddleware
from lib.ui.shell.wire.entry_token import ENTRY, PARAMETER
from lib.ui.shell.wire.light_middleware import LightMiddleware
from lib.ui.shell.wire.origin_middleware import (
    OriginMiddleware,
    is_trusted_origin,
    look_up_no_addresses,
)
from lib.ui.shell.wire.packed_files import PackedFiles, default_stores
from lib.ui.shell.wire.security_headers import SecurityHeaders, hide_server_name
from lib.ui.shell.wire.waiting_page import WaitingPage, first_files, page_scripts

PLOTLY_PATH = "plotly.min.js"
"""Where the browser loads Plotly from, to draw images and slides."""

_STATIC = Path(st.__file__).parent / "static"

_SECONDS_UNTIL_WARM = 5  # in which the first visitor has the processors

_LOG = logging.getLogger("response_decay")


def guard_middleware() -> list[Middleware]:
    """Refuse what no page of this dashboard asks for, and know whoever started it."""
    look_up_no_addresses()
    hide_server_name()
    return [
        *([Middleware(RequestIds)] if is_json() else []),
        Middleware(SecurityHeaders, scripts=partial(page_scripts, _STATIC)),
        Middleware(OriginMiddleware, is_trusted=is_trusted_origin),
        Middleware(EntryMiddleware, entry=ENTRY),
    ]


def light_middleware(with_chart: Collection[str], others: Collection[str]) -> Middleware:
    """Make a first visit light: addresses of pages that draw a chart, and of the others."""
    page = WaitingPage(_STATIC, with_chart, others)
    return Middleware(
        LightMiddleware, files=_packed_files(), page=page, base=_base(), sketch=_page_sketch
    )


def _page_sketch(address: str, query: str) -> str:
    # Imported here: it knows every figure, for which the start of the server would wait.
    from lib.ui.shell.sketch import page_sketch

    return page_sketch(address, query)


@cache
def _packed_files() -> PackedFiles:
    return PackedFiles(_STATIC / "static", default_stores(_STATIC), lambda: first_files(_STATIC))


@asynccontextmanager
async def start(_app: st.App) -> AsyncIterator[None]:
    """Get ready what is needed later, and open a browser, unless nobody sits at this machine."""
    start_operation()
    use_trimmable_memory()
    collect_seldom()
    freeing = asyncio.create_task(free_memory_of_gone())
    _packed_files().prepare_in_background()
    warm_soon(_SECONDS_UNTIL_WARM)
    # The first visitor does not wait for the modules and the numbers that every page needs.
    Thread(target=_page_sketch, args=("", ""), daemon=True).start()
    by_token = is_token_of_use()
    _print_address(ENTRY.text if by_token else "")
    if not st.get_option("server.headless"):
        webbrowser.open(_address(ENTRY.for_one_visit() if by_token else ""))
    with drain_at_sigterm(drain_seconds(), READINESS.drain):
        yield
    freeing.cancel()


def start_operation() -> None:
    """Begin to write down and count what happens, as the set-up asks for it."""
    if is_json():
        start_json_log()
    start_measuring()
    compare_in_background(studies_place())


def _print_address(token: str) -> None:
    """Say where the dashboard is.

    Streamlit's own message is off (`logger.hideWelcomeMessage`): where others may come, it asks a
    public server for the address of this machine.
    """
    print(f"\n  Response Decay: {_address(token)}")
    if token:
        print("  Whoever opens this address on this computer may save; reading needs no token.")
    print(flush=True)


def _address(token: str) -> str:
    """Give the address of the dashboard on this machine, or as the set-up says it."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    host, port = st.get_option("server.address"), st.get_option("server.port")
    if host in (None, "", "0.0.0.0", "::"):
        host = "localhost"
    host = f"[{host}]" if ":" in host else host
    base = _base()
    query = f"?{PARAMETER}={token}" if token else ""
    return f"{scheme}://{host}:{port}/{base}{'/' if base else ''}{query}"


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
    }
    return Response(_packed_plotly(), media_type="text/javascript", headers=headers)


@cache
def _packed_plotly() -> bytes:
    return gzip.compress(plotly_js().encode(), 6)


async def redirect_to_curves(request: Request) -> Response:
    """Redirect to the front page: it is the page of the curves."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"./{query}")


def _without_session() -> list[Route]:
    from lib.ui.api.routes import api_routes

    return api_routes(_base())


def _base() -> str:
    return (st.get_option("server.baseUrlPath") or "").strip("/")


def routes() -> list[Route]:
    """List the routes beside the pages; those below the base path are read without a session."""
    start = f"/{_base()}" if _base() else ""
    paths = ("/api/{rest:path}", "/view/{rest:path}", "/feed.atom", "/oembed")
    return [
        Route(f"/{PLOTLY_PATH}", serve_plotly),
        Route("/curves", redirect_to_curves),
        Route(f"/{READY_PATH}", READINESS.answer),
        Route(f"/{METRICS_PATH}", serve_metrics),
        *later_routes([f"{start}{path}" for path in paths], _without_session),
    ]
