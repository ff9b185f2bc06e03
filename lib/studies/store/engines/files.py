"""A CSV and a folder of versions beside it: the engine where nothing else is set up."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lib.progress import Progress
from lib.studies import loading
from lib.studies.dataset import Dataset
from lib.studies.permissions import Editor
from lib.studies.store import atomic_files, commit, pruning, version_folder
from lib.studies.store.atomic_files import save_error
from lib.studies.store.commit import PresentFile
from lib.studies.store.engines.engine import MakeReplacement, PresentBytes, SaveResult
from lib.studies.store.engines.file_drafts import FileDrafts
from lib.studies.store.folder_listing import FOLDER
from lib.studies.store.pruning import Pruning
from lib.studies.store.version_record import History, Version


@dataclass(frozen=True)
class Files:
    """A file of studies on disk and its history."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        """The name of the file, without its folder."""
        return self.path.name

    @property
    def drafts(self) -> FileDrafts:
        """The drafts beside the versions."""
        return FileDrafts(self._file)

    @property
    def _file(self) -> Path:
        return commit.real_path(self.path)

    def close(self) -> None:
        """A file holds nothing between calls."""

    def load(self) -> Dataset:
        """Read and check the file, once for each version."""
        return loading.load(self.path)

    def trouble(self) -> str:
        """Blank: what is wrong with a file is a problem of the dataset."""
        return ""

    def present_hash(self) -> str:
        """Give the hash of the file; blank if it cannot be read."""
        with suppress(OSError):
            return loading.present_hash(self.path)
        return ""

    def history(self) -> History:
        """List the versions in the folder."""
        try:
            return version_folder.history(self._file, self.present_hash())
        except OSError as error:
            problem = f"The history cannot be read: {error.strerror}."
            return History(versions=(), present=False, problems=(problem,))

    def find(self, version: str) -> Version | None:
        """Find the newest version of a name; only records of that name are read."""
        with suppress(OSError):
            return version_folder.find(self._file, version)
        return None

    def content(self, number: int) -> bytes:
        """Read the copy of a version."""
        return version_folder.content(self._file, number)

    def replace(self, who: Editor, make: MakeReplacement, step: Progress) -> SaveResult:
        """Replace the file under a lock; again, if it is edited outside meanwhile."""

        def act(present: PresentFile) -> SaveResult:
            new = make(PresentBytes(present.data))
            number = commit.replace_file(present, new.after, new.entry, step)
            return SaveResult(new.after, number, new.merged)

        with commit.take_turn(self.path, who) as file:
            return commit.act_on_present(self.path, file, act)

    def mark_linked(self, version: str) -> None:
        """Mark a version in a file of the folder; OSError if that cannot be written."""
        pruning.mark_linked(self._file, version)

    def linked_versions(self) -> frozenset[str]:
        """The versions that something names."""
        return pruning.linked_versions(self._file)

    def prune(self, since: datetime, who: str, is_trial: bool) -> Pruning:
        """Remove old copies and their records, while nobody saves."""
        file = self._file
        if is_trial:
            return self._choose(since)
        if not file.parent.joinpath(FOLDER).is_dir():
            raise save_error(f"{self.name} has no history.", "Name the file that has one.")
        with commit.take_turn(self.path, Editor(who)):
            chosen = self._choose(since)
            pruning.remove_all(file, chosen)
            return chosen

    def _choose(self, since: datetime) -> Pruning:
        file = self._file
        return pruning.choose(
            self.history(), since, self.linked_versions(), lambda each: pruning.size(file, each)
        )

    def migrate(self) -> list[int]:
        """A file needs nothing."""
        return []

    def record_present(self) -> None:
        """Record an edit made outside, or the file as it is if it has no history."""
        if not self.present_hash() or self.history().present:
            return
        with commit.take_turn(self.path, Editor("A copy")) as file:
            commit.act_on_present(self.path, file, commit.record_present)

    def take_in(self, version: Version, data: bytes) -> None:
        """Write the copy and the record of a version."""
        file = self._file
        with atomic_files.explain_os_errors():
            atomic_files.make_folder_beside(file, FOLDER)
            version_folder.keep(file, data, version)

    def put_in_force(self, version: Version, data: bytes, before: str) -> None:
        """Write the bytes of a version into the file."""
        with commit.take_turn(self.path, Editor(version.who or "A copy")) as file:
            if self.present_hash() != before:
                raise save_error(f"{self.name} was changed meanwhile.", "Copy again.")
            atomic_files.write(file, data, file)
