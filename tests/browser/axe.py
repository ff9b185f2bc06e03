"""What axe finds wrong with a page, once all that fades in is there."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What fades in has not yet the contrast that it will have.
_FADES_END = """async () => {
  const ends = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < 9e4);
  await Promise.allSettled(ends.map((it) => it.finished));
}"""
# Without this it also describes every node that is as it should be, which takes most of its time.
_ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(_FADES_END)
    found: list[dict[str, Any]] = Axe().run(page, options=_ONLY_VIOLATIONS).response["violations"]
    return found
