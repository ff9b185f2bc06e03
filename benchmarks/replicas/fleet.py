"""Replicas of the dashboard, as many as are asked for, behind HAProxy on one database."""

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import servers
from benchmarks.endurance.common import fork, require, wait_for
from lib.studies.store import store
from tests.replicas import replica
from tests.replicas.replica import Program
from tests.studies.store.engines import postgres_server


@dataclass(frozen=True)
class Fleet:
    """What serves readers, and the programs whose work it is."""

    name: str
    address: str
    programs: tuple[Program, ...]

    def processor_seconds(self) -> float:
        """Give the processor time of replicas and HAProxy so far."""
        return sum(servers.processor_seconds_of(each.process.pid) for each in self.programs)

    @property
    def replicas(self) -> int:
        """How many replicas there are; HAProxy stands before them where there is a database."""
        return max(1, len(self.programs) - 1)


@contextmanager
def one_on_files() -> Iterator[Fleet]:
    """Run one process on a file, as its users start it."""
    with TemporaryDirectory() as scratch, ExitStack() as programs:
        csv = shutil.copy(servers.STUDIES, scratch)
        address, program = _start({store.CSV_VARIABLE: str(csv)}, Path(scratch), programs)
        replica.wait_for(f"{address}/ready", 200)
        yield Fleet("files, 1 process", address, (program,))


@contextmanager
def on_postgres(number: int) -> Iterator[Fleet]:
    """Run so many replicas behind HAProxy."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres_server.serve(is_durable=True))
        folder = Path(stack.enter_context(TemporaryDirectory()))
        fill(database.address)
        given = {store.STORE_VARIABLE: database.address}
        started = [_start(given, folder, stack) for _ in range(number)]
        listen = servers._free_port()
        file = folder / "haproxy.cfg"
        file.write_text(configuration([address for address, _ in started], listen))
        balancer = Program([str(replica.haproxy()), "-f", str(file)], {}, folder / "haproxy")
        stack.callback(balancer.end)
        for address, _ in started:
            replica.wait_for(f"{address}/ready", 200)
        address = f"http://127.0.0.1:{listen}"
        replica.wait_for(f"{address}/_stcore/health", 200)
        programs = (*(program for _, program in started), balancer)
        yield Fleet(f"PostgreSQL, {number} of them", address, programs)


def _start(variables: dict[str, str], folder: Path, stack: ExitStack) -> tuple[str, Program]:
    port = servers._free_port()
    program = replica.start_replica(port, variables, folder)
    stack.callback(program.end)
    return f"http://127.0.0.1:{port}", program


def configuration(addresses: list[str], listen: int) -> str:
    """Write HAProxy's file with a line for each replica, where it has lines for two."""
    lines: list[str] = []
    for line in replica.CONFIGURATION.read_text("utf-8").splitlines():
        if line.lstrip().startswith("server a"):
            lines += [_line_of(line, *each) for each in enumerate(addresses)]
        elif not line.lstrip().startswith("server b"):
            lines.append(line.replace("${LISTEN}", f"127.0.0.1:{listen}"))
    return "\n".join(lines) + "\n"


def _line_of(line: str, number: int, address: str) -> str:
    named = re.sub(r"\ba\b", f"replica-{number}", line)
    return named.replace("${REPLICA_A}", address.removeprefix("http://"))


def fill(address: str) -> None:
    """Put the studies of the repository into a store.

    In a process of its own: connections and threads would not survive later forks of this one.
    """
    require(wait_for(fork(lambda: _copy(address))) == 0, f"{address} could not be filled")


def _copy(address: str) -> None:
    with TemporaryDirectory() as scratch:
        source = store.place(str(shutil.copy(servers.STUDIES, scratch)))
        target = store.place(address)
        require(source is not None and target is not None, address)
        if source and target:
            if address.startswith("postgresql"):
                store.migrate(target)
            store.copy(source, target)
