"""The rows of a PostgreSQL store: what is read and written of each version, in SQL."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import errors
from psycopg.rows import class_row

from lib.studies.store.atomic_files import NotKeptError
from lib.studies.store.engines.engine import OutOfReachError
from lib.studies.store.version_record import History, Version

Link = psycopg.Connection[Any]

_COLUMNS: LiteralString = (
    'number, kind, who, address, made as "when", why, sha256, parent, '
    "added, changed, removed, rows, never_in_force"
)
_NO_TABLES = "its tables are missing or old (run python -m lib store migrate)"
_WORDS: dict[type[psycopg.Error], str] = {
    errors.UndefinedTable: _NO_TABLES,
    errors.UndefinedColumn: _NO_TABLES,
    errors.InvalidSchemaName: _NO_TABLES,
    errors.InsufficientPrivilege: "its user may not use its tables",
    errors.ReadOnlySqlTransaction: "it can only be read now",
    errors.DiskFull: "its disk is full",
}
_LOG = logging.getLogger("response_decay")


def no_tables() -> OutOfReachError:
    """Make an error that says how the tables are made."""
    return OutOfReachError(_NO_TABLES)


@contextmanager
def explain_errors() -> Iterator[None]:
    """Turn an error of the database into words without its address, which go into the log."""
    try:
        yield
    except psycopg.Error as error:
        _LOG.warning("PostgreSQL: %s", error)
        reason = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), "")
        if not reason and not isinstance(error, psycopg.OperationalError):
            reason = f"it reports a fault ({type(error).__name__})"
        raise OutOfReachError(reason or "it does not answer") from error


def read_head(link: Link) -> tuple[int, str]:
    """The number and hash of the version in force; 0 and blank if there is none."""
    found = link.execute(
        "select number, sha256 from response_decay.head join response_decay.version using (number)"
    ).fetchone()
    return found or (0, "")


def read_bytes(link: Link, sha256: str) -> bytes:
    """The bytes of a hash; none where somebody deleted them, which are not of that hash."""
    found = link.execute(
        "select data from response_decay.content where sha256 = %s", (sha256,)
    ).fetchone()
    return bytes(found[0]) if found else b""


def read_history(link: Link) -> History:
    """All versions, newest first."""
    head = read_head(link)[0]
    found = select_versions(link, "order by number desc")
    return History(
        tuple(replace(each, in_force=each.number == head) for each in found),
        present=True,
        problems=(),
    )


def select_versions(link: Link, where: LiteralString, *given: object) -> list[Version]:
    """The versions that a condition finds."""
    with link.cursor(row_factory=class_row(Version)) as cursor:
        cursor.execute(f"select {_COLUMNS} from response_decay.version {where}", given)
        return [replace(each, when=each.when.astimezone(UTC)) for each in cursor]


def last_number(link: Link) -> int:
    """The highest number of a version; 0 if there is none."""
    found = link.execute("select max(number) from response_decay.version").fetchone()
    return int(found[0] or 0) if found else 0


def write_version(link: Link, version: Version, data: bytes, save: UUID | None = None) -> None:
    """Write a version and, unless they are there, its bytes."""
    link.execute(
        "insert into response_decay.content values (%s, %s) on conflict do nothing",
        (version.sha256, data),
    )
    link.execute(
        "insert into response_decay.version (number, kind, who, address, made, why, sha256, "
        "parent, added, changed, removed, rows, never_in_force, save) values "
        "(%(number)s, %(kind)s, %(who)s, %(address)s, %(when)s, %(why)s, %(sha256)s, "
        "%(parent)s, %(added)s, %(changed)s, %(removed)s, %(rows)s, %(never_in_force)s, %(save)s)",
        {**vars(version), "save": save},
    )


def move_head(link: Link, before: int, after: int) -> None:
    """Let a version be in force in place of another; refuse if a third one is."""
    moved = link.execute(
        "insert into response_decay.head (number) values (%(after)s) on conflict (is_only) "
        "do update set number = %(after)s where head.number = %(before)s",
        {"before": before, "after": after},
    )
    if moved.rowcount != 1:
        what = "Something other than a save replaced the present version. Nothing was changed."
        raise NotKeptError(what, "Try again.")


def delete_versions(link: Link, gone: tuple[Version, ...]) -> int:
    """Delete versions, and the bytes that no other has; the bytes that are freed."""
    numbers = [each.number for each in gone]
    link.execute("delete from response_decay.version where number = any(%s)", (numbers,))
    found = link.execute(
        "with gone as (delete from response_decay.content c where not exists "
        "(select from response_decay.version v where v.sha256 = c.sha256) "
        "returning octet_length(data) as size) select coalesce(sum(size), 0) from gone"
    ).fetchone()
    return int(found[0]) if found else 0


def read_linked(link: Link) -> frozenset[str]:
    """The versions that something names."""
    found = link.execute("select version from response_decay.linked")
    return frozenset(version for (version,) in found)
