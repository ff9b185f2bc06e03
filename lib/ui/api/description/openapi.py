"""The description of all that can be read (OpenAPI 3.1), made of the resources and the settings."""

from collections.abc import Iterable, Iterator
from typing import Any

from lib.analysis.setting import Control, Setting
from lib.slides.page_settings import PAGE_SETTINGS
from lib.slides.slide_list import PAGES
from lib.ui.api import data_files, figures, static_view
from lib.ui.api.description.schemas import SCHEMAS
from lib.ui.api.oembed import NAMES
from lib.ui.api.problems import KINDS, PROBLEM
from lib.ui.api.resources import API, JSON, Resource
from lib.ui.figures.frames import THEME

_ABOUT = (
    "Published response rates over time, with every caution and refusal that the pages show. "
    "For information about published evidence only; not medical advice. "
    "The query of a figure has the settings of its page: copy them from a link. Nothing is passed "
    "over: what cannot be set is refused with 422. Months are months since treatment; what ends "
    "in _pct is percent from 0 to 100; null is what is not known. "
    "Addresses in answers are relative to the address of the dashboard. "
    f"Limits: {figures.MOST_POINTS:,} points in a figure, {data_files.MOST_ROWS:,} rows in "
    f"studies.json, {static_view.MOST_CURVES:,} curves in a view, 4,000 bytes of query, two "
    "answers made at a time (503 says when to come back). What names a version may be kept for "
    "ever; all else has an ETag."
)
_COMMON = {
    "304": "You have it already.",
    "405": KINDS["method"][1],
    "414": KINDS["query-too-long"][1],
    "422": KINDS["unknown-setting"][1],
    "503": KINDS["busy"][1],
}


def openapi(resources: Iterable[Resource]) -> dict[str, Any]:
    """Describe resources."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Response Decay", "version": "1", "description": _ABOUT},
        "servers": [{"url": "../../", "description": "The dashboard that this was read from."}],
        "paths": {each.path: {"get": _operation(each)} for each in resources},
        "components": {"schemas": SCHEMAS},
    }


def _operation(resource: Resource) -> dict[str, Any]:
    name = resource.path.removeprefix(API).strip("/")
    content = {"schema": {"$ref": f"#/components/schemas/{resource.schema}"}}
    media = resource.media.partition(";")[0]
    text = {"schema": {"type": "string"}}
    return {
        "operationId": "".join(c if c.isalnum() else "_" for c in name),
        "summary": resource.summary,
        "parameters": list(_parameters(resource)),
        "responses": {
            "200": {
                "description": resource.summary,
                "content": {media: content if media == JSON else text},
            },
            "404": _problem(KINDS["unknown-version"][1]),
            **{
                status: {"description": what} if status == "304" else _problem(what)
                for status, what in _COMMON.items()
            },
        },
    }


def _problem(what: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": what, "content": {PROBLEM: {"schema": schema}}}


def _parameters(resource: Resource) -> Iterator[dict[str, Any]]:
    if "{version}" in resource.path:
        yield _in("path", "version", "A version of the data.", _VERSION) | {"required": True}
    if "{page}" in resource.path:
        pages = {"type": "string", "enum": list(PAGES)}
        yield _in("path", "page", "A page of figures.", pages) | {"required": True}
        themes = {"type": "string", "enum": list(static_view.THEMES)}
        yield _in("query", THEME, "Colours. All settings of the page, too.", themes)
    if resource.page:
        yield _in("query", "version", "A version of the data; else the present one.", _VERSION)
        yield from map(_setting, PAGE_SETTINGS[resource.page])
    if resource.schema == "Embed":
        for name in NAMES:
            yield _in("query", name, "As in oEmbed 1.0.", {"type": "string"})


_VERSION = {"type": "string", "pattern": "^[0-9a-f]{8}$"}


def _in(place: str, name: str, what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "description": what, "schema": schema}


def _setting(setting: Setting) -> dict[str, Any]:
    """Describe a setting; what the data let it be is said by a refusal."""
    one: dict[str, Any] = {"type": "string"}
    if setting.choices:
        one["enum"] = setting.known_texts({})
    schema = one
    if setting.control in (Control.SEVERAL, Control.RANGE):
        most = 2 if setting.control is Control.RANGE else setting.most
        schema = {"type": "array", "items": one} | ({"maxItems": most} if most else {})
    elif default := setting.texts(setting.default):
        schema = one | {"default": default[0]}
    what = " ".join(filter(None, [f"{setting.label}.", setting.help]))
    return _in("query", setting.name, what, schema)
