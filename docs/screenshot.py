"""Take the README's picture from the running dashboard: `make screenshot`."""

from pathlib import Path

from benchmarks import servers
from benchmarks.browser import chromium

PICTURE = Path(__file__).with_name("response-curves.png")
DRAWN = ".js-plotly-plot .scatterlayer .trace"


def main() -> None:
    with servers.dashboard() as url, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        page.goto(url)
        page.wait_for_selector(DRAWN)
        page.get_by_text("Reset all").wait_for()
        page.wait_for_timeout(1500)  # fonts and the last layout
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
