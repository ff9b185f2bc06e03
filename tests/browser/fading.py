"""What fades in has not yet the contrast that it will have."""

from playwright.sync_api import Page

_ENDS = """async () => {
  const ends = document.getAnimations().filter((it) => it.effect.getComputedTiming().endTime < 9e4);
  await Promise.allSettled(ends.map((it) => it.finished));
}"""


def wait_for_fades(page: Page) -> None:
    page.evaluate(_ENDS)
