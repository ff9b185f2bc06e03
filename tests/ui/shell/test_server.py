import asyncio

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.shell import server
from lib.ui.shell.wire.entry_token import ENTRY


def test_a_failed_page_is_told_without_its_error():
    app = AppTest.from_string(
        "from lib.ui.shell.server import show_error\nassert show_error(ValueError('a secret'))",
        default_timeout=20,
    ).run()
    said = " ".join(element.proto.body for element in app.get("html"))
    assert "This page could not be shown" in said
    assert "secret" not in said
    assert not app.exception


def test_a_failed_page_is_told_in_the_log(caplog):
    AppTest.from_string(
        "from lib.ui.shell.server import show_error\nshow_error(ValueError('why'))",
        default_timeout=20,
    ).run()
    assert "why" in caplog.text


HERE = {
    "server.headless": False,
    "server.port": 8501,
    "server.address": "localhost",
    "server.baseUrlPath": "",
}


@pytest.fixture
def start(monkeypatch, tmp_path, capsys):
    """Start with these options; gives what was printed and the addresses that were opened."""

    def run(by_token=False, **options):
        opened = []
        given = HERE | {f"server.{name}": value for name, value in options.items()}
        monkeypatch.setattr(server.webbrowser, "open", opened.append)
        monkeypatch.setattr(server.st, "get_option", given.get)
        monkeypatch.setattr(server, "is_token_of_use", lambda: by_token)
        monkeypatch.setattr(server, "_packed_files", lambda: server.PackedFiles(tmp_path, []))

        async def live():
            async with server.start(None):
                pass

        asyncio.run(live())
        return capsys.readouterr().out, opened

    return run


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8501/"])])
def test_a_browser_opens_only_where_somebody_sits(start, headless, opened):
    assert start(headless=headless)[1] == opened


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ({}, "http://localhost:8501/"),
        ({"address": "0.0.0.0", "port": 80}, "http://localhost:80/"),
        ({"baseUrlPath": "/decay/"}, "http://localhost:8501/decay/"),
        ({"sslCertFile": "here.pem"}, "https://localhost:8501/"),
        ({"address": "::1"}, "http://[::1]:8501/"),
    ],
)
def test_the_address_is_printed(start, options, address):
    assert address in start(**options)[0].split()


def test_the_address_that_is_printed_lets_one_save_and_that_of_the_browser_once(start):
    printed, (opened,) = start(by_token=True)
    assert f"http://localhost:8501/?token={ENTRY.text}" in printed.split()
    token = opened.removeprefix("http://localhost:8501/?token=")
    assert token != ENTRY.text
    assert [ENTRY.admits(token), ENTRY.admits(token)] == [True, False]


def test_no_token_is_printed_where_it_is_of_no_use(start):
    assert "token" not in start()[0]
