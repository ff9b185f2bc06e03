"""Routes whose modules are loaded when somebody asks for one: a start does not wait for them."""

from collections.abc import Callable, Sequence
from functools import cache

from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send


def later_routes(paths: Sequence[str], make: Callable[[], Sequence[BaseRoute]]) -> list[Route]:
    """Hand requests for these paths to the routes that are made at the first of them."""
    endpoint = _Later(make)
    return [Route(path, endpoint, include_in_schema=False) for path in paths]


class _Later:
    def __init__(self, make: Callable[[], Sequence[BaseRoute]]) -> None:
        self._router = cache(lambda: Router(list(make())))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        router = await run_in_threadpool(self._router)
        await router(scope, receive, send)
