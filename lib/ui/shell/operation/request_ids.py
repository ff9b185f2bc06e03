"""An id for each request, as a proxy gave it or a new one, so that lines of logs can be joined."""

import re
from contextvars import ContextVar
from uuid import uuid4

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

HEADER = "X-Request-ID"

_FIT = re.compile(r"[\w-]{1,64}", re.ASCII)
_present: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Give the id of the request that is served; in a session, of that which opened it."""
    if present := _present.get():
        return present
    if get_script_run_ctx(suppress_warning=True) is None:
        return ""
    given = st.context.headers.get(HEADER) or ""
    return given if _FIT.fullmatch(given) else ""


class RequestIds:
    """Gives each request its id, and says it in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on with its id."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        number = given if _FIT.fullmatch(given) else uuid4().hex
        rest = [each for each in scope["headers"] if each[0].lower() != HEADER.lower().encode()]
        scope["headers"] = [*rest, (HEADER.lower().encode(), number.encode())]

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        before = _present.set(number if scope["type"] == "http" else "")
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            _present.reset(before)
