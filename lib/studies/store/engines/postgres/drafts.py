"""Drafts as rows of a PostgreSQL store."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC

from lib.studies.store.engines.engine import StoredDraft
from lib.studies.store.engines.postgres.rows import Link


@dataclass(frozen=True)
class PostgresDrafts:
    """The drafts of a database, by connections that commit each statement."""

    connect: Callable[[], AbstractContextManager[Link]]

    def put(self, draft: StoredDraft) -> None:
        """Store a draft in place of the one before, and remove drafts that have ended."""
        with self.connect() as link:
            link.execute("delete from response_decay.draft where until <= now()")
            link.execute(
                "insert into response_decay.draft values (%s, %s, %s) on conflict (key) "
                "do update set data = excluded.data, until = excluded.until",
                (draft.key, draft.data, draft.until),
            )

    def get(self, key: str) -> bytes | None:
        """Give the bytes of a draft; None if there is none, or it has ended."""
        with self.connect() as link:
            found = link.execute(
                "select data from response_decay.draft where key = %s and until > now()", (key,)
            ).fetchone()
        return bytes(found[0]) if found else None

    def drop(self, key: str) -> None:
        """Remove a draft if it is there."""
        with self.connect() as link:
            link.execute("delete from response_decay.draft where key = %s", (key,))

    def all(self) -> Iterator[StoredDraft]:
        """Give all drafts that have not ended."""
        with self.connect() as link:
            found = link.execute(
                "select key, data, until from response_decay.draft where until > now()"
            ).fetchall()
        for key, data, until in found:
            yield StoredDraft(key, bytes(data), until.astimezone(UTC))
