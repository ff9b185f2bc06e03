"""The history as an Atom feed (RFC 4287): a version an entry, what was changed and why."""

import re
import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape

from lib.narrative.numbers.count_text import ABSENT
from lib.studies.store import store
from lib.studies.store.store import History, Version
from lib.ui.api.inquiry import Inquiry
from lib.ui.editing.history import NOBODY, counts_text, why_text
from lib.ui.session.dataset import studies_place

MOST_ENTRIES = 100

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_VERSION = "1970-01-01T00:00:00+00:00"


def feed(asked: Inquiry) -> bytes:
    """Write the newest versions that were in force."""
    asked.expect_nothing_else()
    place = studies_place()
    return "\n".join([*_lines(store.history(place), asked.data.name), ""]).encode()


def _lines(past: History, name: str) -> Iterator[str]:
    versions = [version for version in past.versions if not version.never_in_force]
    first = versions[-1].sha256 if versions else ""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield f"<id>{_id(name, first)}</id>"
    yield f"<title>{_text(f'Response Decay: versions of {name}')}</title>"
    yield f"<updated>{versions[0].when.isoformat() if versions else _NO_VERSION}</updated>"
    yield '<link rel="self" href="feed.atom"/>'
    yield '<link rel="alternate" type="text/html" href="history"/>'
    for version in versions[:MOST_ENTRIES]:
        yield from _entry(version, first)
    yield "</feed>"


def _entry(version: Version, first: str) -> Iterator[str]:
    why, what = why_text(version) or ABSENT, counts_text(version)
    rows = f"{what + ' ' if what else ''}({version.rows:,} rows in all)"
    yield "<entry>"
    yield f"<id>{_id(first, version.sha256, str(version.number))}</id>"
    yield f"<title>{_text(f'Version {version.number}: {why}')}</title>"
    yield f"<updated>{version.when.isoformat()}</updated>"
    yield f"<author><name>{_text(version.who or NOBODY)}</name></author>"
    yield f"<summary>{_text(f'{why} Rows: {rows}.')}</summary>"
    page = f"history?version={version.number}"
    rows = f"api/v1/versions/{version.version}/studies.csv"
    yield f'<link rel="alternate" type="text/html" href="{page}"/>'
    yield f'<link rel="enclosure" type="text/csv" href="{rows}"/>'
    yield "</entry>"


def _id(*names: str) -> str:
    """Name a feed or an entry: always the same, on any server that has the same history."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "response-decay:" + "/".join(names)).urn


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub(" ", text))
