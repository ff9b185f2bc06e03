"""Routes for whoever reads without a session: addresses, methods, limits, and what may be kept."""

import logging
from collections.abc import Hashable
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib.studies.store import store
from lib.studies.store.store import NotKeptError
from lib.ui.api.answers import CHANGING, LASTING, AnswerCache, Make, PackedAnswer, response_to
from lib.ui.api.description.openapi import openapi
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.json_values import json_bytes
from lib.ui.api.problems import ProblemError, answer_to
from lib.ui.api.resources import API, JSON, RESOURCES, Resource
from lib.ui.api.static_view import view_policy
from lib.ui.session.dataset import studies_place
from lib.ui.session.url import VERSION
from lib.ui.shell.wire.origin_middleware import has_own_name, own_origins

MOST_QUERY = 4_000
"""Bytes of a query."""

_LOG = logging.getLogger("response_decay")


def api_routes(base: str = "") -> list[Route]:
    """List the routes; all addresses begin with `base` (`server.baseUrlPath`)."""
    start, answers = f"/{base.strip('/')}" if base.strip("/") else "", AnswerCache()
    served = [_Served(each, answers, f"{start}/") for each in (*RESOURCES, _description())]
    known = [Route(f"{start}{each.path}", each) for each in served]
    nothing = _Served(_NOTHING, answers, f"{start}/")
    rest = [Route(f"{start}/{room}/{{rest:path}}", nothing) for room in ("api", "view")]
    return [*known, *rest]


def _description() -> Resource:
    return Resource(
        f"{API}openapi.json",
        "What can be read here, for programs (OpenAPI 3.1).",
        JSON,
        lambda *_: json_bytes(openapi(RESOURCES)),
        schema="Description",
    )


def _nothing(_asked: Inquiry, _page: str) -> bytes:
    raise ProblemError("unknown-address", f"What can be read is listed at {API}openapi.json.")


_NOTHING = Resource("", "Nothing.", JSON, _nothing, is_of_versions=True)


class _Served:
    """Answers the requests for a resource."""

    def __init__(self, resource: Resource, answers: AnswerCache, base: str) -> None:
        self.path, self._resource = resource.path, resource
        self._answers, self._base = answers, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        headers = {"Content-Security-Policy": view_policy()} if self._resource.is_page else {}
        try:
            response = await self._response(scope, headers)
        except ProblemError as problem:
            response = answer_to(problem, self._resource.is_page)
        except NotKeptError as error:
            response = answer_to(ProblemError("out-of-reach", error.message))
        except Exception:
            _LOG.exception("An answer could not be made")
            response = answer_to(ProblemError("failed", "Whoever runs the dashboard finds why."))
        await response(scope, receive, send)

    async def _response(self, scope: Scope, headers: dict[str, str]) -> Response:
        _expect_read(scope)
        given = Headers(scope=scope)
        path, text = scope["path_params"], scope["query_string"]
        query = tuple(parse_qsl(text.decode("latin-1"), keep_blank_values=True))
        version = path.get(VERSION, "") or self._version_in(query)
        if self._resource.page:
            query = tuple(pair for pair in query if pair[0] != VERSION)
        asked = Inquiry(version, query, _origins(given), self._base)
        key = await self._key(asked, path, text)
        answer = await self._answers.get(key, self._make(asked, path, text))
        headers["Cache-Control"] = LASTING if version else CHANGING
        return await response_to(answer, given, scope["method"] == "HEAD", headers)

    def _version_in(self, query: tuple[tuple[str, str], ...]) -> str:
        """Give the version that the query of a figure names, as links do."""
        named = [text for name, text in query if name == VERSION] if self._resource.page else []
        if len(named) > 1 or "" in named:
            raise ProblemError("unknown-setting", f"“{VERSION}” takes one value.")
        return named[0] if named else ""

    async def _key(self, asked: Inquiry, path: dict[str, str], text: bytes) -> Hashable:
        """Say of what an answer holds; None where that is not known beforehand."""
        if self._resource.is_of_versions:
            return None
        present = asked.version or await run_in_threadpool(store.version, studies_place())
        return self._key_of(present, path, text)

    def _key_of(self, version: str, path: dict[str, str], text: bytes) -> Hashable:
        if self._resource.is_of_versions:
            return None
        return self.path, version, path.get("page"), text

    def _make(self, asked: Inquiry, path: dict[str, str], text: bytes) -> Make:
        def make() -> PackedAnswer:
            content = self._resource.make(asked, path.get("page", ""))
            version, end = asked.data.version, self._resource.file
            name = f"response-decay-{version}-{end}" if end else ""
            key = self._key_of(version, path, text)
            return PackedAnswer.of(content, self._resource.media, key, name)

        return make


def _expect_read(scope: Scope) -> None:
    """Refuse what is no reading, or too long, or by a name that somebody gave this computer."""
    if scope["method"] not in ("GET", "HEAD"):
        raise ProblemError("method", "Use GET or HEAD.")
    if len(scope["query_string"]) > MOST_QUERY:
        raise ProblemError("query-too-long", f"A query has at most {MOST_QUERY:,} bytes.")
    if not has_own_name(Headers(scope=scope)):
        raise ProblemError("foreign-name", "Ask by a name of this computer, such as localhost.")


def _origins(given: Headers) -> tuple[str, ...]:
    host = given.get("host", "").lower()
    return (*(f"{scheme}://{host}" for scheme in ("http", "https") if host), *own_origins())
