"""Take the README's pictures from the running dashboard: `make screenshot`."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks import servers
from benchmarks.browser import chromium
from lib.ui.shell.first_look import SEEN

HERE = Path(__file__).parent
GLIOMAS = HERE.parent / "data" / "examples" / "gliomas.csv"
DRAWN = ".js-plotly-plot .scatterlayer .trace"
SCREEN: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}


def main() -> None:
    with chromium() as browser:
        with servers.dashboard() as url:
            _take(_opened(browser, url), "response-curves.png")
            _take(_opened(browser, url, color_scheme="dark"), "response-curves-dark.png")
            _take(_opened(browser, url, viewport=PHONE), "response-curves-phone.png")
            _take(_first_slides(browser, url), "slide.png")
        with servers.dashboard(GLIOMAS) as url:
            _take(_opened(browser, f"{url}/synthesis?figure=12"), "forest.png")


def _opened(browser: Browser, url: str, **look: Any) -> Page:
    page = browser.new_page(**{"viewport": SCREEN, **look})
    page.add_init_script(f"localStorage.setItem('{SEEN}', '1')")
    page.goto(url)
    page.wait_for_selector(DRAWN)
    return page


def _first_slides(browser: Browser, url: str) -> Page:
    show = browser.new_page(viewport=SCREEN)
    show.goto(f"{url}/slides")
    show.get_by_role("button", name="Start with a ready-made story").click()
    show.get_by_role("button", name="Present", exact=True).click()
    for _ in range(2):
        show.keyboard.press("ArrowRight")
    return show


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(3000)  # fonts, the last layout, buttons that hide when nobody moves
    page.screenshot(path=HERE / name)


if __name__ == "__main__":
    main()
