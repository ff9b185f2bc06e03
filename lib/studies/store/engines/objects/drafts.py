"""Drafts as objects of a bucket."""

import time
from collections.abc import Iterator

from lib.studies.store.engines.drafts import HEAD, KEY, draft_bytes, end_of, has_ended, read_draft
from lib.studies.store.engines.engine import StoredDraft
from lib.studies.store.engines.objects.bucket import Bucket

_FOLDER = "drafts"
_BETWEEN = 600.0  # seconds between two looks for drafts that have ended


class ObjectDrafts:
    """The drafts of a bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._looked = float("-inf")

    def put(self, draft: StoredDraft) -> None:
        """Store a draft in place of the one before, and now and then remove those that ended."""
        if time.monotonic() - self._looked > _BETWEEN:
            self._looked = time.monotonic()
            self._remove_ended()
        self._bucket.put(_name(draft.key), draft_bytes(draft))

    def get(self, key: str) -> bytes | None:
        """Give the bytes of a draft; None if there is none, or it has ended."""
        draft = self._read(key)
        return draft.data if draft else None

    def drop(self, key: str) -> None:
        """Remove a draft if it is there."""
        self._bucket.delete(_name(key))

    def all(self) -> Iterator[StoredDraft]:
        """Give all drafts that have not ended."""
        for key in self._bucket.names(_FOLDER):
            draft = self._read(key) if KEY.fullmatch(key) else None
            if draft:
                yield draft

    def _read(self, key: str) -> StoredDraft | None:
        held = self._bucket.get(_name(key))
        return read_draft(key, held) if held is not None else None

    def _remove_ended(self) -> None:
        for key in self._bucket.names(_FOLDER):
            until = end_of(self._bucket.start_of(_name(key), HEAD))
            if until is not None and has_ended(until):
                self._bucket.delete(_name(key))


def _name(key: str) -> str:
    return f"{_FOLDER}/{key}"
