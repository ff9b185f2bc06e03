from dataclasses import replace

import pytest
import streamlit as st
from streamlit import config
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from lib.studies.permissions import SIGN_IN_KEYS, Request
from lib.ui.editing import sign_in

SECRETS = {
    "auth": dict.fromkeys(SIGN_IN_KEYS, "set"),
    "editors": {"domains": ["clinic.example"]},
}
ADA = {"is_logged_in": True, "email": "ada@clinic.example", "name": "<i>Ada</i>"}
AT_HOME = Request("localhost", "", {"Host": "localhost", "Origin": "http://localhost"}, True)
PAGE = """
import streamlit as st
from lib.ui.editing.sign_in import current_standing, sign_in_out
standing = current_standing()
st.text(f"{standing.editor} {standing.why_not}")
sign_in_out(standing)
"""


@pytest.fixture
def secrets_file(monkeypatch, tmp_path):
    file = tmp_path / "secrets.toml"
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(file)])
    monkeypatch.setattr(st, "secrets", Secrets())
    sign_in._log_once.cache_clear()
    yield file
    config.set_option("secrets.files", before)


@pytest.fixture
def logged(caplog):
    return lambda: [record.message for record in caplog.records if record.name == "response_decay"]


@pytest.fixture
def open_page(secrets_file):
    assert not secrets_file.exists()

    def run(secrets=None, user=None):
        app = AppTest.from_string(PAGE, default_timeout=20)
        app.secrets, app.user = secrets or {}, user or {}
        app.run()
        assert not app.exception
        return app

    return run


@pytest.fixture
def at_home(monkeypatch):
    monkeypatch.setattr(sign_in, "_request", lambda: AT_HOME)


def told(app):
    return app.text[0].value


def buttons(app):
    return [button.label for button in app.button]


def said(app):
    return " ".join(element.proto.body for element in app.get("html"))


def test_a_request_that_says_nothing_of_itself_is_not_local(open_page):
    app = open_page()
    assert told(app).startswith("None Nobody can save here")
    assert buttons(app) == []


@pytest.mark.usefixtures("at_home")
def test_at_home_without_secrets_saving_is_on(open_page, logged):
    app = open_page()
    assert told(app).startswith("Editor(name='', address='')")
    assert buttons(app) == []
    assert logged() == []


def test_without_the_token_the_page_says_where_it_is(open_page, monkeypatch, logged):
    monkeypatch.setattr(sign_in, "_request", lambda: replace(AT_HOME, has_token=False))
    app = open_page()
    assert "Open the address that was printed when the dashboard was started" in told(app)
    assert buttons(app) == []
    assert logged() == []


@pytest.mark.parametrize(
    ("served_at", "text", "is_of_use"),
    [
        ("localhost", b"", True),
        ("0.0.0.0", b"", False),
        ("localhost", b"[editors]", False),
        ("localhost", b"[editors", False),
    ],
)
def test_a_token_is_printed_only_where_it_lets_one_save(
    secrets_file, monkeypatch, served_at, text, is_of_use
):
    secrets_file.write_bytes(text)
    monkeypatch.setattr(sign_in, "_served_at", lambda: served_at)
    assert sign_in.is_token_of_use() is is_of_use


@pytest.mark.usefixtures("at_home")
def test_at_home_with_a_list_of_editors_one_signs_in(open_page):
    app = open_page(SECRETS)
    assert told(app).startswith("None Only editors can save here")
    assert buttons(app) == ["Sign in"]
    assert "download them first" in said(app)


def test_an_editor_is_signed_in(open_page):
    app = open_page(SECRETS, ADA)
    assert "address='ada@clinic.example'" in told(app)
    assert buttons(app) == ["Sign out"]
    assert "Signed in as &lt;i&gt;Ada&lt;/i&gt;." in said(app)


def test_somebody_else_is_signed_in_and_can_sign_out(open_page):
    app = open_page(SECRETS, {**ADA, "email": "eve@elsewhere.example"})
    assert told(app).startswith("None Your address eve@elsewhere.example is not on the list")
    assert buttons(app) == ["Sign out"]


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("text", [b"[editors", b"\xff\xfe", b"editors = 1\neditors = 2"])
def test_secrets_that_cannot_be_read_turn_saving_off(open_page, secrets_file, logged, text):
    secrets_file.write_bytes(text)
    assert told(open_page()).startswith("None Nobody can save here")
    assert "The secrets cannot be read" in logged()[0]


def test_a_folder_in_place_of_the_secrets_turns_saving_off(open_page, secrets_file, logged):
    secrets_file.mkdir()
    assert told(open_page()).startswith("None Nobody can save here")
    assert "The secrets cannot be read" in logged()[0]


def test_whoever_runs_it_finds_the_reason_in_the_log_once(open_page, logged):
    for _ in range(2):
        open_page({**SECRETS, "editors": {"addresses": "ada@clinic.example"}})
    assert logged() == [
        "Nobody can save rows. In [editors] of the secrets, addresses must be like "
        '["a@clinic.example"].'
    ]
