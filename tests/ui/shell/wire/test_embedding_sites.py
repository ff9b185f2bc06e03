import pytest

from lib.ui.shell.wire import embedding_sites
from lib.ui.shell.wire.embedding_sites import EMBED_VARIABLE


@pytest.fixture
def sites(monkeypatch):
    def of(text):
        embedding_sites._sites.cache_clear()
        monkeypatch.setenv(EMBED_VARIABLE, text)
        return list(embedding_sites.embedding_sites())

    return of


@pytest.mark.parametrize(
    "text",
    ["https://clinic.example", "https://*.clinic.example:8443", "clinic.example", "*", "a:*"],
)
def test_a_site_may_embed_figures(sites, text):
    assert sites(f" {text}\n https://b.example ") == [text, "https://b.example"]


@pytest.mark.parametrize(
    "text", ["'none'", "https://a.example;script-src", "javascript:", "https://a.example/path", "é"]
)
def test_what_is_no_site_is_left_out_and_said_in_the_log(sites, caplog, text):
    assert sites(f"{text} https://b.example") == ["https://b.example"]
    assert f"{EMBED_VARIABLE} names what is no site: {text}" in caplog.text


def test_by_default_no_site_embeds_figures(sites):
    assert sites("") == []
