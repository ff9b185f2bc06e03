"""Copy versions and drafts from one store to another, in either direction.

Each version keeps its number, editor, reason and time, and its hash is checked. A copy that was cut
short goes on where it ended; one that is repeated brings over what is new. What the other store has
that this one does not is never written over.
"""

from dataclasses import dataclass, replace

from lib.progress import Progress
from lib.studies.dataset import VERSION_LENGTH
from lib.studies.loading import hash_of
from lib.studies.store.atomic_files import NotKeptError, save_error
from lib.studies.store.engines.engine import Engine
from lib.studies.store.version_record import History, Version


@dataclass(frozen=True)
class StoreCopy:
    """What a copy brought over.

    Attributes
    ----------
    versions, known
        How many versions were copied, and how many were there already.
    drafts
        How many drafts were copied.
    in_force
        The number of the version that is in force in both; None if there is none.
    """

    versions: int
    known: int
    drafts: int
    in_force: int | None


def copy_store(source: Engine, target: Engine, step: Progress) -> StoreCopy:
    """Copy all that one store has to another; NotKeptError if they have different versions."""
    source.record_present()
    past, there = _readable_history(source), _readable_history(target)
    before = target.present_hash()
    missing = _missing_versions(past, there, before)
    for version in missing:
        step(f"Version {version.number} of {past.versions[0].number}")
        target.take_in(_plain(version), _true_content(source, version))
        _true_content(target, version)
    present = next((each for each in past.versions if each.in_force), None)
    if present and present.sha256 != before:
        target.put_in_force(_plain(present), _true_content(source, present), before)
    for name in sorted(source.linked_versions() - target.linked_versions()):
        target.mark_linked(name)
    drafts = list(source.drafts.all())
    for draft in drafts:
        target.drafts.put(draft)
    known = len(past.versions) - len(missing)
    return StoreCopy(len(missing), known, len(drafts), present.number if present else None)


def _readable_history(engine: Engine) -> History:
    past = engine.history()
    if past.problems:
        raise save_error(f"{engine}: {' '.join(past.problems)}", "Correct that first.")
    return past


def _missing_versions(past: History, there: History, present: str) -> list[Version]:
    """The versions to copy, oldest first; NotKeptError if the other store has others."""
    mine = {each.number: each for each in past.versions}
    if present and not there.present:
        what = "The target holds rows that its history does not have."
        raise save_error(what, "Copy into an empty store, or the other way round.")
    for version in there.versions:
        if version.number not in mine or _identity(version) != _identity(mine[version.number]):
            what = f"The target has a version {version.number} that the source does not have."
            raise save_error(what, "Copy into an empty store, or the other way round.")
    known = {each.number for each in there.versions}
    return [mine[number] for number in sorted(mine.keys() - known)]


def _identity(version: Version) -> tuple[object, ...]:
    return version.sha256, version.who, version.why, version.when, version.kind


def _true_content(engine: Engine, version: Version) -> bytes:
    data = engine.content(version.number)
    if hash_of(data) != version.sha256:
        name = version.sha256[:VERSION_LENGTH]
        raise NotKeptError(f"Version {version.number} ({name}) was altered.", "Copy a backup.")
    return data


def _plain(version: Version) -> Version:
    """A version as it is recorded; whether it is in force is told apart."""
    return replace(version, in_force=False)
