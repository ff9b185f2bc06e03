"""All that can be read without a session: each address, what it gives, what it may be asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lib.slides.slide_list import COMPARE, CURVES, SYNTHESIS
from lib.ui.api import data_files, figures, pools
from lib.ui.api.feed import feed
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.json_values import json_bytes
from lib.ui.api.oembed import oembed
from lib.ui.api.static_view import static_view

API = "/api/v1/"
JSON, CSV, ZIP, HTML, ATOM = (
    "application/json",
    "text/csv; charset=utf-8",
    "application/zip",
    "text/html; charset=utf-8",
    "application/atom+xml",
)


@dataclass(frozen=True)
class Resource:
    """Something that can be read.

    Attributes
    ----------
    path
        Its address; `{version}` and `{page}` are parts of it.
    summary
        What it gives, in a sentence.
    media
        The type of its answers.
    make
        Makes the content of an answer, of what is asked and of the page that its path names.
    page
        The page whose settings its query can have; blank for none.
    schema
        The name of the schema of its JSON.
    is_of_versions
        Whether it changes with the history, also where the present data do not.
    """

    path: str
    summary: str
    media: str
    make: Callable[[Inquiry, str], bytes]
    page: str = ""
    schema: str = ""
    is_of_versions: bool = False

    @property
    def is_page(self) -> bool:
        """Whether people look at it, rather than programs."""
        return self.media == HTML

    @property
    def file(self) -> str:
        """The end of the name of the file to take away; blank where it is none."""
        return self.path.rpartition("/")[2] if self.media in (CSV, ZIP) else ""


def _file(path: str, summary: str, media: str, make: Callable[[Inquiry], bytes]) -> Resource:
    return Resource(path, summary, media, lambda asked, _: make(asked))


def _json(
    path: str, summary: str, make: Callable[[Inquiry], Any], schema: str, **more: Any
) -> Resource:
    return Resource(
        path, summary, JSON, lambda asked, _: json_bytes(make(asked)), schema=schema, **more
    )


def _of_version(resource: Resource) -> Resource:
    path = f"{API}versions/{{version}}/{resource.path.removeprefix(API)}"
    return replace(resource, path=path, summary=f"{resource.summary} Of one version.")


_STUDIES = (
    _file(f"{API}studies.csv", "All rows, as typed.", CSV, data_files.studies_csv),
    _json(
        f"{API}studies.json",
        "The rows that can be used, typed, and what is wrong with the others.",
        data_files.studies,
        "Studies",
    ),
)

RESOURCES: tuple[Resource, ...] = (
    *_STUDIES,
    _json(
        f"{API}versions",
        "The versions, the newest first: when, who, what and why.",
        data_files.versions,
        "Versions",
        is_of_versions=True,
    ),
    *map(_of_version, _STUDIES),
    _of_version(
        _file(
            f"{API}datapackage.zip",
            "The rows with what programs need to read them (Data Package 2.0).",
            ZIP,
            data_files.package,
        )
    ),
    _json(
        f"{API}curve.json",
        "The curves of a view, point by point, and how fast each falls.",
        figures.curve,
        "Curve",
        page=CURVES,
    ),
    _json(
        f"{API}compare.json",
        "The arms at one month, and how the arms of each study differ.",
        figures.compare,
        "Compare",
        page=COMPARE,
    ),
    _json(
        f"{API}pool.json",
        "What is pooled window by window, of a new study and within the same studies, or why not.",
        pools.pool,
        "Pool",
        page=SYNTHESIS,
    ),
    Resource(
        "/view/{version}/{page}.html",
        "A view as one HTML file that needs no session, for frames and for caches.",
        HTML,
        lambda asked, page: static_view(page, asked),
    ),
    Resource(
        "/feed.atom",
        "The history as a feed: what was changed, and why.",
        ATOM,
        lambda asked, _: feed(asked),
        is_of_versions=True,
    ),
    _json("/oembed", "The frame of a page's view (oEmbed).", oembed, "Embed", is_of_versions=True),
)
