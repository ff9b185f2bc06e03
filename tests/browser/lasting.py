"""Pages that outlive a test, and what the last test that only read left on them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

LONGEST = 90_000
"""A busy machine may take long; nothing but a failure waits so many milliseconds."""

NAV_LINK = '[data-testid="stSidebarNavLink"]'


class Sight(NamedTuple):
    """What a page shows: an address of a dashboard, what was done there, in which surroundings."""

    at: str
    path: str
    prepare: Callable[[Page], object] | None
    surroundings: Hashable

    def leads_to(self, other: "Sight") -> bool:
        """Whether a link of the navigation leads to the other, with nothing chosen in either."""
        bare = not any(it.prepare or "?" in it.path or "#" in it.path for it in (self, other))
        return bare and (self.at, self.surroundings) == (other.at, other.surroundings)


@dataclass
class Lasting:
    """The same page in all tests, and a second one in the browser of another visitor."""

    visitors: BrowserContext
    _pages: list[Page] = field(default_factory=list)
    _left: dict[Page, Sight] = field(default_factory=dict)
    _origins: dict[Page, set[str]] = field(default_factory=dict)

    def page(self, number: int) -> Page:
        if not self._pages:
            self._pages.append(self.visitors.pages[0])
        while len(self._pages) <= number:
            self._pages.append(self.new_context().new_page())
            self._pages[-1].set_default_timeout(LONGEST)
        return self._pages[number]

    def leave(self, page: Page, sight: Sight) -> None:
        """Keep what a page shows for the next test: this one has only read it."""
        self._left[page] = sight

    def sight(self, page: Page) -> Sight | None:
        return self._left.get(page)

    def note(self, page: Page, requests: Iterable[str]) -> None:
        """Remember whose storage is to be emptied."""
        origins = {"://".join(urlsplit(url)[:2]) for url in requests if url.startswith("http")}
        self._origins.setdefault(page, set()).update(origins)

    def new_context(self, **options: Any) -> BrowserContext:
        return _browser(self.visitors).new_context(**options)

    def empty_unless(self, page: Page, sight: Sight | None) -> None:
        """Empty a page but where it shows what is wanted, or a link leads there."""
        left = self._left.get(page)
        if left and not (sight and (left == sight or left.leads_to(sight))):
            self.empty(page)

    def empty(self, page: Page) -> None:
        """Empty a page, and close and delete what it has opened and stored."""
        self._left.pop(page, None)
        visitor = page.context
        for other in visitor.pages[1:]:
            other.close()
        page.on("dialog", _let_go)
        page.goto("about:blank")
        page.remove_listener("dialog", _let_go)
        page.unroute_all()
        visitor.clear_permissions()
        visitor.clear_cookies()
        session = visitor.new_cdp_session(page)
        session.send("Page.resetNavigationHistory")
        for origin in self._origins.pop(page, ()):
            storage = {"origin": origin, "storageTypes": "local_storage,indexeddb"}
            session.send("Storage.clearDataForOrigin", storage)
        session.detach()


def follow_link(page: Page, path: str) -> None:
    """Go to a page of the dashboard by its navigation: most of a visit's work is its start."""
    link = page.locator(f'{NAV_LINK}[href$="{urlsplit(page.url).netloc}{path}"]')
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def _browser(context: BrowserContext) -> Browser:
    assert context.browser
    return context.browser


def _let_go(dialog: Dialog) -> None:
    """A page with rows that are not saved asks whether it may be left."""
    dialog.accept()
