"""Drafts as files in a folder beside that of the versions; only their owner may read them."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lib.studies.store import atomic_files
from lib.studies.store.engines.drafts import HEAD, KEY, draft_bytes, end_of, has_ended, read_draft
from lib.studies.store.engines.engine import StoredDraft

FOLDER = "drafts"

_OWNER_ONLY = 0o600
_STALE = 3600.0  # seconds after which a half-written draft is from a process that was killed
_UNFINISHED = ".tmp"


@dataclass(frozen=True)
class FileDrafts:
    """The drafts beside a file of studies."""

    file: Path

    def put(self, draft: StoredDraft) -> None:
        """Store a draft in place of the one before, and remove drafts that have ended."""
        with atomic_files.explain_os_errors():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._remove_ended()
            path = self._path(draft.key)
            unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_UNFINISHED}")
            try:
                _write(unfinished, draft_bytes(draft))
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)
            atomic_files.sync(self._folder)

    def get(self, key: str) -> bytes | None:
        """Give the bytes of a draft; None if there is none, or it has ended."""
        with atomic_files.explain_os_errors():
            draft = self._read(key)
            return draft.data if draft else None

    def drop(self, key: str) -> None:
        """Remove a draft if it is there."""
        with atomic_files.explain_os_errors():
            self._path(key).unlink(missing_ok=True)

    def all(self) -> Iterator[StoredDraft]:
        """Give all drafts that have not ended."""
        with atomic_files.explain_os_errors():
            for name in self._names():
                key = name.removeprefix(self._prefix)
                draft = self._read(key) if KEY.fullmatch(key) else None
                if draft:
                    yield draft

    @property
    def _folder(self) -> Path:
        return self.file.parent / FOLDER

    @property
    def _prefix(self) -> str:
        return f"{self.file.name}."

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._prefix}{key}"

    def _names(self) -> list[str]:
        try:
            names = atomic_files.names_in(self._folder)
        except FileNotFoundError:
            return []
        return [name for name in names if name.startswith(self._prefix)]

    def _read(self, key: str) -> StoredDraft | None:
        with suppress(FileNotFoundError):
            return read_draft(key, self._path(key).read_bytes())
        return None

    def _remove_ended(self) -> None:
        for name in self._names():
            path = self._folder / name
            with suppress(FileNotFoundError):  # another process does the same
                if _is_left(path) if name.endswith(_UNFINISHED) else _has_ended(path):
                    path.unlink()


def _write(path: Path, data: bytes) -> None:
    with open(path, "xb", opener=lambda name, how: os.open(name, how, _OWNER_ONLY)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _is_left(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > _STALE


def _has_ended(path: Path) -> bool:
    with path.open("rb") as file:
        until = end_of(file.readline(HEAD))
    return until is not None and has_ended(until)
