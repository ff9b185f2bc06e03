"""An object store: the bytes of each version under their hash, and which one is in force.

No lock is held: a save that finds another version in force when it ends begins again with that.
"""

import random
import time
from contextlib import suppress
from datetime import datetime

from lib.progress import Progress
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
from lib.studies.store.engines.objects.bucket import Bucket
from lib.studies.store.engines.objects.drafts import ObjectDrafts
from lib.studies.store.engines.objects.records import Head, VersionRecords, new_head
from lib.studies.store.engines.shared_store import SharedStore
from lib.studies.store.pruning import Pruning
from lib.studies.store.version_record import History, Version, new_version

PATIENCE = 60.0  # seconds to try again while others save

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0  # seconds, of which a random part is waited
_LINKED = "linked"


class Objects(SharedStore):
    """Versions of the studies in a bucket."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._bucket = Bucket(address)
        self._records = VersionRecords(self._bucket)
        self._drafts = ObjectDrafts(self._bucket)
        super().__init__(self._look, self._fetch)

    def __str__(self) -> str:
        return self._address

    @property
    def drafts(self) -> ObjectDrafts:
        """The drafts beside the versions."""
        return self._drafts

    def close(self) -> None:
        """A bucket holds nothing between calls."""

    def history(self) -> History:
        """List the versions."""
        try:
            return self._records.history()
        except OutOfReachError as error:
            problem = f"The history cannot be read: {error.reason}."
            return History((), present=True, problems=(problem,))

    def find(self, version: str) -> Version | None:
        """Find the newest version of a name."""
        with suppress(OutOfReachError):
            return self._records.by_version(version)
        return None

    def content(self, number: int) -> bytes:
        """Read a version by its number."""
        found = self._records.by_number(number)
        if found is None:
            raise NotKeptError(f"The history holds no version {number}.", "Choose another version.")
        data = self._fetch(found.sha256)
        if hash_of(data) != found.sha256:
            what = f"The copy of version {number} was altered after it was saved."
            raise NotKeptError(what, "Look for it in a backup, or choose another version.")
        return data

    def replace(self, who: Editor, make: MakeReplacement, step: Progress) -> SaveResult:
        """Replace the present version; again, if somebody else did meanwhile."""
        del who  # nobody waits for a lock, so nobody is told who has it
        until, longest = time.monotonic() + PATIENCE, _FIRST_PAUSE
        while (saved := self._try_once(make, step)) is None:
            if time.monotonic() > until:
                what = f"Others went on saving for {PATIENCE:g} seconds."
                raise save_error(what, "Try again in a moment.")
            time.sleep(random.uniform(0, longest))
            longest = min(longest * 2, _LONGEST_PAUSE)
        return saved

    def _try_once(self, make: MakeReplacement, step: Progress) -> SaveResult | None:
        head = self._records.head()
        parent = head.version.sha256 if head else ""
        new = make(present_bytes(self._fetch(parent) if parent else b"", parent))
        step("Writing the file")
        number = (head.version.number if head else self._records.last_number()) + 1
        mine = new_head(new_version(number, new.after, parent, new.entry))
        self._bucket.create(_content(mine.version.sha256), new.after.data)
        if not self._swap(head, mine):
            return None
        with suppress(OutOfReachError):  # the next save does it
            self._records.settle(mine)
        self._reader.note(mine.version.sha256, new.after)
        return SaveResult(new.after, number, new.merged)

    def _swap(self, before: Head | None, after: Head) -> bool:
        if before:
            self._records.settle(before)
        return self._records.swap(before, after)

    def mark_linked(self, version: str) -> None:
        """Mark that something names a version."""
        if pruning.can_be_version(version):
            self._bucket.create(f"{_LINKED}/{version}", b"")

    def linked_versions(self) -> frozenset[str]:
        """The versions that something names."""
        return frozenset(self._bucket.names(_LINKED))

    def prune(self, since: datetime, who: str, is_trial: bool) -> Pruning:
        """Refuse: without a lock, a save may need the very bytes that are removed."""
        del since, who, is_trial
        raise save_error(
            "Versions in an object store are not removed here.",
            "Copy them to a file (python -m lib store copy), and remove old ones there.",
        )

    def migrate(self) -> list[int]:
        """A bucket needs nothing but to be there."""
        return []

    def record_present(self) -> None:
        """All that is in force is a version."""

    def take_in(self, version: Version, data: bytes) -> None:
        """Record a version that comes from another engine."""
        self._bucket.create(_content(version.sha256), data)
        self._records.add(version)

    def put_in_force(self, version: Version, data: bytes, before: str) -> None:
        """Let a version that was taken in be the present one."""
        del data
        head = self._records.head()
        present = head.version.sha256 if head else ""
        if present != before or not self._swap(head, new_head(version)):
            raise save_error("Somebody has saved meanwhile.", "Copy again.")
        self._reader.forget()

    def _look(self) -> str:
        head = self._records.head()
        return head.version.sha256 if head else ""

    def _fetch(self, sha256: str) -> bytes:
        """The bytes of a hash; none where somebody deleted them, which are not of that hash."""
        return self._bucket.get(_content(sha256)) or b""


def _content(sha256: str) -> str:
    return f"content/{sha256}"
