import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks import servers
from lib.studies.store import store
from tests.browser.identity import CLIENT, CLIENT_SECRET, identity_provider
from tests.browser.passing_on import passing_on

APP = Path(__file__).parent / "signing_in" / "app.py"
ADA = {"email": "ada@clinic.example", "name": "Ada Example", "email_verified": True}
EVE = {"email": "eve@elsewhere.example", "name": "Eve Example"}


@pytest.fixture(scope="module")
def provider():
    with identity_provider() as running:
        yield running


def options_of(folder, address, secrets):
    secrets_file = folder / "secrets.toml"
    if secrets:
        secrets_file.write_text(secrets)
    options = {
        "server.address": address,
        # Without a name, and without our settings, Streamlit asks another machine for it.
        "browser.serverAddress": "localhost",
        "browser.gatherUsageStats": "false",
        "secrets.files": str(secrets_file),
    }
    return [word for name, text in options.items() for word in (f"--{name}", text)]


@contextmanager
def served(folder, address, secrets=""):
    with servers.app(APP, folder, *options_of(folder, address, secrets)) as url:
        yield url


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    with served(tmp_path_factory.mktemp("at_home"), "localhost") as url:
        yield url


@pytest.fixture(scope="module")
def secrets(provider):
    return f"""
        [auth]
        redirect_uri = "http://localhost:{{port}}/oauth2callback"
        cookie_secret = "known to nobody but this test"
        client_id = "{CLIENT}"
        client_secret = "{CLIENT_SECRET}"
        server_metadata_url = "{provider.address}/.well-known/openid-configuration"

        [editors]
        addresses = ["Ada@Clinic.example"]
    """


@pytest.fixture(scope="module")
def for_others(tmp_path_factory, secrets):
    with served(tmp_path_factory.mktemp("for_others"), "0.0.0.0", secrets) as url:
        yield url


@pytest.fixture
def visit(new_page, settle):
    def go(url):
        page = new_page()
        page.goto(url)
        return settle(page)

    return go


def sign_in(page, provider, claims):
    provider.claims = claims
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {claims['name']}.")).to_be_visible()


ON = "Saving is on for Editor(name='', address='')"


def test_on_a_machine_of_ones_own_saving_is_on_by_the_token(at_home, visit, settle):
    page = visit(servers.entry(at_home, "/?level=90"))
    expect(page.get_by_text(ON)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in")).to_have_count(0)
    assert page.url == f"{at_home}/?level=90"
    assert page.evaluate("document.cookie").count("response_decay") == 0
    page.goto(at_home)
    expect(settle(page).get_by_text(ON)).to_be_visible()


def test_without_the_token_saving_is_off(at_home, visit):
    page = visit(at_home)
    expect(page.get_by_text("Saving is off. This browser cannot save yet")).to_be_visible()
    visit(servers.entry(at_home))  # another visitor's, in a browser of their own
    page.reload()
    expect(page.get_by_text("Saving is off. This browser cannot save yet")).to_be_visible()


def test_behind_a_proxy_on_the_same_machine_saving_is_off(at_home, visit):
    with passing_on(at_home, "Forwarded: for=127.0.0.1") as url:
        page = visit(url + servers.entry(at_home).removeprefix(at_home))
        expect(page.get_by_text("Saving is off. Nobody can save here")).to_be_visible()


@pytest.mark.parametrize("header", ["X-Anything: else", "X-Some-New-CDN-Address: 192.0.2.7"])
def test_a_proxy_that_hides_itself_lets_nobody_save_without_the_token(at_home, visit, header):
    with passing_on(at_home, header) as url:
        page = visit(url)
        expect(page.get_by_text("Saving is off. This browser cannot save yet")).to_be_visible()
        page.goto(url + servers.entry(at_home).removeprefix(at_home))
        expect(page.get_by_text(ON)).to_be_visible()


def test_served_to_others_without_a_sign_in_saving_is_off(tmp_path, visit):
    with served(tmp_path, "0.0.0.0") as url:
        page = visit(url)
        expect(page.get_by_text("Saving is off. Nobody can save here")).to_be_visible()
        expect(page.get_by_role("button", name="Sign in")).to_have_count(0)


def test_served_to_others_only_the_signed_in_keep_rows(for_others, visit):
    page = visit(for_others)
    expect(page.get_by_text("Saving is off. Only editors can save here")).to_be_visible()


def test_an_editor_signs_in_and_out(for_others, visit, provider, settle):
    page = visit(for_others)
    sign_in(page, provider, ADA)
    editor = "Saving is on for Editor(name='Ada Example', address='ada@clinic.example')"
    expect(page.get_by_text(editor)).to_be_visible()
    page.reload()
    expect(settle(page).get_by_text(editor)).to_be_visible()
    with page.expect_event("load"):  # the page as it comes back from signing out
        page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Saving is off. Only editors can save here")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_somebody_else_signs_in_in_vain(for_others, visit, provider):
    page = visit(for_others)
    sign_in(page, provider, EVE)
    off = "Saving is off. Your address eve@elsewhere.example is not on the list of editors."
    expect(page.get_by_text(off)).to_be_visible()


def test_one_visitors_sign_in_is_nobody_elses(for_others, visit, provider):
    sign_in(visit(for_others), provider, ADA)
    expect(visit(for_others).get_by_text("Saving is off.")).to_be_visible()


def test_an_editor_keeps_rows_of_the_dashboard_under_their_name(
    tmp_path, secrets, provider, visit, settle
):
    csv = tmp_path / "studies.csv"
    shutil.copy(servers.STUDIES, csv)
    data = b"study,arm,months,rate_pct\nLee 2020,Drug,3,50\n"
    brought = {"name": "lee.csv", "mimeType": "text/csv", "buffer": data}
    with servers.dashboard(csv, *options_of(tmp_path, "0.0.0.0", secrets)) as url:
        page = visit(f"{url}/upload")
        page.locator("input[type=file]").set_input_files(brought)
        expect(page.get_by_text("Only editors can save here")).to_be_visible()
        expect(page.get_by_role("button", name="Save for everybody")).to_have_count(0)

        provider.claims = ADA
        with page.expect_event("load"):
            page.get_by_role("button", name="Sign in").click()
        settle(page)
        page.get_by_role("link", name="Import").click()
        settle(page).locator("input[type=file]").set_input_files(brought)
        expect(page.get_by_text("Signed in as Ada Example.")).to_be_visible()
        page.get_by_label("What changes, and why, in a sentence").fill("Adds Lee 2020")
        page.get_by_role("button", name="Save for everybody").click()
        expect(page.get_by_text("Saved for everybody as version 2")).to_be_visible()
    kept = store.history(csv).versions[0]
    assert (kept.who, kept.address) == ("Ada Example", "ada@clinic.example")
