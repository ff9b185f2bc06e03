"""Which pages may open a websocket: those of this server, and of origins that the set-up names.

Streamlit decides it too, but for a page of another site it first asks a public server for this
machine's address, twice, and nobody is served meanwhile.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config, net_util

from lib.studies.permissions import (
    is_loopback,
    is_passed_on,
    is_same_origin,
    names_this_machine,
)


class OriginMiddleware:
    """Refuses websockets that pages of other sites open, with a plain 403.

    Parameters
    ----------
    app
        What answers everything else.
    is_trusted
        Says whether the set-up trusts pages of an origin that is not the server's.
    """

    def __init__(self, app: ASGIApp, is_trusted: Callable[[str], bool]) -> None:
        self._app, self._is_trusted = app, is_trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, unless a page of another site opens a websocket."""
        if scope["type"] == "websocket" and self._is_foreign(Headers(scope=scope)):
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_foreign(self, asked: Headers) -> bool:
        """Tell whether it comes from a foreign page; a program that is no browser names none."""
        return not all(
            _is_own(origin, asked) or self._is_trusted(origin) for origin in asked.getlist("origin")
        )


def _is_own(origin: str, asked: Headers) -> bool:
    """Tell whether an origin is a page of this server, by a name that is its own.

    Any site can give this machine its name once its page is loaded, and what the page asks for then
    comes here as if from its own server. A server for this machine only is known by the names of
    the machine, or by what a proxy adds, which no page can add to a websocket.
    """
    return is_same_origin(origin, asked.get("host", "")) and has_own_name(asked)


def has_own_name(asked: Headers) -> bool:
    """Tell whether a request names this server by a name that is its own, or may be."""
    host = asked.get("host", "")
    return (
        names_this_machine(host)
        or not is_loopback(st.get_option("server.address") or "")
        or is_passed_on(asked)
        # Streamlit checks the name itself.
        or bool(st.get_option("server.allowedHosts"))
    )


def is_trusted_origin(origin: str) -> bool:
    """Tell whether the set-up trusts an origin.

    It trusts the dashboard's address where a proxy does not pass `Host` on
    (`browser.serverAddress`), those that `server.corsAllowedOrigins` lists, and all without
    `server.enableCORS`.
    """
    if not st.get_option("server.enableCORS"):
        return True
    listed = st.get_option("server.corsAllowedOrigins") or ()
    return origin.lower() in {*own_origins(), *(text.strip().lower() for text in listed)}


def own_origins() -> list[str]:
    """List the origins of the address that the set-up gives the dashboard."""
    if not config.is_manually_set("browser.serverAddress"):
        return []
    address = str(st.get_option("browser.serverAddress") or "")
    place = urlsplit(address if "://" in address else f"//{address}").netloc.lower()
    ends = ("", f":{st.get_option('browser.serverPort')}")
    return [f"{scheme}://{place}{end}" for scheme in ("http", "https") for end in ends if place]


def look_up_no_addresses() -> None:
    """Keep Streamlit from asking others for this machine's addresses.

    It does so before it looks at the origins that `server.corsAllowedOrigins` lists.
    """
    net_util.get_external_ip = _no_address
    net_util.get_internal_ip = _no_address


def _no_address() -> None:
    return None
