import asyncio

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui.shell import server


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


@pytest.mark.parametrize(("headless", "opened"), [(True, []), (False, ["http://localhost:8501"])])
def test_a_browser_opens_only_where_somebody_sits(monkeypatch, tmp_path, headless, opened):
    asked = []
    options = {"server.headless": headless, "server.port": 8501, "server.address": "localhost"}
    monkeypatch.setattr(server.webbrowser, "open", asked.append)
    monkeypatch.setattr(server.st, "get_option", options.get)

    monkeypatch.setattr(server, "_packed_files", lambda: server.PackedFiles(tmp_path, []))

    async def start():
        async with server.start(None):
            pass

    asyncio.run(start())
    assert asked == opened
