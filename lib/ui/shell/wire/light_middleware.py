"""Answers to a first visit, as light as the browser takes them; all else goes to Streamlit."""

import asyncio
import mimetypes
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.shell.wire.accept_encoding import choose_encoding
from lib.ui.shell.wire.packed_files import PACKERS, PackedFiles
from lib.ui.shell.wire.waiting_page import WaitingPage

YEAR = "public, immutable, max-age=31536000"
"""How long Streamlit's files may be kept: their names change with what they hold."""

PATIENCE = 0.5
"""Seconds that a page waits for its sketch."""

Sketch = Callable[[str, str], str]

STATIC = "static/"
VARY = "Accept-Encoding"


def _no_sketch(_address: str, _query: str) -> str:
    return ""


class LightMiddleware:
    """Serves compressed files and the page that waits.

    Parameters
    ----------
    app
        What answers everything else.
    files
        Of the addresses under `static/`.
    page
        Of the addresses of pages.
    base
        What all addresses begin with (`server.baseUrlPath`).
    sketch
        Makes the sketch of a page from its address and its query, as HTML.
    """

    def __init__(
        self,
        app: ASGIApp,
        files: PackedFiles,
        page: WaitingPage,
        base: str = "",
        sketch: Sketch = _no_sketch,
    ) -> None:
        self._app, self._files, self._page, self._sketch = app, files, page, sketch
        self._is_at_work = False
        self._base = f"/{base.strip('/')}/" if base.strip("/") else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        address = self._address(scope)
        response = await self._response(address, scope)
        if response:
            await response(scope, receive, send)
        elif address and address.startswith(STATIC):
            await self._app(scope, receive, _send_varying(send))
        else:
            await self._app(scope, receive, send)

    def _address(self, scope: Scope) -> str | None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return path.removeprefix(self._base) if path.startswith(self._base) else None

    async def _response(self, address: str | None, scope: Scope) -> Response | None:
        asked = Headers(scope=scope)
        if address is None:
            return None
        if address.startswith(STATIC):
            return self._file(address.removeprefix(STATIC), asked)
        if not self._page.has(address):
            return None
        sketch = await self._sketch_of(address, scope["query_string"].decode("latin-1"))
        html = self._page.html(address, sketch)
        if html is None:
            return None
        return await run_in_threadpool(_page_response, html, asked, scope["method"] == "HEAD")

    async def _sketch_of(self, address: str, query: str) -> str:
        """Wait a moment for the sketch: what it takes to make, its page needs as well.

        While one is being made, other visitors get their page without one.
        """
        if not self._page.has_chart(address) or self._is_at_work:
            return ""
        self._is_at_work = True
        work = asyncio.ensure_future(run_in_threadpool(self._sketch, address, query))
        work.add_done_callback(self._rest)
        done, _ = await asyncio.wait([work], timeout=PATIENCE)
        return work.result() if done else ""

    def _rest(self, _work: object) -> None:
        self._is_at_work = False

    def _file(self, name: str, asked: Headers) -> Response | None:
        """Give a compressed file; a part of a file is a part of the file as it is."""
        found = None if "range" in asked else self._files.find(name, _accepted(asked))
        if found is None:
            return None
        encoding, packed = found
        headers = {"Cache-Control": YEAR, "Vary": VARY, "ETag": packed.tag}
        if is_known(packed.tag, asked):
            return Response(status_code=304, headers=headers)
        try:
            stat = packed.path.stat()
        except OSError:
            return None
        headers |= {"Content-Encoding": encoding, "Accept-Ranges": "none"}
        kind = mimetypes.guess_type(name)[0]
        return FileResponse(packed.path, headers=headers, media_type=kind, stat_result=stat)


def _page_response(html: str, asked: Headers, is_head: bool) -> Response:
    encoding = choose_encoding(_accepted(asked), list(PACKERS))
    content, tag = _pack(html, encoding)
    headers = {"Cache-Control": "no-cache", "Vary": VARY, "ETag": tag}
    if is_known(tag, asked):
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(len(content))
    return Response(b"" if is_head else content, headers=headers, media_type="text/html")


@lru_cache(maxsize=64)
def _pack(html: str, encoding: str | None) -> tuple[bytes, str]:
    content = html.encode()
    tag = f'"{sha256(content).hexdigest()[:16]}-{encoding or "plain"}"'
    return (PACKERS[encoding](content) if encoding else content), tag


def _accepted(asked: Headers) -> str:
    return ",".join(asked.getlist("accept-encoding"))


def is_known(tag: str, asked: Headers) -> bool:
    """Tell whether the browser has this already."""
    known = ",".join(asked.getlist("if-none-match")).split(",")
    return any(one.strip().removeprefix("W/") in (tag, "*") for one in known)


def _send_varying(send: Send) -> Send:
    """Tell caches that another browser may be given another encoding of the same file."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header(VARY)
        await send(message)

    return send_varying
