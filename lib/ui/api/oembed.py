"""oEmbed: whoever has the address of a page is given the frame of its view, which needs no session.

The frame names the present version: what a journal printed stays what it printed.
"""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from lib.slides.slide_list import CURVES
from lib.ui.api.figures import Json
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.problems import ProblemError
from lib.ui.api.static_view import figure_of_view, theme_of
from lib.ui.figures.frames import frame_html, view_address, view_height
from lib.ui.session.url import EMBED, VERSION
from lib.ui.session.url_notes import TABS

WIDTH, LEAST_WIDTH = 960, 320
CACHE_SECONDS = 86_400
NAMES = ("url", "format", "maxwidth", "maxheight")


def oembed(asked: Inquiry) -> Json:
    """Give the frame of a page's view (oembed.com)."""
    asked.expect_nothing_else(*NAMES)
    named = dict(asked.query)
    if named.get("format", "json") != "json":
        raise ProblemError("other-format", "oEmbed is answered as JSON only.")
    there = urlsplit(named.get("url", ""))
    origin = f"{there.scheme}://{there.netloc}"
    if origin.lower() not in asked.origins or not there.path.startswith(asked.base):
        raise ProblemError("unknown-address", "“url” is not the address of a page here.")
    page, version = _page(there.path.removeprefix(asked.base))
    pairs = parse_qsl(there.query, keep_blank_values=True)
    version = dict(pairs).get(VERSION, version)
    of = replace(asked, version=version, query=tuple(p for p in pairs if p[0] not in _OWN))
    theme, of = theme_of(of)
    figure = figure_of_view(page, of)
    high = min(_number(named, "maxheight", 10_000), view_height(figure))
    wide = max(LEAST_WIDTH, min(_number(named, "maxwidth", WIDTH), WIDTH))
    address = f"{origin}{asked.base}{view_address(figure, of.data.version, theme)}"
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Response Decay",
        "provider_url": f"{origin}{asked.base}",
        "title": figure.slide_title,
        "cache_age": CACHE_SECONDS,
        "width": wide,
        "height": high,
        "html": frame_html(address, figure.title, str(wide), high),
    }


_OWN = {VERSION, EMBED, TABS}


def _page(path: str) -> tuple[str, str]:
    """Give the page and the version that a path names, of a page or of a view."""
    parts = path.strip("/").split("/")
    if len(parts) == 3 and parts[0] == "view":
        return parts[2].removesuffix(".html"), parts[1]
    return path.strip("/") or CURVES, ""


def _number(named: dict[str, str], name: str, default: int) -> int:
    text = named.get(name, str(default))
    if not text.isdecimal() or not 0 < int(text[:9]) < 10**6:
        raise ProblemError("unknown-setting", f"“{name}” is a number of pixels.")
    return int(text[:9])
