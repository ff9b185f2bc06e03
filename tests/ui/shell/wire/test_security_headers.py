import asyncio
from base64 import b64encode
from hashlib import sha256

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.ui.shell.wire import security_headers
from lib.ui.shell.wire.security_headers import SecurityHeaders, hide_server_name
from lib.ui.shell.wire.waiting_page import WaitingPage, page_scripts

ALWAYS = ["x-content-type-options", "referrer-policy", "permissions-policy"]


def fail(_):
    raise ValueError("a secret")


ANSWERS = {
    "/": lambda _: HTMLResponse("<p>"),
    "/text": lambda _: PlainTextResponse("text"),
    "/known": lambda _: Response(status_code=304),
    "/other": lambda _: RedirectResponse("/"),
    "/wrong": fail,
    "/own": lambda _: HTMLResponse("<p>", headers={"Content-Security-Policy": "sandbox"}),
}


def ask(path, query="", scripts=()):
    """Give status and headers as they are sent over the wire."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        await asyncio.Event().wait()

    routes = [Route(path, answer) for path, answer in ANSWERS.items()]
    app = Starlette(routes=routes)
    app.add_middleware(SecurityHeaders, scripts=lambda: scripts)
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [],
    }
    try:
        asyncio.run(app(scope, receive, send))
    except ValueError:
        assert path == "/wrong"
    starts = [it for it in sent if it["type"] == "http.response.start"]
    assert len(starts) == 1
    headers = {name.decode(): text.decode() for name, text in starts[0]["headers"]}
    return starts[0]["status"], headers


def policy_of(*args, **options):
    parts = ask(*args, **options)[1]["content-security-policy"].split("; ")
    return {name: rest.split() for name, _, rest in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("path", [*ANSWERS, "/nowhere"])
def test_every_answer_says_what_a_browser_may_do_with_it(path):
    _, headers = ask(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert {*ALWAYS, "content-security-policy"} <= headers.keys()


def test_an_error_is_answered_with_the_headers_and_without_its_words():
    status, headers = ask("/wrong")
    assert status == 500
    assert headers["content-security-policy"] == "default-src 'none'"


def test_a_page_may_do_what_it_needs_and_no_more():
    policy = policy_of("/")
    assert policy["default-src"] == ["'none'"]
    allowed = {source for sources in policy.values() for source in sources}
    assert allowed == {
        *("'none'", "'self'", "data:", "blob:", "'unsafe-inline'", "'wasm-unsafe-eval'")
    }
    assert "'unsafe-inline'" not in policy["script-src"]


@pytest.mark.parametrize("path", ["/known", "/other"])
def test_a_page_that_the_browser_has_keeps_its_policy(path):
    assert policy_of(path) == policy_of("/")


def test_what_says_itself_what_it_may_do_keeps_that():
    assert policy_of("/own") == {"sandbox": []}


def test_what_is_no_page_does_nothing():
    assert policy_of("/text") == {"default-src": ["'none'"]}


def test_only_the_scripts_that_stand_in_the_pages_run(static):
    (static / "index.html").write_text("<head><script>go()</script></head><body></body>")
    page = WaitingPage(static, [""], [])
    ours = page.html("").rpartition("<script>")[2].partition("</script>")[0]
    hashes = [
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in ("go()", ours)
    ]
    sources = policy_of("/", scripts=page_scripts(static))["script-src"]
    assert sorted(it for it in sources if "sha256" in it) == sorted(hashes)


def test_without_streamlits_page_no_script_runs(static):
    (static / "index.html").unlink()
    assert page_scripts(static) == []


@pytest.mark.parametrize(
    ("query", "ancestors"),
    [
        ("", ["'self'"]),
        ("embed=true", ["'self'", "https://a.example"]),
        ("level=90&embed=true", ["'self'", "https://a.example"]),
        ("embed=false", ["'self'"]),
        ("embed=true&embed=false", ["'self'"]),
        ("figure=embed%3Dtrue", ["'self'"]),
    ],
)
def test_only_an_embedded_figure_stands_in_frames_of_other_sites(monkeypatch, query, ancestors):
    monkeypatch.setattr(security_headers, "embedding_sites", lambda: ("https://a.example",))
    assert policy_of("/", query)["frame-ancestors"] == ancestors


def test_the_server_does_not_name_itself(monkeypatch):
    monkeypatch.setattr(uvicorn.Config, "encoded_headers", None, raising=False)
    config = uvicorn.Config(SecurityHeaders, headers=[("X-Mine", "1")])
    config.load()
    hide_server_name()
    assert config.encoded_headers == [(b"x-mine", b"1")]


def test_what_is_no_request_is_handed_on():
    came = []

    async def app(scope, *_):
        came.append(scope["type"])

    asyncio.run(SecurityHeaders(app, list)({"type": "websocket"}, None, None))
    assert came == ["websocket"]
