from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.servers import STUDIES, _free_port
from lib.progress import silent
from lib.studies.dataset import dataset_of
from lib.studies.permissions import Editor
from lib.studies.store.engines.engine import Replacement
from lib.studies.store.engines.postgres.postgres import Postgres
from lib.studies.store.version_record import SAVED, HistoryEntry
from lib.ui.unsaved.keep import DAYS_VARIABLE
from tests.replicas import replica
from tests.replicas.replica import Program
from tests.studies.store.engines import postgres_server
from tests.studies.store.engines.postgres_server import Server


class Crew(NamedTuple):
    """Two replicas on one database behind HAProxy."""

    address: str
    replicas: dict[str, Program]
    database: Server


@pytest.fixture(scope="package")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    if why := postgres_server.why_not() or replica.why_no_haproxy():
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("replicas")
    listen, *ports = (_free_port() for _ in range(3))
    with postgres_server.serve() as database:
        fill(database.address)
        programs = [replica.start_haproxy(listen, ports, folder)]
        try:
            for port in ports:
                programs.append(replica.start_replica(port, variables(database), folder))
            addresses = [f"http://127.0.0.1:{port}" for port in ports]
            for address in addresses:
                replica.wait_for(f"{address}/ready", 200)
            yield Crew(
                f"http://127.0.0.1:{listen}",
                dict(zip(addresses, programs[1:], strict=True)),
                database,
            )
        finally:
            for program in programs:
                program.end()


def variables(database: Server) -> dict[str, str]:
    return {
        "RESPONSE_DECAY_STORE": database.address,
        "RESPONSE_DECAY_DRAIN_SECONDS": "2.5",
        "RESPONSE_DECAY_METRICS": "1",
        "RESPONSE_DECAY_LOG": "json",
        DAYS_VARIABLE: "30",
    }


def fill(address: str) -> None:
    engine, who = Postgres(address), Editor("Ann")
    engine.migrate()
    rows = dataset_of(Path(STUDIES).read_bytes(), engine.name)
    entry = HistoryEntry(SAVED, who, "The first rows", (None, None, None))
    engine.replace(who, lambda _present: Replacement(rows, entry, merged=False), silent)
    engine.close()
