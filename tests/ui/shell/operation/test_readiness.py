import asyncio
import json
import threading
import time

import pytest

from lib.studies.store.engines.engine import OutOfReachError
from lib.studies.store.engines.reader import VersionReader
from lib.ui.shell.operation import readiness
from lib.ui.shell.operation.readiness import Health, Readiness, examine_studies


def answers(ready, times=1):
    async def ask():
        return [await ready.answer() for _ in range(times)]

    return asyncio.run(ask())


def parts(response):
    return response.status_code, json.loads(response.body)


def test_a_replica_with_data_is_ready():
    (response,) = answers(Readiness(lambda: Health(version="ab12cd34")))
    assert parts(response) == (
        200,
        {"ready": True, "store": "reached", "data": "checked", "draining": False},
    )


@pytest.mark.parametrize(
    ("health", "code"),
    [
        (Health(store="out of reach"), 503),
        (Health(data="cannot be used"), 503),
        (Health(data="empty"), 200),
    ],
)
def test_each_part_counts(health, code):
    (response,) = answers(Readiness(lambda: health))
    assert parts(response)[0] == code


def test_whoever_drains_is_not_ready_at_once():
    ready = Readiness(Health)

    async def ask():
        before = await ready.answer()
        ready.drain()
        return before, await ready.answer()

    before, after = asyncio.run(ask())
    assert parts(before)[0] == 200
    assert parts(after) == (
        503,
        {"ready": False, "store": "reached", "data": "checked", "draining": True},
    )


def test_a_look_holds_for_a_second():
    looks = []
    answers(Readiness(lambda: looks.append(1) or Health()), times=5)
    assert len(looks) == 1


def test_a_store_that_hangs_stops_nobody_else():
    end = threading.Event()
    ready = Readiness(lambda: end.wait(5) and Health(), patience=0.1)

    async def ask():
        began = time.monotonic()
        waiting = asyncio.create_task(ready.answer())
        await asyncio.sleep(0)
        assert time.monotonic() - began < 0.05  # the loop went on
        response = await waiting
        end.set()
        return response

    code, told = parts(asyncio.run(ask()))
    assert (code, told["store"], told["data"]) == (503, "does not answer yet", "not checked yet")


def test_a_look_that_fails_is_not_ready(caplog):
    (response,) = answers(Readiness(lambda: 1 / 0))
    assert parts(response)[0] == 503
    assert "ready" in caplog.text


def fail():
    raise OutOfReachError("it does not answer")


class Place(VersionReader):
    """A shared store, as far as a look needs it."""


@pytest.mark.parametrize(
    ("look", "health"),
    [
        (lambda: "", Health(data="empty")),
        (fail, Health("out of reach", "not checked yet")),
    ],
)
def test_a_shared_store_is_examined(monkeypatch, look, health):
    place = Place("studies.csv", look, lambda _sha: b"")
    monkeypatch.setattr(readiness, "studies_place", lambda: place)
    assert examine_studies() == health


def test_a_file_is_examined(monkeypatch, tmp_path, write_csv):
    path = tmp_path / "studies.csv"
    monkeypatch.setattr(readiness, "studies_place", lambda: path)
    assert examine_studies() == Health(data="cannot be used")
    path.write_bytes(write_csv({"rate_pct": 50, "n_assessed": 10}))
    assert examine_studies().is_good
