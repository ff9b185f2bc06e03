"""Why an address is refused, as problem details (RFC 9457) or as a page of words."""

import html
import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

PROBLEM = "application/problem+json"

KINDS: Mapping[str, tuple[int, str]] = {
    "unknown-address": (404, "There is nothing at this address"),
    "unknown-version": (404, "This version of the data is not in the history here"),
    "no-studies": (404, "There is no study to show"),
    "method": (405, "Addresses here are only read"),
    "query-too-long": (414, "The query is too long"),
    "foreign-name": (421, "This server does not answer to that name"),
    "unknown-setting": (422, "The query asks for what cannot be set"),
    "not-as-asked": (422, "The data refuse what is asked"),
    "too-much": (422, "This is too much for one answer"),
    "failed": (500, "The answer could not be made"),
    "other-format": (501, "This format is not made here"),
    "busy": (503, "Too many answers are being made"),
    "out-of-reach": (503, "The store of the studies is out of reach"),
}
"""Status and title of each kind of refusal."""

RETRY_SECONDS = 2


class ProblemError(Exception):
    """A refusal.

    Attributes
    ----------
    kind
        One of `KINDS`.
    detail
        What is wrong with this address, in a sentence.
    more
        What a program can use: what is wrong one by one, or what is known.
    """

    def __init__(self, kind: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.more = kind, detail, more

    @property
    def status(self) -> int:
        """The status of the answer."""
        return KINDS[self.kind][0]

    @property
    def title(self) -> str:
        """The kind of refusal in words."""
        return KINDS[self.kind][1]


def answer_to(problem: ProblemError, is_page: bool = False) -> Response:
    """Tell a program, or whoever looks at a page, why there is no answer."""
    headers = {"Cache-Control": "no-store"}
    if problem.status == 405:
        headers["Allow"] = "GET, HEAD"
    if problem.status == 503:
        headers["Retry-After"] = str(RETRY_SECONDS)
    if is_page:
        return Response(_page(problem), problem.status, headers, "text/html")
    content = json.dumps(_details(problem), ensure_ascii=False).encode()
    return Response(content, problem.status, headers, PROBLEM)


def _details(problem: ProblemError) -> dict[str, Any]:
    return {
        "type": f"urn:response-decay:problem:{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        **problem.more,
    }


def _page(problem: ProblemError) -> str:
    title, detail = html.escape(problem.title), html.escape(problem.detail)
    return (
        f'<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{detail}</p></html>"
    )
