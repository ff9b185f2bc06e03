import asyncio
import gzip
import threading
from typing import NamedTuple

import brotli
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from lib.ui.shell.wire.light_middleware import YEAR, LightMiddleware
from lib.ui.shell.wire.packed_files import PackedFiles
from lib.ui.shell.wire.waiting_page import WaitingPage

SCRIPT = "/static/js/index.a1.js"
CONTENT = b"start();" * 200
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


class Answer(NamedTuple):
    status: int
    headers: Headers
    sent: bytes

    @property
    def encoding(self):
        return self.headers.get("content-encoding")

    @property
    def content(self):
        return UNPACK[self.encoding](self.sent)


def ask(app, path=SCRIPT, accepted="br, gzip", method="GET", **headers):
    given = {"accept-encoding": accepted, **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items()],
    }
    sent = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    start, *bodies = sent
    return Answer(
        start["status"], Headers(raw=start["headers"]), b"".join(it["body"] for it in bodies)
    )


def light(static, store, base="", is_ready=True, **more):
    files = PackedFiles(static / "static", [store])
    if is_ready:
        files.prepare()
    served = StaticFiles(directory=static, html=True)
    app = Starlette(routes=[Mount(base or "/", served)])
    return LightMiddleware(app, files, WaitingPage(static, [""], ["studies"]), base, **more)


@pytest.fixture
def app(static, tmp_path):
    return light(static, tmp_path / "store")


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_a_file_comes_compressed_and_may_be_kept_for_a_year(app, accepted):
    answer = ask(app, accepted=accepted)
    assert answer.content == CONTENT
    assert answer.encoding == accepted
    assert int(answer.headers["content-length"]) < len(CONTENT) / 10
    assert "javascript" in answer.headers["content-type"]
    assert (answer.headers["cache-control"], answer.headers["vary"]) == (YEAR, "Accept-Encoding")


def test_who_takes_no_encoding_gets_the_file_as_it_is(app):
    answer = ask(app, accepted="identity")
    assert answer.content == CONTENT
    assert answer.encoding is None
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_file_that_is_not_ready_comes_as_it_is(static, tmp_path):
    answer = ask(light(static, tmp_path / "store", is_ready=False))
    assert (answer.content, answer.encoding) == (CONTENT, None)


def test_a_copy_that_was_deleted_comes_as_it_is(app, tmp_path):
    for path in (tmp_path / "store").iterdir():
        path.unlink()
    answer = ask(app)
    assert (answer.content, answer.encoding) == (CONTENT, None)


def test_each_encoding_has_a_tag_of_its_own(app):
    tags = {ask(app, accepted=accepted).headers["etag"] for accepted in ("br", "gzip", "")}
    assert len(tags) == 3


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
@pytest.mark.parametrize("path", [SCRIPT, "/"])
def test_what_a_browser_has_is_not_sent_again(app, known, path):
    tag = ask(app, path).headers["etag"]
    answer = ask(app, path, if_none_match=known.format(tag))
    assert (answer.status, answer.sent) == (304, b"")
    assert (answer.headers["etag"], answer.headers["vary"]) == (tag, "Accept-Encoding")


@pytest.mark.parametrize("path", [SCRIPT, "/"])
def test_another_tag_gets_the_file(app, path):
    assert ask(app, path, if_none_match='"other"').status == 200


def test_a_part_is_one_of_the_file_as_it_is(app):
    answer = ask(app, range="bytes=0-6")
    assert (answer.status, answer.content) == (206, b"start()")
    assert answer.encoding is None


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
@pytest.mark.parametrize("path", [SCRIPT, "/"])
def test_head_says_what_get_would(app, path, accepted):
    whole = ask(app, path, accepted)
    head = ask(app, path, accepted, "HEAD")
    assert head.sent == b""
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize("path", ["/static/js/none.js", "/static/../none", "/nowhere"])
def test_what_is_not_known_goes_on(app, path):
    answer = ask(app, path)
    assert (answer.status, answer.encoding) == (404, None)


def test_what_is_sent_to_the_server_goes_on(app):
    assert ask(app, method="POST").status == 405


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_what_is_no_request_passes_untouched(static, kind):
    passed = []

    async def app(*parts):
        passed.extend(parts)

    files, page = PackedFiles(static, []), WaitingPage(static, [""], [])
    parts = [{"type": kind, "path": "/"}, object(), object()]
    asyncio.run(LightMiddleware(app, files, page)(*parts))
    assert all(a is b for a, b in zip(passed, parts, strict=True))


@pytest.mark.parametrize("path", ["/", "/studies"])
def test_a_page_waits_with_words_and_is_asked_for_again_each_time(app, path):
    answer = ask(app, path)
    assert "Loading …" in answer.content.decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.encoding == "br"
    assert answer.headers["cache-control"] == "no-cache"


def test_below_a_base_only_what_begins_with_it_is_ours(static, tmp_path):
    app = light(static, tmp_path / "store", "/decay")
    assert ask(app, f"/decay{SCRIPT}").encoding == "br"
    assert "Loading …" in ask(app, "/decay/").content.decode()
    assert ask(app, SCRIPT).status == 404


def test_a_page_of_figures_shows_its_sketch(static, tmp_path):
    def sketch(address, query):
        return f"<h2>Sketch of {address!r}, {query!r}</h2>"

    app = light(static, tmp_path / "store", sketch=sketch)
    assert "<h2>Sketch of '', ''</h2>" in ask(app, "/").content.decode()
    assert "Sketch" not in ask(app, "/studies").content.decode()


def test_a_page_does_not_wait_long_for_its_sketch(static, tmp_path, monkeypatch):
    monkeypatch.setattr("lib.ui.shell.wire.light_middleware.PATIENCE", 0.01)
    go_on = threading.Event()

    def sketch(_address, _query):
        go_on.wait(60)
        return "<h2>Late</h2>"

    app = light(static, tmp_path / "store", sketch=sketch)
    threading.Timer(1, go_on.set).start()
    assert "Late" not in ask(app, "/").content.decode()
