import pytest
from playwright.sync_api import Error, expect

# Any test whose page asks another machine fails when it ends: see `new_page` in conftest.py.


def test_walking_through_every_page_asks_no_other_machine(open_app, settle, requests):
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
