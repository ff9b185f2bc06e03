"""The server on a machine without a network: nobody is held up, since nothing is asked."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from benchmarks import servers

NO_NETWORK = Path(__file__).parent / "no_network"
OPTIONS = (
    # Served to others, where Streamlit asks for this machine's address at its start.
    *("--server.address", "0.0.0.0"),
    *("--server.corsAllowedOrigins", "https://listed.example"),
)
LONGEST_SECONDS = 2


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    return tmp_path_factory.mktemp("asked") / "names"


@pytest.fixture(scope="module")
def server(asked):
    variables = {"PYTHONPATH": str(NO_NETWORK), "ASKED_FILE": str(asked)}
    with servers.dashboard(servers.STUDIES, *OPTIONS, variables=variables) as url:
        yield url


@pytest.fixture(autouse=True)
def nothing_is_asked(asked):
    yield
    assert not asked.exists() or asked.read_text() == ""


def stream(server, origin):
    return connect(f"{server.replace('http', 'ws')}/_stcore/stream", origin=origin)


def seconds(do, *args):
    start = time.monotonic()
    do(*args)
    return time.monotonic() - start


def test_foreign_pages_are_refused_and_hold_nobody_up(server):
    def refuse(origin):
        with pytest.raises(InvalidStatus, match="403"):
            stream(server, origin)

    def read():
        urllib.request.urlopen(f"{server}/_stcore/health").close()

    foreign = ["https://elsewhere.example", "http://localhost:9", "null"]
    with ThreadPoolExecutor() as pool:
        waits = [pool.submit(seconds, refuse, origin) for origin in foreign * 3]
        waits += [pool.submit(seconds, read) for _ in range(9)]
    assert max(wait.result() for wait in waits) < LONGEST_SECONDS


@pytest.mark.parametrize("origin", [None, "https://listed.example", "its own"])
def test_pages_that_the_set_up_knows_are_served_at_once(server, origin):
    def come():
        with stream(server, server if origin == "its own" else origin):
            pass

    assert seconds(come) < LONGEST_SECONDS


def test_no_other_site_steers_the_dashboard(server):
    with urllib.request.urlopen(f"{server}/_stcore/host-config") as answer:
        assert json.load(answer)["allowedOrigins"] == []
