import os
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from lib.studies.store.engines.postgres.postgres import Postgres
from lib.studies.store.places import open_place
from tests.studies.store.engines import bucket_server, postgres_server

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


@pytest.fixture
def buckets(monkeypatch):
    """A server of buckets."""
    with bucket_server.serve() as server:
        for name, value in bucket_server.environment(server).items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.fixture
def bucket(request):
    """The address of an empty place in a bucket, of a real store if one is named."""
    if "AWS_ENDPOINT_URL" not in os.environ:
        request.getfixturevalue("buckets")
    return f"s3://studies/{uuid4()}"


def file(ask):
    return str(ask("tmp_path") / "studies.csv")


ADDRESSES = {
    "files": file,
    "PostgreSQL": lambda ask: ask("database"),
    "objects": lambda ask: ask("bucket"),
}


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
