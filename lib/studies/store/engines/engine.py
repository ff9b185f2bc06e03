"""What the store needs of a place that holds versions: the contract of all engines.

Each save is one step for everybody: whoever reads sees the version before or after it, and of two
who save at once the second one puts its changes into what the first one saved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lib.progress import Progress
from lib.studies.dataset import Dataset
from lib.studies.loading import hash_of
from lib.studies.permissions import Editor
from lib.studies.store.atomic_files import NotKeptError
from lib.studies.store.pruning import Pruning
from lib.studies.store.version_record import History, HistoryEntry, Version


class OutOfReachError(NotKeptError):
    """An engine does not answer, or not as it should; so nothing was changed.

    Attributes
    ----------
    reason
        Why, as a part of a sentence that everybody may read: no name of a server, no password.
    """

    def __init__(self, reason: str) -> None:
        what = f"The store of the studies cannot be reached: {reason}. Nothing was changed."
        super().__init__(what, "Your rows stay in this session: try again in a moment.")
        self.reason = reason


@dataclass(frozen=True, eq=False)
class Replacement:
    """What takes the place of the present version.

    Attributes
    ----------
    after
        The new version.
    entry
        What the history says of it.
    merged
        Whether it holds what somebody else saved meanwhile.
    """

    after: Dataset
    entry: HistoryEntry
    merged: bool


@dataclass(frozen=True, eq=False)
class SaveResult:
    """The result of a save.

    Attributes
    ----------
    dataset
        The file after the save.
    number
        Its version number in the history.
    merged
        Whether someone else had changed the file since the editor loaded it.
    """

    dataset: Dataset
    number: int
    merged: bool


@dataclass(frozen=True)
class PresentBytes:
    """What a save finds in force.

    Attributes
    ----------
    data
        The bytes; None if there is no version.
    is_altered
        Whether they are not those that were saved: then they can only be restored over.
    """

    data: bytes | None
    is_altered: bool = False


def present_bytes(data: bytes, sha256: str) -> PresentBytes:
    """Give the bytes of the version in force; `sha256` is blank if there is none."""
    return PresentBytes(data, hash_of(data) != sha256) if sha256 else PresentBytes(None)


MakeReplacement = Callable[[PresentBytes], Replacement]
"""Called again if the present version was replaced meanwhile."""


@dataclass(frozen=True)
class StoredDraft:
    """A draft as it is stored: `key` is the hash of its token."""

    key: str
    data: bytes
    until: datetime


class Drafts(Protocol):
    """Bytes under a key, each with an end date after which it is not given any more."""

    def put(self, draft: StoredDraft) -> None:
        """Store a draft in place of the one before, and remove drafts that have ended."""

    def get(self, key: str) -> bytes | None:
        """Give the bytes of a draft; None if there is none, or it has ended."""

    def drop(self, key: str) -> None:
        """Remove a draft if it is there."""

    def all(self) -> Iterator[StoredDraft]:
        """Give all drafts that have not ended."""


class Engine(Protocol):
    """Versions of one file of studies. Text made of it has no password."""

    def __hash__(self) -> int:
        """Engines are keys of caches."""

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""

    @property
    def drafts(self) -> Drafts:
        """The drafts beside the versions."""

    def close(self) -> None:
        """Give back what it holds, such as connections."""

    def load(self) -> Dataset:
        """Give the present version: out of reach, the last one that was read."""

    def trouble(self) -> str:
        """Say why the engine is out of reach, for a banner; blank while it is not."""

    def present_hash(self) -> str:
        """Give the hash of the present version; blank if there is none."""

    def history(self) -> History:
        """List the versions."""

    def find(self, version: str) -> Version | None:
        """Find the newest version of a name, as in `Dataset.version`."""

    def content(self, number: int) -> bytes:
        """Read a version; NotKeptError if it is missing or was altered."""

    def replace(self, who: Editor, make: MakeReplacement, step: Progress) -> SaveResult:
        """Replace the present version in one step, and record it; NotKeptError if refused."""

    def mark_linked(self, version: str) -> None:
        """Mark that something names a version, so that it is not pruned."""

    def linked_versions(self) -> frozenset[str]:
        """The versions that something names."""

    def prune(self, since: datetime, who: str, is_trial: bool) -> Pruning:
        """Remove old versions by the rule of `pruning`."""

    def migrate(self) -> list[int]:
        """Make what it needs, or bring it up to date; the numbers of the steps taken."""

    def record_present(self) -> None:
        """Record what is in force as a version, where something else can have put it there."""

    def take_in(self, version: Version, data: bytes) -> None:
        """Record a version that comes from another engine; it is not in force."""

    def put_in_force(self, version: Version, data: bytes, before: str) -> None:
        """Let a version that was taken in be the present one.

        Parameters
        ----------
        before
            The hash of what must be present until then; NotKeptError if something else is.
        """
