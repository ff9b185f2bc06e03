import time
from threading import Event, Thread

import pytest

from lib.studies.loading import hash_of
from lib.studies.store.engines import reader
from lib.studies.store.engines.engine import OutOfReachError
from lib.studies.store.engines.reader import VersionReader
from tests.studies.keeping import STUDIES

NEW = STUDIES + b"C 2003,Drug,3,60\n"


class Store:
    """A store of which a test says what it holds, and whether it answers."""

    def __init__(self):
        self.data, self.reason, self.looks, self.fetches = STUDIES, "", 0, 0
        self.go = Event()
        self.go.set()
        self.reader = VersionReader("studies.csv", self.look, self.fetch)

    def look(self):
        self.looks += 1
        self.go.wait()
        if self.reason:
            raise OutOfReachError(self.reason)
        return hash_of(self.data) if self.data else ""

    def fetch(self, _sha256):
        self.fetches += 1
        if self.reason:
            raise OutOfReachError(self.reason)
        return self.data


@pytest.fixture
def held():
    return Store()


def wait_for(holds):
    until = time.monotonic() + 5
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_many_readers_look_at_the_store_once_a_second(held):
    first = held.reader.load()
    readers = [Thread(target=held.reader.load) for _ in range(20)]
    for each in readers:
        each.start()
    for each in readers:
        each.join()
    assert held.reader.load() is first
    assert (held.looks, held.fetches) == (1, 1)


def test_a_new_version_is_seen_after_that_second(held, monkeypatch):
    first = held.reader.load()
    held.data = NEW
    assert held.reader.load() is first
    monkeypatch.setattr(reader, "FRESH", 0)
    assert held.reader.load().data == NEW


def test_what_this_process_saved_is_seen_at_once(held):
    data = held.reader.load()
    held.reader.note("ab" * 32, data)
    assert held.reader.present_hash() == "ab" * 32
    assert held.reader.load() is data


def test_a_look_that_began_before_a_save_does_not_undo_it(held, monkeypatch):
    data = held.reader.load()
    monkeypatch.setattr(reader, "FRESH", 0)
    held.go.clear()
    late = Thread(target=held.reader.load)
    late.start()
    assert wait_for(lambda: held.looks == 2)
    monkeypatch.setattr(reader, "FRESH", 60)
    held.reader.note("ab" * 32, data)
    held.go.set()
    late.join()
    assert held.reader.present_hash() == "ab" * 32


def test_nobody_waits_for_a_store_that_does_not_answer(held, monkeypatch):
    first = held.reader.load()
    monkeypatch.setattr(reader, "FRESH", 0)
    monkeypatch.setattr(reader, "PATIENCE", 0.05)
    held.go.clear()
    assert held.reader.load() is first
    assert f"What you see is version {first.version}, the last" in held.reader.trouble()
    assert held.reader.why_away() == "it does not answer"
    began = time.monotonic()
    for _ in range(4):
        assert held.reader.load() is first
    assert time.monotonic() - began < 4 * reader.PATIENCE + 2
    assert held.looks == 2
    held.go.set()
    assert wait_for(lambda: held.reader.load() is first and not held.reader.trouble())


def test_a_store_that_was_never_read_gives_no_rows_and_the_reason(held):
    held.reason = "its disk is full"
    data = held.reader.load()
    assert data.refused == "The file cannot be opened: its disk is full."
    assert held.reader.load() is data
    assert "What you see" not in held.reader.trouble()


def test_a_version_that_cannot_be_fetched_leaves_the_one_before(held, monkeypatch):
    first = held.reader.load()
    monkeypatch.setattr(reader, "FRESH", 0)
    monkeypatch.setattr(held.reader, "_fetch", lambda _sha256: held.look() and NEW)
    held.data = NEW
    held.reader._look, held.reason = (lambda: hash_of(NEW)), "it was switched off"
    assert held.reader.load() is first
    assert held.reader.trouble()
    held.reason = ""
    assert wait_for(lambda: held.reader.load().data == NEW)


def test_bytes_that_were_altered_are_not_shown(held):
    held.reader._look = lambda: hash_of(NEW)
    assert "were altered in the store" in held.reader.load().refused
    assert held.reader.trouble() == ""
    held.data = NEW
    assert held.reader.load().data == NEW


def test_a_fault_of_ours_is_no_endless_wait(held, caplog):
    held.reader._look = lambda: 1 / 0
    assert "ZeroDivisionError" in held.reader.load().refused
    assert "was not understood" in caplog.text
