"""Static files of the installed Streamlit, compressed once and found again at the next start."""

import gzip
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from zlib import crc32

import brotli
import streamlit as st

from lib.ui.shell.wire.accept_encoding import choose_encoding

TEXTS = {".css", ".js", ".json", ".svg"}
"""What compression makes smaller; fonts and pictures are compressed as they are."""

SMALLEST = 500
"""In bytes: less fits into one packet anyway."""

_OLD_SECONDS = 3600


def _deflate(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _squeeze(content: bytes) -> bytes:
    return bytes(brotli.compress(content, mode=brotli.MODE_TEXT))


PACKERS: dict[str, Callable[[bytes], bytes]] = {"br": _squeeze, "gzip": _deflate}
"""By the name of the encoding, the best first."""


class PackedFile(NamedTuple):
    """A compressed file; its tag changes with the file that it was made of."""

    path: Path
    tag: str


class PackedFiles:
    """Compressed copies of the files of a folder.

    Parameters
    ----------
    folder
        Of the files.
    stores
        Folders for the copies: one that is there is taken from any, a new one goes to the first
        that can be written.
    first
        Names the files that a first visit needs, which are compressed before all others. It is
        asked when they are, since it may have to read files, and the server starts meanwhile.
    """

    def __init__(
        self, folder: Path, stores: Sequence[Path], first: Callable[[], Iterable[str]] = list
    ) -> None:
        self._folder, self._stores, self._first = folder, stores, first
        self._ready: dict[tuple[str, str], PackedFile] = {}

    def find(self, name: str, accepted: str) -> tuple[str, PackedFile] | None:
        """Give an encoding that `Accept-Encoding` allows and the copy in it, if one is ready."""
        offered = [encoding for encoding in PACKERS if (name, encoding) in self._ready]
        encoding = choose_encoding(accepted, offered)
        return (encoding, self._ready[name, encoding]) if encoding else None

    def prepare_in_background(self) -> None:
        """Prepare all copies, without keeping anybody waiting."""
        threading.Thread(target=self._prepare_quietly, daemon=True, name="compress").start()

    def prepare(self) -> None:
        """Find or make all copies: quick ones of all files first."""
        names = self._names()
        for encoding in reversed(PACKERS):
            for name in names:
                # A file that cannot be read, or a full disk: it is served as it is.
                with suppress(OSError):
                    self._prepare_one(name, encoding)
        self._sweep()

    def _prepare_quietly(self) -> None:
        # Only Linux has a priority of one thread: elsewhere it would be that of another process.
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        self.prepare()

    def _names(self) -> list[str]:
        found = {
            path.relative_to(self._folder).as_posix()
            for path in self._folder.rglob("*")
            if path.suffix in TEXTS and path.stat().st_size >= SMALLEST
        }
        first = [name for name in self._first() if name in found]
        # Others that start at the same time take them in another order, and find what is done.
        others = sorted(found.difference(first))
        random.shuffle(others)
        return [*first, *others]

    def _prepare_one(self, name: str, encoding: str) -> None:
        source = self._folder / name
        stat = source.stat()
        tag = f"{stat.st_mtime_ns:x}-{stat.st_size:x}-{encoding}"
        copy = f"{name.replace('/', '.')}.{tag}"
        path = self._known(copy) or self._write(copy, PACKERS[encoding](source.read_bytes()))
        if path:
            self._ready[name, encoding] = PackedFile(path, f'"{tag}"')

    def _known(self, copy: str) -> Path | None:
        return next((store / copy for store in self._stores if (store / copy).is_file()), None)

    def _write(self, copy: str, content: bytes) -> Path | None:
        for store in self._stores:
            with suppress(OSError):
                return _write_whole(store / copy, content)
        return None

    def _sweep(self) -> None:
        """Remove copies of versions that are gone, but nothing that another process is writing."""
        kept = {packed.path.name for packed in self._ready.values()}
        old = time.time() - _OLD_SECONDS
        for store in self._stores:
            with suppress(OSError):
                for path in store.iterdir():
                    if path.name not in kept and path.stat().st_mtime < old:
                        path.unlink()


def _write_whole(path: Path, content: bytes) -> Path:
    """Write a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        file.write(content)
    # Others of this machine may run the same installation.
    Path(file.name).chmod(0o644)
    return Path(file.name).replace(path)


def default_stores(folder: Path) -> list[Path]:
    """Where copies are kept: beside the installed files, or in a cache of the user's."""
    place = f"streamlit-{st.__version__}-{crc32(bytes(folder)):08x}"
    beside = folder.parent / "static-compressed"
    try:
        return [beside, _cache_folder() / "response-decay" / place]
    except RuntimeError:  # a user without a home
        return [beside]


def _cache_folder() -> Path:
    if sys.platform == "win32" and "LOCALAPPDATA" in os.environ:
        return Path(os.environ["LOCALAPPDATA"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
