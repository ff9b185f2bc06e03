"""A first visit by the address that was printed at the start: its token becomes a cookie."""

from http import HTTPStatus
from urllib.parse import unquote_plus

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.studies.permissions import names_this_machine
from lib.ui.shell.wire.entry_token import PARAMETER, EntryToken, cookie_name

_NAME = f"{PARAMETER}="


class EntryMiddleware:
    """Takes the token out of an address, where it would be copied with the link."""

    def __init__(self, app: ASGIApp, entry: EntryToken) -> None:
        self._app, self._entry = app, entry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect an address with a token to the same without it; hand on all others."""
        parts = _query(scope) if scope["type"] == "http" else []
        tokens = [part.removeprefix(_NAME) for part in parts if part.startswith(_NAME)]
        if not tokens or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        response = _redirect(scope["path"], [it for it in parts if not it.startswith(_NAME)])
        # By another name it would be of no use, and may pass a network that others read.
        is_here = names_this_machine(Headers(scope=scope).get("host", ""))
        if is_here and self._entry.admits(unquote_plus(tokens[-1])):
            _set_cookie(response, self._entry.text)
        await response(scope, receive, send)


def _query(scope: Scope) -> list[str]:
    text = scope["query_string"].decode("latin-1")
    return text.split("&") if text else []


def _redirect(path: str, rest: list[str]) -> RedirectResponse:
    """Redirect relative to the address as the browser has it, whatever a proxy put before it."""
    query = f"?{'&'.join(rest)}" if rest else ""
    there = f"./{path.rpartition('/')[2]}{query}"
    return RedirectResponse(there, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})


def _set_cookie(response: RedirectResponse, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        token,
        path=f"/{(st.get_option('server.baseUrlPath') or '').strip('/')}",
        secure=bool(st.get_option("server.sslCertFile")),
        httponly=True,
        samesite="strict",
    )
