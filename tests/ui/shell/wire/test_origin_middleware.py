import asyncio

import pytest
from streamlit import config, net_util

from lib.ui.shell.wire.origin_middleware import (
    OriginMiddleware,
    is_trusted_origin,
    look_up_no_addresses,
)

HOST = "localhost:8501"


@pytest.fixture
def options():
    before = {}

    def choose(name, value):
        before.setdefault(name, (config.get_option(name), config.get_where_defined(name)))
        config.set_option(name, value)

    yield choose
    for name, value in before.items():
        config.set_option(name, *value)


def connect(*origins, kind="websocket", host=HOST, more=()):
    """Tell what is sent before anything is handed on, or that it is."""
    came = []

    async def app(*_):
        came.append("handed on")

    async def send(message):
        came.append(message["type"])

    named = [
        ("host", host),
        *(("origin", text) for text in origins),
        *((name, "1") for name in more),
    ]
    headers = [(name.encode(), text.encode()) for name, text in named]
    scope = {"type": kind, "path": "/_stcore/stream", "headers": headers}
    asyncio.run(OriginMiddleware(app, is_trusted_origin)(scope, None, send))
    return came


@pytest.mark.parametrize("origin", [f"http://{HOST}", f"https://{HOST}", f"HTTP://{HOST.upper()}"])
def test_a_page_of_the_server_is_handed_on(origin):
    assert connect(origin) == ["handed on"]


def test_a_program_that_names_no_page_is_handed_on():
    assert connect() == ["handed on"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example",
        "http://localhost:9999",
        "http://localhost",
        "http://localhost:8501.elsewhere.example",
        "http://elsewhere.example@localhost:8501",
        "null",
        "",
        "file://",
        "localhost:8501",
        "ftp://localhost:8501",
    ],
)
def test_a_page_of_another_site_is_refused_before_streamlit_sees_it(origin):
    assert connect(origin) == ["websocket.close"]


def test_a_page_of_a_site_that_gives_this_machine_its_name_is_refused(options):
    options("server.address", "localhost")
    host = "elsewhere.example:8501"
    assert connect(f"http://{host}", host=host) == ["websocket.close"]


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
def test_this_machine_is_known_by_its_own_names(options, host):
    options("server.address", "localhost")
    assert connect(f"http://{host}", host=host) == ["handed on"]


@pytest.mark.parametrize("header", ["x-forwarded-for", "Forwarded", "Via"])
def test_a_proxy_that_says_so_gives_a_server_its_name(options, header):
    options("server.address", "localhost")
    host = "studies.example"
    assert connect(f"https://{host}", host=host, more=[header]) == ["handed on"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.address", "0.0.0.0"),
        ("browser.serverAddress", "studies.example"),
        ("server.allowedHosts", ["studies.example"]),
    ],
)
def test_the_set_up_gives_a_server_its_name(options, name, value):
    options("server.address", "localhost")
    options(name, value)
    assert connect("https://studies.example", host="studies.example") == ["handed on"]


def test_one_foreign_page_among_several_is_refused():
    assert connect(f"http://{HOST}", "http://elsewhere.example") == ["websocket.close"]


@pytest.mark.parametrize("kind", ["http", "lifespan"])
def test_what_is_no_websocket_is_handed_on(kind):
    assert connect("http://elsewhere.example", kind=kind) == ["handed on"]


@pytest.mark.parametrize("origin", ["https://studies.example", "http://studies.example:8501"])
@pytest.mark.parametrize("name", ["studies.example", "https://Studies.example"])
def test_the_address_of_the_set_up_is_trusted(options, name, origin):
    options("browser.serverAddress", name)
    assert is_trusted_origin(origin)
    assert not is_trusted_origin("https://studies.example:99")
    assert not is_trusted_origin("https://x.studies.example")


def test_the_origins_of_the_set_up_are_trusted(options):
    options("server.corsAllowedOrigins", ["https://a.example "])
    assert is_trusted_origin("https://A.example")
    assert not is_trusted_origin("http://a.example")


def test_without_the_check_all_are_trusted(options):
    options("server.enableCORS", False)
    assert is_trusted_origin("https://elsewhere.example")


def test_no_address_is_looked_up(monkeypatch):
    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, pytest.fail)
    look_up_no_addresses()
    assert net_util.get_external_ip() is net_util.get_internal_ip() is None
