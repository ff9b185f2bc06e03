"""What axe finds wrong with a page, once all that fades in is there."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What fades in has not yet the contrast that it will have.
_FADES_END = """async () => {
  const ends = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < 9e4);
  await Promise.allSettled(ends.map((it) => it.finished));
}"""
# Without this it also describes every node that is as it should be, which takes most of its time,
# and looks for a selector of each.
_ONLY_VIOLATIONS = {"resultTypes": ["violations"], "selectors": False}


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(_FADES_END)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    run = "async (options) => (await axe.run(options)).violations"
    found: list[dict[str, Any]] = page.evaluate(run, _ONLY_VIOLATIONS)
    return found
