from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lib.ui.shell.later_routes import later_routes
from tests.ui.shell.wire.test_light_middleware import ask


def test_routes_are_made_when_somebody_asks_and_once():
    made = []

    def make():
        made.append(1)
        return [Route("/api/{name}", lambda r: PlainTextResponse(r.path_params["name"]))]

    (route,) = later_routes(["/api/{rest:path}"], make)
    assert not made
    assert ask(route, "/api/curve").sent == b"curve"
    assert ask(route, "/api/pool").sent == b"pool"
    assert ask(route, "/api/a/b").status == 404
    assert made == [1]
