"""What was said of a file, kept for files with the same headers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.studies.intake.import_file import Import
from lib.studies.intake.instructions import Instructions, from_json, to_json
from lib.studies.intake.tables.find_header import find_header, unique_names
from lib.studies.reading.grid import SheetFile

KINDS_MOST = 50

# What a value for all rows is said of: the kind of file, or this one alone.
_OF_THE_KIND = ("treatment", "role", "design", "estimate", "outcome", "unit", "randomised")
_OF_ONE_FILE = ("sum:", "study:", "all:")


@dataclass(frozen=True)
class FileKind:
    """Files with the same headers, and how they are read.

    Attributes
    ----------
    found
        The headers that are found while nothing is said.
    headers
        Those of the tables that are read, under what is said.
    accepted
        The keys of the proposals that were accepted, as in `open_proposals`.
    """

    found: tuple[str, ...]
    headers: tuple[str, ...]
    said: Instructions
    accepted: frozenset[str]


def headers_of(imported: Import) -> tuple[str, ...]:
    """All headers of the tables that are read, each once, sorted."""
    return tuple(sorted({name for each in imported.tables for name in each.table.headers}))


def make_kind(imported: Import, found: Sequence[str], accepted: frozenset[str]) -> FileKind:
    """Keep what was said, without what is of this file alone: rows, names of studies, times."""
    said = imported.said
    answers = {
        key: value for key, value in said.answers.items() if not key.startswith(_OF_ONE_FILE)
    }
    for_all = {name: text for name, text in said.for_all.items() if name in _OF_THE_KIND}
    kept = replace(said, answers=answers, for_all=for_all, taken_back=frozenset())
    return FileKind(tuple(found), headers_of(imported), kept, accepted)


def add_kind(kinds: Sequence[FileKind], kind: FileKind) -> tuple[FileKind, ...]:
    """The kinds with another one, which replaces the one for the same headers."""
    others = [each for each in kinds if each.found != kind.found]
    return tuple([*others, kind][-KINDS_MOST:])


def find_kind(kinds: Sequence[FileKind], file: SheetFile, found: Sequence[str]) -> FileKind | None:
    """The kind of a file by its headers: those that are found, or those in the rows that are said
    to be the header.
    """
    names = {sheet.name for sheet in file.sheets}
    fitting = [kind for kind in reversed(kinds) if names.issuperset(kind.said.sheets)]
    same = (kind for kind in fitting if found and kind.found == tuple(found))
    return next(same, None) or next((kind for kind in fitting if _has_header(kind, file)), None)


def _has_header(kind: FileKind, file: SheetFile) -> bool:
    if not kind.said.header_row or not kind.headers:
        return False
    texts = [find_header(sheet.grid, kind.said).texts for sheet in file.sheets]
    return any(set(kind.headers) <= set(unique_names(each)) for each in texts)


def kinds_to_json(kinds: Sequence[FileKind]) -> str:
    """Write kinds as JSON."""
    records = [
        {
            "found": kind.found,
            "headers": kind.headers,
            "mapping": json.loads(to_json(kind.said)),
            "accepted": sorted(kind.accepted),
        }
        for kind in kinds
    ]
    return json.dumps(records, ensure_ascii=False)


def kinds_from_json(text: str) -> tuple[FileKind, ...]:
    """Read kinds from JSON; what is none is passed over."""
    try:
        records = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(records, list):
        return ()
    kinds = [_kind(record) for record in records[-KINDS_MOST:] if isinstance(record, Mapping)]
    return tuple(kind for kind in kinds if kind)


def _kind(record: Mapping[str, Any]) -> FileKind | None:
    lists = [record.get(name) for name in ("found", "headers", "accepted")]
    if not all(
        isinstance(each, list) and all(isinstance(text, str) for text in each) for each in lists
    ):
        return None
    said = from_json(json.dumps(record.get("mapping"), ensure_ascii=False).encode(errors="replace"))
    if isinstance(said, str):
        return None
    found, headers, accepted = (tuple(each or ()) for each in lists)
    return FileKind(found, headers, said, frozenset(accepted))
