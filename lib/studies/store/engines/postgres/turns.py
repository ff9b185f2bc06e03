"""Turns at saving in PostgreSQL: an advisory lock, which ends with its connection.

A process that is killed hinders nobody. Who waits gets the lock in the order of arrival.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
from psycopg import errors

from lib.phrases import with_noun
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.engines.postgres.migrations import LOCK
from lib.studies.store.engines.postgres.rows import Link, last_number

PATIENCE = 10.0  # seconds to wait for one who is saving

_SAVING = 1  # the second half of the key of the lock
_LONGEST = 6  # times the patience, as long as others go on saving
_IDLE = "10min"  # after which the database ends a save whose process does nothing any more
# Where a server is set up to forget its last commits in a crash, a save is told only once it holds.
_DURABLE = (
    "select set_config('synchronous_commit', 'on', true) "
    "where current_setting('synchronous_commit') = 'off'"
)
_HOLDER = (
    "select application_name, xact_start from pg_locks join pg_stat_activity using (pid) "
    "where locktype = 'advisory' and granted and classid = %s and objid = %s "
    "and pg_locks.database = (select oid from pg_database where datname = current_database())"
)


def wait_for_turn(link: Link, who: str) -> None:
    """Hold the lock until the transaction ends; NotKeptError if it takes too long."""
    until = time.monotonic() + PATIENCE * _LONGEST
    before = last_number(link)
    while not _lock(link, who):
        said = _holder_text(link)
        after = last_number(link)
        if after == before or time.monotonic() > until:
            raise save_error(said, "Try again in a moment.")
        before = after


def _lock(link: Link, who: str) -> bool:
    """Lock in a transaction of its own that goes on; False after too long a time."""
    link.rollback()
    _set(link, "lock_timeout", f"{PATIENCE * 1000:.0f}ms")
    _set(link, "application_name", who)
    _set(link, "idle_in_transaction_session_timeout", _IDLE)
    link.execute(_DURABLE)
    try:
        link.execute("select pg_advisory_xact_lock(%s, %s)", (LOCK, _SAVING))
    except errors.LockNotAvailable:
        link.rollback()
        return False
    return True


def _set(link: Link, name: str, value: str) -> None:
    link.execute("select set_config(%s, %s, true)", (name, value))


def _holder_text(link: Link) -> str:
    found = link.execute(_HOLDER, (LOCK, _SAVING)).fetchone()
    if not found or not found[1]:
        return f"Someone else has been saving for more than {PATIENCE:g} seconds."
    who, since = found[0], found[1].astimezone(UTC)
    seconds = with_noun(round((datetime.now(UTC) - since).total_seconds()), "second")
    return f"{who} has been saving since {since:%H:%M:%S} UTC, for {seconds}."


def commit(link: Link, is_saved: Callable[[], bool]) -> None:
    """End a transaction; where its connection breaks in that moment, look whether it came true."""
    try:
        link.commit()
    except psycopg.OperationalError as error:
        try:
            if is_saved():
                return
        except psycopg.Error as away:
            what = (
                "The store went out of reach in the very moment of saving, so it is not known "
                "whether these rows were saved."
            )
            advice = "Look into the history once the store is back, before you save again."
            raise NotKeptError(what, advice) from away
        raise error
