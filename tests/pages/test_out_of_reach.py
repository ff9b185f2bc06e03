"""A shared store that is away: pages go on, saves are refused in words, drafts stay."""

import pytest

from lib.studies.store import store
from lib.studies.store.engines import reader
from tests.pages.page_text import html
from tests.pages.test_studies import STUDIES, edit, keep
from tests.studies.store.engines import bucket_server

BANNER = "The store of the studies has been out of reach since"


@pytest.fixture
def server(monkeypatch, csv):
    with bucket_server.serve() as server:
        for name, value in bucket_server.environment(server).items():
            monkeypatch.setenv(name, value)
        address = f"s3://studies/{server.server_address[1]}"
        monkeypatch.setenv(store.STORE_VARIABLE, address)
        monkeypatch.setattr(reader, "FRESH", 0)
        store.copy(csv, store.place(address))
        yield server


@pytest.mark.usefixtures("at_home")
def test_a_save_is_refused_while_the_store_is_away_and_goes_through_after(server, open_app):
    app = edit(open_app(STUDIES), edited={0: {"note": "Read again"}})
    assert BANNER not in html(app)
    server.is_away = True
    keep(app, "Save for everybody")
    assert "Not saved. The store of the studies cannot be reached" in html(app)
    assert "Your rows are still on this page." in html(app)
    assert BANNER in html(app.run())
    assert "1 changed" in html(app)
    server.is_away = False
    assert BANNER not in html(app.run())
    keep(app, "Save for everybody")
    assert "Saved for everybody as version 2" in html(app)


@pytest.mark.parametrize("page", ["explore/curves.py", "data/studies.py"])
def test_every_page_shows_the_last_version_and_says_so(server, open_app, page):
    app = open_app(page)
    version = store.version(store.default_place())
    server.is_away = True
    assert f"What you see is version {version}" in html(app.run())
    assert not app.exception


def test_the_history_is_not_called_empty_while_it_cannot_be_read(server, open_app):
    server.is_away = True
    said = html(open_app("data/history.py"))
    assert "The history cannot be read: its credentials do not suffice." in said
    assert "No version has been saved yet" not in said
