import asyncio

import pytest
from starlette.datastructures import Headers

from lib.ui.shell.wire.entry_middleware import EntryMiddleware
from lib.ui.shell.wire.entry_token import ENTRY, EntryToken, cookie_name, holds_token


@pytest.fixture
def entry():
    return EntryToken()


def visit(entry, query, path="/", method="GET", kind="http", host="localhost:8501"):
    """Give status and headers of the answer; None if the visit is handed on."""
    sent = []

    async def app(*_):
        pass

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", host.encode())],
    }
    asyncio.run(EntryMiddleware(app, entry)(scope, None, send))
    return (sent[0]["status"], Headers(raw=sent[0]["headers"])) if sent else None


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_sees(entry):
    status, headers = visit(entry, f"token={entry.text}")
    assert (status, headers["location"]) == (303, "./")
    name, *rest = headers["set-cookie"].split("; ")
    assert name == f"{cookie_name()}={entry.text}"
    assert {part.lower() for part in rest} == {"httponly", "path=/", "samesite=strict"}
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "query", "there"),
    [
        ("/", "a=1&token={}&b=%20+", "./?a=1&b=%20+"),
        ("/studies", "token={}", "./studies"),
        ("/base/", "token={}", "./"),
        ("//elsewhere.example", "token={}&a", "./elsewhere.example?a"),
    ],
)
def test_the_address_stays_but_for_the_token(entry, path, query, there):
    assert visit(entry, query.format(entry.text), path)[1]["location"] == there


@pytest.mark.parametrize("host", ["studies.example", "192.0.2.7:8501", ""])
def test_by_another_name_the_token_is_taken_away_and_kept_by_nobody(entry, host):
    status, headers = visit(entry, f"token={entry.text}", host=host)
    assert (status, headers["location"]) == (303, "./")
    assert "set-cookie" not in headers


@pytest.mark.parametrize("token", ["", "x", "{}x", "é", "%ff", "{}&token="])
def test_another_token_is_taken_away_and_admits_nobody(entry, token):
    status, headers = visit(entry, f"token={token.format(entry.text)}")
    assert (status, headers["location"]) == (303, "./")
    assert "set-cookie" not in headers


@pytest.mark.parametrize("query", ["", "level=90", "tokens=1", "a=token="])
def test_an_address_without_a_token_is_handed_on(entry, query):
    assert visit(entry, query) is None


@pytest.mark.parametrize("parts", [{"method": "POST"}, {"kind": "websocket"}])
def test_what_is_no_visit_is_handed_on(entry, parts):
    assert visit(entry, f"token={entry.text}", **parts) is None


def test_a_token_for_one_visit_admits_once(entry):
    token = entry.for_one_visit()
    first, second = (visit(entry, f"token={token}")[1] for _ in range(2))
    assert entry.text in first["set-cookie"]
    assert "set-cookie" not in second


def test_every_start_has_a_token_of_its_own(entry):
    assert entry.text != EntryToken().text
    assert len(entry.text) > 40


@pytest.mark.parametrize(
    ("cookies", "is_known"),
    [
        ({}, False),
        ({"response_decay_1": ENTRY.text}, False),
        ({cookie_name(): "é"}, False),
        ({cookie_name(): ENTRY.text}, True),
    ],
)
def test_the_cookie_of_this_server_is_known(cookies, is_known):
    assert holds_token(cookies) is is_known
