"""A show of slides: how it starts, and where it stands."""

from playwright.sync_api import Page, expect


def present(page: Page) -> None:
    page.get_by_role("button", name="Present", exact=True).click()
    wait_for_figure(page)


def wait_for_figure(page: Page) -> None:
    page.locator(".rp-pane:not(.rp-unseen) .main-svg .trace").first.wait_for()


def at(page: Page, count: str, label: str) -> None:
    expect(page.locator(".rp-count")).to_have_text(count)
    expect(page.locator(".rp-label")).to_have_text(label)
