"""A PostgreSQL server for tests, of the installed programs: in a folder of its own.

It does not sync its files, so that tests are quick, unless a measurement asks for it.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.thoroughness import THOROUGH

_INSTALLED = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
_OPTIONS = "-c listen_addresses=''"
_NOT_SYNCED = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def why_not() -> str:
    """Why no server can be started here; with CI=true that is a failure."""
    if _INSTALLED or shutil.which("postgres"):
        return ""
    assert not THOROUGH, "PostgreSQL is not installed"
    return "PostgreSQL is not installed"


class Server:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path, is_durable: bool = False) -> None:
        self._options = _OPTIONS + ("" if is_durable else _NOT_SYNCED)
        self.address = f"postgresql://tester@/postgres?host={folder}"
        self._folder = folder
        self._run("initdb", "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-sync", "--locale=C")

    def start(self) -> None:
        options = f"{self._options} -k {self._folder}"
        self._run("pg_ctl", "-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def _run(self, program: str, *options: str) -> None:
        found = _INSTALLED[-1].with_name(program) if _INSTALLED else Path(program)
        command = [str(found), "-D", str(self._folder / "data"), *options]
        # It refuses to run as root, and its output would hold a pipe open.
        with (self._folder / "said").open("w") as said:
            subprocess.run(
                command,
                check=True,
                user=_owner(),
                cwd=self._folder,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
            )


def _owner() -> str | None:
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def serve(is_durable: bool = False) -> Iterator[Server]:
    """A server in a folder of its own; the path of a socket may not be long."""
    with tempfile.TemporaryDirectory(prefix="rd-pg-") as name:
        if owner := _owner():
            shutil.chown(name, owner)
        server = Server(Path(name), is_durable)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
