from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from lib.studies.store import store
from lib.studies.store.engines import reader
from lib.studies.store.engines.engine import OutOfReachError
from lib.studies.store.engines.postgres import migrations, turns
from lib.studies.store.engines.postgres.postgres import Postgres
from lib.studies.store.store import NotKeptError
from tests.studies.keeping import ANA, WHY, adding, save

SOON = datetime.now(UTC) + timedelta(hours=1)


def test_no_password_is_in_its_name():
    engine = Postgres("postgresql://someone:secret@db.example/studies?sslmode=require")
    assert str(engine) == "PostgreSQL, database studies at db.example"


def test_tables_are_made_once(postgres):
    assert postgres.migrate() == []


def test_tables_that_are_missing_are_told_with_the_command_that_makes_them(server):
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute("drop database if exists bare")
        connection.execute("create database bare")
    engine = Postgres(server.address.replace("/postgres?", "/bare?"))
    assert "python -m lib store migrate" in store.load(engine).refused
    assert "python -m lib store migrate" in store.history(engine).problems[0]
    with pytest.raises(OutOfReachError, match="python -m lib store migrate"):
        store.save(engine, adding(store.load(engine), "A 2001"), ANA, WHY)
    assert engine.migrate() == list(range(1, migrations.LATEST + 1))
    save(engine, "A 2001")
    assert len(store.load(engine).rows) == 1
    engine.close()


def test_tables_of_an_older_program_are_told(postgres, monkeypatch):
    monkeypatch.setattr(migrations, "LATEST", 99)
    assert "missing or old" in store.load(postgres).refused


def test_who_saves_for_long_is_named(postgres, monkeypatch):
    save(postgres, "A 2001")
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    with postgres._turn("Ben"), pytest.raises(NotKeptError, match="Ben has been saving since"):
        save(postgres, "B 2002")
    assert save(postgres, "B 2002").number == 2


def test_old_versions_are_pruned_with_their_bytes(postgres):
    for study in ("A 2001", "B 2002", "C 2003"):
        save(postgres, study)
    with psycopg.connect(postgres._address) as connection:
        connection.execute("update response_decay.version set made = '2020-01-01'")
    store.mark_linked(postgres, store.history(postgres).versions[-1].version)
    tried = store.prune(postgres, SOON, "Ana", is_trial=True)
    assert [each.number for each in store.history(postgres).versions] == [3, 2, 1]
    done = store.prune(postgres, SOON, "Ana")
    assert done == tried
    assert ([each.number for each in done.gone], done.linked) == ([2], 1)
    assert done.freed > 0
    with pytest.raises(NotKeptError, match="no version 2"):
        store.content(postgres, 2)
    assert save(postgres, "D 2004").number == 4


# Out of reach


def test_readers_keep_the_last_version_saves_are_refused_and_it_heals(
    postgres, server, monkeypatch
):
    monkeypatch.setattr(reader, "FRESH", 0.05)
    monkeypatch.setattr(reader, "PATIENCE", 0.5)
    seen = save(postgres, "A 2001").dataset
    server.stop("immediate")
    try:
        assert wait_for(lambda: store.load(postgres) is seen and store.trouble(postgres))
        assert f"What you see is version {seen.version}" in store.trouble(postgres)
        with pytest.raises(OutOfReachError, match=r"does not answer\. Nothing was changed\."):
            store.save(postgres, adding(seen, "B 2002"), ANA, WHY)
        assert store.history(postgres).problems == (
            "The history cannot be read: it does not answer.",
        )
        assert store.find(postgres, seen.version) is None
        with pytest.raises(NotKeptError):
            store.put_draft(postgres, "token", b"half a row", SOON)
    finally:
        server.start()
    assert wait_for(lambda: store.load(postgres) is seen and not store.trouble(postgres))
    assert save(postgres, "B 2002").number == 2


def wait_for(holds):
    until = datetime.now(UTC) + timedelta(seconds=15)
    while datetime.now(UTC) < until:
        if holds():
            return True
    return False


# The moment of the commit


class Broken:
    def commit(self):
        raise psycopg.OperationalError("the connection is lost")


def fail():
    raise psycopg.OperationalError("the connection is lost")


def test_a_save_whose_end_was_not_heard_is_looked_up():
    turns.commit(Broken(), lambda: True)
    with pytest.raises(psycopg.OperationalError):
        turns.commit(Broken(), lambda: False)
    with pytest.raises(NotKeptError, match="it is not known whether these rows were saved"):
        turns.commit(Broken(), fail)


def test_a_save_that_came_true_is_found(postgres, monkeypatch):
    original = turns.commit

    def commit(link, is_saved):
        link.commit()
        original(Broken(), is_saved)

    monkeypatch.setattr(turns, "commit", commit)
    assert save(postgres, "A 2001").number == 1
    assert store.history(postgres).latest == replace(store.history(postgres).versions[0])
