"""Take the README's pictures from the running dashboard: `make screenshot`."""

from pathlib import Path

from playwright.sync_api import Page

from benchmarks import servers
from benchmarks.browser import chromium

HERE = Path(__file__).parent
DRAWN = ".js-plotly-plot .scatterlayer .trace"


def main() -> None:
    with servers.dashboard() as url, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        page.goto(url)
        page.wait_for_selector(DRAWN)
        page.get_by_text("Reset all").wait_for()
        _take(page, "response-curves.png")
        show = browser.new_page(viewport={"width": 1280, "height": 720})
        show.goto(f"{url}/slides")
        show.get_by_role("button", name="Start with a ready-made story").click()
        show.get_by_role("button", name="Present", exact=True).click()
        for _ in range(2):
            show.keyboard.press("ArrowRight")
        _take(show, "slide.png")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(3000)  # fonts, the last layout, buttons that hide when nobody moves
    page.screenshot(path=HERE / name)


if __name__ == "__main__":
    main()
