import asyncio
import json
import logging
import sys

import pytest
from starlette.datastructures import Headers

from lib.events import Event
from lib.ui.shell.operation.json_log import JsonLines, write_event
from lib.ui.shell.operation.request_ids import RequestIds, request_id


def written(record):
    return json.loads(JsonLines().format(record))


def record(message, *args, error=None):
    return logging.LogRecord("response_decay", 30, "file", 1, message, args, error)


def test_an_event_is_a_line(caplog):
    with caplog.at_level(logging.INFO, "response_decay"):
        write_event(Event("save", "restore", "saved", 0.12345))
    line = written(caplog.records[0])
    del line["time"]
    assert line == {
        "level": "info",
        "event": "save",
        "kind": "restore",
        "outcome": "saved",
        "seconds": 0.1235,
    }


@pytest.mark.parametrize("name", ["rerun", "store"])
def test_what_happens_all_the_time_is_not_written(caplog, name):
    with caplog.at_level(logging.INFO, "response_decay"):
        write_event(Event(name, seconds=1))
    assert caplog.records == []


def test_a_message_is_a_line():
    line = written(record("Nobody can save.\n%s", "Why"))
    assert line["message"] == "Nobody can save.\nWhy"
    assert line["level"] == "warning"


def test_of_an_error_stand_type_and_place_only():
    try:
        raise ValueError("a cell: Ann Smith")
    except ValueError:
        line = written(record("A page failed", error=sys.exc_info()))
    assert line["error"] == "ValueError"
    assert "test_json_log.py" in line["at"][0]
    assert "Ann" not in json.dumps(line)


def ask(given):
    """The id that an app sees, and that of the answer."""
    seen, sent = [], []

    async def app(scope, _receive, send):
        seen.extend([request_id(), Headers(scope=scope)["X-Request-ID"]])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": [(b"x-request-id", given.encode())]}
    asyncio.run(RequestIds(app)(scope, None, send))
    (number,) = set(seen)
    return number, Headers(raw=sent[0]["headers"])["X-Request-ID"]


def test_a_request_has_the_id_that_a_proxy_gave_it():
    assert ask("ab-12") == ("ab-12", "ab-12")


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "{}", "a@clinic.example"])
def test_any_other_text_is_replaced(given):
    seen, answered = ask(given)
    assert seen not in ("", given)
    assert answered == seen


def test_outside_a_request_there_is_none():
    assert request_id() == ""
