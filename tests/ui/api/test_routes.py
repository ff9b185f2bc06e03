import asyncio
import threading

import pytest
import streamlit as st

from lib.studies.dataset import version_of
from lib.studies.store import store
from lib.ui.api import answers
from lib.ui.api.resources import RESOURCES
from tests.ui.api.conftest import Reader

CURVE = "/api/v1/curve.json"


@pytest.fixture
def version(studies):
    return version_of(studies.read_bytes())


def addresses(version):
    parts = {"version": version, "page": "curves"}
    here = ("url", "http://localhost:8501/")
    return [
        (each.path.format(**parts), *([here] if each.path == "/oembed" else []))
        for each in RESOURCES
    ]


def test_everything_has_a_tag_and_is_not_sent_twice(read, version):
    for path, *query in addresses(version):
        whole = read(path, *query)
        assert whole.status == 200, path
        known = read(path, *query, if_none_match=whole.headers["etag"])
        assert (known.status, known.sent) == (304, b"")
        for name in ("etag", "vary", "cache-control", "content-security-policy"):
            assert known.headers.get(name) == whole.headers.get(name), (path, name)


def test_head_says_what_get_would(read, version):
    for path, *query in addresses(version):
        head = read(path, *query, method="HEAD")
        assert head.sent == b""
        assert dict(head.headers) == dict(read(path, *query).headers)


def test_what_names_a_version_may_be_kept_for_ever(read, version):
    for path, *query in addresses(version):
        kept = read(path, *query).headers["cache-control"]
        assert ("immutable" in kept) == (version in path), path
        assert kept == "no-cache" or version in path
    assert "immutable" in read(CURVE, ("version", version)).headers["cache-control"]


def test_it_comes_compressed_to_whoever_takes_it(read):
    plain, packed = read(CURVE), read(CURVE, accept_encoding="gzip")
    assert plain.sent == packed.content
    assert len(packed.sent) < len(plain.sent) / 3
    assert plain.headers["etag"] != packed.headers["etag"]


def test_a_change_of_the_data_changes_the_answer(read, studies):
    before = read(CURVE)
    studies.write_bytes(studies.read_bytes().replace(b"Kim 2010", b"Kim 2011"))
    after = read(CURVE, if_none_match=before.headers["etag"])
    assert after.status == 200
    assert b"Kim 2011" in after.content


def test_what_is_made_while_the_data_change_is_not_kept_as_of_the_version_before(
    read, studies, monkeypatch
):
    monkeypatch.setattr("lib.ui.api.routes.store.version", lambda _: "00000000")
    assert b"Kim 2010" in read(CURVE).content
    studies.write_bytes(studies.read_bytes().replace(b"Kim 2010", b"Kim 2011"))
    assert b"Kim 2011" in read(CURVE).content


def test_reading_a_version_keeps_it_only_where_people_look_at_it(read, version, studies):
    kept = store.engine_of(studies).linked_versions
    for path in (f"/api/v1/versions/{version}/studies.csv", CURVE):
        assert read(path, *([("version", version)] if path == CURVE else [])).status == 200
    assert kept() == set()
    assert read(f"/view/{version}/curves.html").status == 200
    assert kept() == {version}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(read, method):
    answer = read(CURVE, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json["status"] == 405


@pytest.mark.parametrize(
    ("path", "query", "status", "kind"),
    [
        ("/api/v1/nothing", "", 404, "unknown-address"),
        ("/api/v1/versions/00000000/studies.csv", "", 404, "unknown-version"),
        ("/api/v1/versions/..%2f/studies.csv", "", 404, "unknown-version"),
        (CURVE, "version=00000000", 404, "unknown-version"),
        (CURVE, "version=", 422, "unknown-setting"),
        (CURVE, f"focus={'x' * 4000}", 414, "query-too-long"),
        ("/api/v1/studies.csv", "missing=x", 422, "unknown-setting"),
    ],
)
def test_a_refusal_is_a_problem(read, path, query, status, kind):
    answer = read(path, text=query)
    assert (answer.status, answer.json["status"]) == (status, status)
    assert answer.json["type"].endswith(f":{kind}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


def test_by_a_name_that_somebody_gave_this_computer_nothing_is_read(read):
    assert st.get_option("server.address") == "localhost"
    assert read(CURVE, host="evil.example").status == 421
    assert read(CURVE, host="studies.example", x_forwarded_for="10.0.0.1").status == 200


def test_a_file_that_is_gone_is_a_problem(read, studies):
    studies.unlink()
    for path in (CURVE, "/api/v1/studies.csv"):
        assert read(path).json["type"].endswith(":no-studies")
    assert read("/feed.atom").status == 200


def test_a_failure_is_logged_not_told(read, monkeypatch, caplog):
    def fail(*_):
        raise ValueError("a secret")

    monkeypatch.setattr("lib.ui.api.figures.falls", fail)
    answer = read(CURVE)
    assert (answer.status, answer.json["status"]) == (500, 500)
    assert b"secret" not in answer.content
    assert "a secret" in caplog.text


@pytest.mark.usefixtures("studies")
def test_below_a_base_path():
    read = Reader("/decay/")
    assert read("/decay/api/v1/versions").status == 200
    assert read("/api/v1/versions").status == 404


def test_many_who_ask_the_same_wait_for_one_answer(read, monkeypatch):
    go_on, made = threading.Event(), []
    run = answers.run_in_threadpool

    async def slowly(make, *args):
        if getattr(make, "__name__", "") == "make":
            made.append(1)
            await asyncio.to_thread(go_on.wait, 20)
        return await run(make, *args)

    monkeypatch.setattr(answers, "run_in_threadpool", slowly)

    async def crowd():
        asked = [asyncio.create_task(read.ask(CURVE)) for _ in range(30)]
        await asyncio.sleep(0.1)
        go_on.set()
        return await asyncio.gather(*asked)

    assert {answer.status for answer in asyncio.run(crowd())} == {200}
    assert len(made) == 1


def test_more_than_can_be_made_is_told_to_come_back(read, monkeypatch):
    monkeypatch.setattr(answers, "MOST_WAITING", 3)

    async def crowd():
        levels = ("90", "95", "99")
        rules = ("As reported", "Missing as non-responders", "Missing as responders")
        queries = [(("level", level), ("missing", rule)) for level in levels for rule in rules]
        return await asyncio.gather(*(read.ask(CURVE, *query) for query in queries))

    told = asyncio.run(crowd())
    busy = [answer for answer in told if answer.status == 503]
    assert len(told) - len(busy) >= 3
    assert busy
    assert {answer.headers["retry-after"] for answer in busy} == {"2"}
