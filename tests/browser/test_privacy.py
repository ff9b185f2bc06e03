from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Error, expect

from benchmarks import servers

# Any test whose page asks another machine, or does what its policy forbids, fails when it ends: see
# `new_page` in conftest.py.


def test_no_page_asks_another_machine_or_tries_what_is_forbidden(open_app, settle, requests):
    page = open_app()
    links = page.get_by_test_id("stSidebarNavLink")
    expect(links).not_to_have_count(0)
    for link in links.all():
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        settle(page)
    assert any(url.endswith("/_stcore/stream") for url in requests)


def test_a_request_elsewhere_is_noticed(page, requests):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://elsewhere.invalid/")
    assert requests == ["http://elsewhere.invalid/"]
    requests.clear()


INTRUDE = """() => new Promise((done) => {
  addEventListener("securitypolicyviolation", (event) => done(event.violatedDirective));
  document.body.insertAdjacentHTML("beforeend", %r);
})"""


INTRUDERS = {
    '<img src="x" onerror="document.title = 1">': "script-src-attr",
    '<img src="http://elsewhere.invalid/seen.png">': "img-src",
    '<iframe src="http://elsewhere.invalid/"></iframe>': "frame-src",
}
"""What a text may hold, and what of the policy it meets."""


def test_what_somebody_writes_into_a_page_does_nothing(open_app, forbidden, requests):
    page = open_app("/columns")
    met = {intruder: (page.evaluate(INTRUDE % intruder), page.title()) for intruder in INTRUDERS}
    assert met == {it: (directive, "Response Decay") for it, directive in INTRUDERS.items()}
    forbidden.clear()
    requests[:] = [url for url in requests if "elsewhere.invalid" not in url]


@pytest.fixture
def framed(page, tmp_path):
    """Show an address in a frame of another site."""
    with Site(tmp_path) as site:

        def show(address):
            frame = f'<iframe src="{address}" width="900" height="600"></iframe>'
            (tmp_path / "index.html").write_text(f"<!DOCTYPE html>{frame}")
            page.goto(site.address, wait_until="commit")
            return page.frame_locator("iframe")

        yield show


class Site(ThreadingHTTPServer):
    """Another site on this machine: to a browser, its number is another host than its name."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=folder))
        self.address = f"http://127.0.0.1:{self.server_port}/"

    def __enter__(self):
        Thread(target=self.serve_forever, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *error):
        self.shutdown()
        super().__exit__(*error)


@pytest.fixture(scope="module")
def embeddable():
    variables = {"RESPONSE_DECAY_EMBED_IN": "http://127.0.0.1:*"}
    with servers.dashboard(servers.STUDIES, variables=variables) as url:
        yield url


@pytest.fixture
def refused(page, framed, forbidden):
    def try_to_show(address):
        with page.expect_console_message(lambda said: "frame-ancestors 'self'\"" in said.text):
            framed(address)
        forbidden.clear()

    return try_to_show


@pytest.mark.parametrize("path", ["/", "/?embed=true"])
def test_no_other_site_shows_the_dashboard_in_a_frame(refused, dashboard, path):
    refused(dashboard + path)


def test_a_site_of_the_set_up_shows_figures_in_a_frame_and_no_more(framed, refused, embeddable):
    frame = framed(f"{embeddable}/?embed=true")
    expect(frame.locator(".js-plotly-plot .trace").first).to_be_visible()
    refused(embeddable)
