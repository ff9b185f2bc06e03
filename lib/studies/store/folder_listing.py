"""What is in the folder of versions, by its names.

The folder may hold thousands. So a save leaves a note of what was the newest version when it was
done; as long as the folder is as it was then, the next save lists nothing.
"""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from lib.studies.dataset import VERSION_LENGTH
from lib.studies.store import atomic_files

FOLDER = "history"
SETTLED, PENDING = ".json", ".pending.json"

_NOTE = re.compile(r"([0-9]+) ([0-9]+) ([0-9]+) ([0-9]+) (.+)\n", re.DOTALL)
_LASTS = 3600.0  # seconds that notes may follow one another without a look at the folder


@dataclass(frozen=True)
class Listing:
    """Our files in the folder of versions; no record is read for it.

    Attributes
    ----------
    records
        Number of the version, name of its copy, and ending of its record. Only the newest one, if
        it comes from a note.
    strays
        The number and the name of each copy that has no record.
    looked
        When the folder was listed, in seconds.
    is_noted
        Whether it comes from a note of the last save.
    """

    records: tuple[tuple[int, str, str], ...]
    strays: tuple[tuple[int, str], ...]
    looked: float
    is_noted: bool = False

    @property
    def next_number(self) -> int:
        """The number of the next version."""
        return max((number for number, _name, _end in self.records), default=0) + 1


def list_files(path: Path) -> Listing:
    """List our files by their names."""
    stem, suffix = re.escape(path.stem), re.escape(path.suffix)
    ours = re.compile(rf"({stem}-([0-9]{{6,}})-[0-9a-f]{{8}}{suffix})(\.json|\.pending\.json)?")
    now = time.time()
    try:
        names = atomic_files.names_in(path.parent / FOLDER)
    except FileNotFoundError:
        return Listing((), (), now)
    matches = [match for match in map(ours.fullmatch, names) if match]
    records = tuple((int(match[2]), match[1], match[3]) for match in matches if match[3])
    recorded = {name for _number, name, _end in records}
    copies = ((int(match[2]), match[1]) for match in matches if not match[3])
    return Listing(records, tuple(each for each in copies if each[1] not in recorded), now)


def newest(path: Path) -> Listing:
    """List what a save must know: from the note of the last one, else all files."""
    try:
        noted = _NOTE.fullmatch(_note_path(path).read_text("utf-8"))
        state = _state(path)
    except (OSError, ValueError):
        return list_files(path)
    if noted is None or (int(noted[1]), int(noted[2])) != state:
        return list_files(path)
    looked = float(noted[3])
    if not 0 <= time.time() - looked < _LASTS:
        return list_files(path)
    return Listing(((int(noted[4]), noted[5], SETTLED),), (), looked, is_noted=True)


def note_newest(path: Path, number: int, name: str, looked: float) -> None:
    """Note that a version is the newest, and in force; `name` is that of its copy.

    The note is written in place, which leaves the folder's time as it is.
    """
    note = _note_path(path)
    if not note.exists():
        atomic_files.write(note, b"", path)
    state = _state(path)
    text = f"{state[0]} {state[1]} {int(looked)} {number} {name}\n".encode()
    with note.open("r+b") as file:
        file.write(text)
        file.truncate()


def name_part(path: Path, name: str) -> str:
    """The version in the name of a copy."""
    return name.removesuffix(path.suffix)[-VERSION_LENGTH:]


def lock_path(path: Path) -> Path:
    """The lock that whoever saves must hold."""
    return path.parent / FOLDER / f"{path.name}.lock"


def aside_path(path: Path) -> Path:
    """Where the last save left what had been the file until then."""
    return path.parent / FOLDER / f".{path.name}.before"


def _note_path(path: Path) -> Path:
    return path.parent / FOLDER / f".{path.name}.newest"


def _state(path: Path) -> tuple[int, int]:
    """What changes when a name in the folder does."""
    told = (path.parent / FOLDER).stat()
    return told.st_ino, told.st_mtime_ns
