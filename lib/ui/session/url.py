"""Where a figure is taken away: the viewer's theme, the day, and the address of the dashboard."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st

from lib.slides.page_settings import query
from lib.slides.slide_list import CURVES, PageSettings
from lib.ui.components.figure import viewers_theme
from lib.ui.session.dataset import today

EMBED, VERSION = "embed", "version"


@dataclass(frozen=True)
class ViewerContext:
    """What files say of where and when they were made.

    Attributes
    ----------
    theme
        `light` or `dark`.
    day
        Today, as it is printed.
    site
        Address of the dashboard, with a slash at its end.
    """

    theme: str
    day: str
    site: str

    def link(
        self, page: str, asked: PageSettings, version: str = "", more: PageSettings = ()
    ) -> str:
        """Give the address of a page's view, with these data if a version is named."""
        every = (*asked, *([(VERSION, (version,))] if version else []), *more)
        start = f"{self.site}{'' if page == CURVES else page}"
        return f"{start}?{query(every)}" if every else start


def viewer_context() -> ViewerContext:
    """Tell of the viewer's setting."""
    parts = urlsplit(st.context.url or "http://localhost:8501/")
    # The front page's own address may come without the folder that the dashboard is served in.
    folder = str(st.get_option("server.baseUrlPath")).strip("/")
    site = f"{parts.scheme}://{parts.netloc}/{f'{folder}/' if folder else ''}"
    return ViewerContext(viewers_theme(), today(), site)
