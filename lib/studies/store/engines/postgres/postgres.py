"""PostgreSQL: the bytes of each version by their hash, a row a version, and which one is in force.

A save is one transaction: it waits for its turn, reads what is in force, and replaces that.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from lib.progress import Progress
from lib.studies.dataset import VERSION_LENGTH
from lib.studies.loading import hash_of
from lib.studies.permissions import Editor
from lib.studies.store import pruning
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.engines.engine import (
    MakeReplacement,
    OutOfReachError,
    SaveResult,
    present_bytes,
)
from lib.studies.store.engines.postgres import migrations, rows, turns
from lib.studies.store.engines.postgres.drafts import PostgresDrafts
from lib.studies.store.engines.postgres.rows import Link, explain_errors
from lib.studies.store.engines.shared_store import SharedStore
from lib.studies.store.pruning import Pruning
from lib.studies.store.version_record import History, Version, new_version

_MOST_READERS = 4  # connections of a process
_CONNECTING = 3  # seconds
_OPTIONS: dict[str, Any] = {
    "connect_timeout": _CONNECTING,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "prepare_threshold": None,  # a pooler of connections may hand on another one each time
    "application_name": "response-decay",
}


class Postgres(SharedStore):
    """Versions of the studies in a PostgreSQL database."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._pool = _pool(address)
        self._is_up_to_date = False
        super().__init__(self._look, self._fetch)

    def __str__(self) -> str:
        told = conninfo_to_dict(self._address)
        host = told.get("host") or "this computer"
        return f"PostgreSQL, database {told.get('dbname') or 'of the user'} at {host}"

    @property
    def drafts(self) -> PostgresDrafts:
        """The drafts beside the versions."""
        return PostgresDrafts(self._reading)

    def migrate(self) -> list[int]:
        """Make the tables, or bring them up to date; the numbers of the steps that were taken."""
        with self._writing() as link:
            return migrations.migrate(link)

    def close(self) -> None:
        """Close the connections of the readers."""
        self._pool.close()

    def history(self) -> History:
        """List the versions."""
        try:
            with self._reading() as link, link.transaction():
                return rows.read_history(link)
        except OutOfReachError as error:
            problem = f"The history cannot be read: {error.reason}."
            return History((), present=True, problems=(problem,))

    def find(self, version: str) -> Version | None:
        """Find the newest version of a name."""
        if not pruning.can_be_version(version) or len(version) != VERSION_LENGTH:
            return None
        where = "where left(sha256, 8) = %s order by number desc limit 1"
        with suppress(OutOfReachError), self._reading() as link:
            return next(iter(rows.select_versions(link, where, version)), None)
        return None

    def content(self, number: int) -> bytes:
        """Read a version by its number."""
        with self._reading() as link:
            found = rows.select_versions(link, "where number = %s", number)
            if not found:
                what = f"The history holds no version {number}."
                raise NotKeptError(what, "Choose another version.")
            data = rows.read_bytes(link, found[0].sha256)
        if hash_of(data) != found[0].sha256:
            what = f"The copy of version {number} was altered after it was saved."
            raise NotKeptError(what, "Look for it in a backup, or choose another version.")
        return data

    def replace(self, who: Editor, make: MakeReplacement, step: Progress) -> SaveResult:
        """Replace the present version in one transaction."""
        save = uuid4()
        with self._turn(who.name) as link:
            before, parent = rows.read_head(link)
            new = make(present_bytes(rows.read_bytes(link, parent) if parent else b"", parent))
            step("Writing the file")
            number = rows.last_number(link) + 1
            version = new_version(number, new.after, parent, new.entry)
            rows.write_version(link, version, new.after.data, save)
            rows.move_head(link, before, number)
            turns.commit(link, lambda: self._is_saved(save))
        self._reader.note(version.sha256, new.after)
        return SaveResult(new.after, number, new.merged)

    def mark_linked(self, version: str) -> None:
        """Mark that something names a version."""
        if not pruning.can_be_version(version):
            return
        with self._reading() as link:
            link.execute(
                "insert into response_decay.linked values (%s) on conflict do nothing", (version,)
            )

    def linked_versions(self) -> frozenset[str]:
        """The versions that something names."""
        with self._reading() as link:
            return rows.read_linked(link)

    def prune(self, since: datetime, who: str, is_trial: bool) -> Pruning:
        """Remove old versions in one transaction, while nobody saves."""
        with self._turn(who) as link:
            known, linked = rows.read_history(link), rows.read_linked(link)
            chosen = pruning.choose(known, since, linked, lambda _version: 0)
            freed = rows.delete_versions(link, chosen.gone)
            if is_trial:
                link.rollback()
        return replace(chosen, freed=freed)

    def record_present(self) -> None:
        """All that is in force is a version."""

    def take_in(self, version: Version, data: bytes) -> None:
        """Record a version that comes from another engine."""
        with self._turn("A copy") as link:
            rows.write_version(link, version, data)

    def put_in_force(self, version: Version, data: bytes, before: str) -> None:
        """Let a version that was taken in be the present one."""
        del data
        with self._turn("A copy") as link:
            number, present = rows.read_head(link)
            if present != before:
                raise save_error("Somebody has saved meanwhile.", "Copy again.")
            rows.move_head(link, number, version.number)
        self._reader.forget()

    @contextmanager
    def _reading(self) -> Iterator[Link]:
        """A connection of the pool; nobody waits for one that is known not to come."""
        if reason := self._reader.why_away():
            raise OutOfReachError(reason)
        with explain_errors():
            self._pool.open()
            with self._pool.connection() as link:
                yield link

    @contextmanager
    def _writing(self) -> Iterator[Link]:
        """A connection outside the pool: those who wait to save take none from readers."""
        with explain_errors(), psycopg.connect(self._address, **_OPTIONS) as link:
            yield link

    @contextmanager
    def _turn(self, who: str) -> Iterator[Link]:
        with self._writing() as link:
            turns.wait_for_turn(link, who)
            yield link

    def _look(self) -> str:
        if not self._reader.why_away():
            with self._reading() as link:
                return self._head(link)
        with self._writing() as link:
            head = self._head(link)
        # The old pool may wait for long before it tries again.
        self._pool.close(timeout=0)
        self._pool = _pool(self._address)
        return head

    def _head(self, link: Link) -> str:
        if not self._is_up_to_date:
            if migrations.latest_step(link) < migrations.LATEST:
                raise rows.no_tables()
            self._is_up_to_date = True
        return rows.read_head(link)[1]

    def _fetch(self, sha256: str) -> bytes:
        with self._reading() as link:
            return rows.read_bytes(link, sha256)

    def _is_saved(self, save: UUID) -> bool:
        """Tell whether a transaction whose end was not heard of came true."""
        with psycopg.connect(self._address, **_OPTIONS) as link:
            turns.wait_for_turn(link, "response-decay")  # it holds the lock until its end
            found = link.execute("select from response_decay.version where save = %s", (save,))
            return found.fetchone() is not None


def _pool(address: str) -> ConnectionPool[Link]:
    return ConnectionPool(
        address,
        kwargs=_OPTIONS | {"autocommit": True},
        min_size=0,
        max_size=_MOST_READERS,
        timeout=_CONNECTING,
        reconnect_timeout=_CONNECTING,
        check=ConnectionPool.check_connection,
        open=False,
    )
