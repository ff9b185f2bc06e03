from pathlib import Path

import psycopg
import pytest

from lib.studies.store.engines.postgres.postgres import Postgres
from lib.studies.store.places import open_place
from tests.studies.store.engines import postgres_server

TABLES = "head, version, content, linked, draft"


@pytest.fixture(scope="session")
def server():
    if why := postgres_server.why_not():
        pytest.skip(why)
    with postgres_server.serve() as server:
        engine = Postgres(server.address)
        engine.migrate()
        engine.close()
        yield server


@pytest.fixture
def database(server):
    """The address of a database without rows."""
    with psycopg.connect(server.address) as connection:
        for table in TABLES.split(", "):
            connection.execute(f"delete from response_decay.{table}")
    return server.address


def file(ask):
    return str(ask("tmp_path") / "studies.csv")


ADDRESSES = {"files": file, "PostgreSQL": lambda ask: ask("database")}


@pytest.fixture(params=ADDRESSES)
def address(request):
    """The address of an empty place of each kind."""
    return ADDRESSES[request.param](request.getfixturevalue)


@pytest.fixture
def place(address):
    """An empty place of each kind."""
    found = open_place(address)
    yield found
    if not isinstance(found, Path):
        found.close()


@pytest.fixture
def postgres(database):
    engine = Postgres(database)
    yield engine
    engine.close()
