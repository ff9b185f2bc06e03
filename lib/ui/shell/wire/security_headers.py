"""Headers that say what a browser may do with an answer, on every answer."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from urllib.parse import parse_qs

import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.shell.wire.embedding_sites import embedding_sites

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # No page of another site shows a picture or runs a script of this server as a part of its own.
    "Cross-Origin-Resource-Policy": "same-origin",
    # An address holds what its reader looks at, which is no other site's business.
    "Referrer-Policy": "same-origin",
    # Copying and full screen are for the dashboard's own pages, as is the default.
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_POLICY = {
    "default-src": "'none'",
    # Streamlit makes a blob of the script of each component, and imports it. Nobody but a script
    # that runs already makes one. Its messages are read by a library that counts with WebAssembly.
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    # Streamlit (Emotion), its grids and Plotly write styles into the page and into elements.
    "style-src": "'self' 'unsafe-inline'",
    # Figures are drawn as images in the browser, by way of both; to copy or save one fetches it.
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data:",
    "worker-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_NO_DOCUMENT = "default-src 'none'"


class SecurityHeaders:
    """Adds the headers; an answer that is not a page may do nothing.

    What says itself what it may do keeps that.

    Parameters
    ----------
    app
        What answers.
    scripts
        Gives the scripts that stand in pages. A page may run those by their hash: a random number
        would make each page another one, which no browser could keep.
    """

    def __init__(self, app: ASGIApp, scripts: Callable[[], Iterable[str]]) -> None:
        self._app, self._scripts = app, scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                self._add(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self._app(scope, receive, send_guarded)
        except Exception:
            # Starlette's own answer would be sent around this.
            if not has_begun:
                answer = PlainTextResponse("Internal Server Error", status_code=500)
                await answer(scope, receive, send_guarded)
            raise

    def _add(self, headers: MutableHeaders, scope: Scope) -> None:
        headers.update(_HEADERS)
        if "content-security-policy" in headers:
            return  # a document with scripts of its own says what it may do
        # What a browser has already, and a redirect, come without a type.
        is_document = headers.get("content-type", "text/html").startswith("text/html")
        headers["Content-Security-Policy"] = self._policy(scope) if is_document else _NO_DOCUMENT

    def _policy(self, scope: Scope) -> str:
        hashes = " ".join(_hash(script) for script in self._scripts())
        sites = embedding_sites() if _is_embedded(scope) else ()
        more = {
            "script-src": " ".join([_POLICY["script-src"], hashes]),
            "frame-ancestors": " ".join(["'self'", *sites]),
        }
        return "; ".join(f"{name} {value}" for name, value in (_POLICY | more).items())


class _NamelessHeaders:
    """Headers of the server, without the one that names it."""

    def __get__(self, config: uvicorn.Config, _: object) -> list[tuple[bytes, bytes]]:
        headers: list[tuple[bytes, bytes]] = config.__dict__.get("encoded_headers", [])
        return [header for header in headers if header[0] != b"server"]

    def __set__(self, config: uvicorn.Config, headers: list[tuple[bytes, bytes]]) -> None:
        config.__dict__["encoded_headers"] = headers


def hide_server_name() -> None:
    """Keep the server from naming itself in every answer.

    Streamlit starts it without that option, and before it loads the dashboard.
    """
    uvicorn.Config.encoded_headers = _NamelessHeaders()  # type: ignore[assignment]


def _is_embedded(scope: Scope) -> bool:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return query.get("embed") == ["true"]


@cache
def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
