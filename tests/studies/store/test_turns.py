import re
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from lib.studies.store import commit, store, turns
from lib.studies.store.store import NotKeptError, load
from tests.studies.keeping import ANA, WHY, adding, save, written

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from pathlib import Path
from lib.studies.store.turns import wait_for_turn
with wait_for_turn(Path(sys.argv[1]), "Ben Okri", 1):
    print("held", flush=True)
    sys.stdin.read()
"""
WAIT = """
import sys
from pathlib import Path
from lib.studies.store import turns
original = turns._acquire
def acquire(*given):
    print("waits", flush=True)
    return original(*given)
turns._acquire = acquire
with turns.wait_for_turn(Path(sys.argv[1]), "Cleo", 60):
    pass
"""


@pytest.fixture
def lock(tmp_path):
    (tmp_path / "history").mkdir()
    return tmp_path / "history" / "studies.csv.lock"


@pytest.fixture
def other(lock):
    """Another process that holds the lock, or waits for it."""
    with ExitStack() as processes:

        def start(script):
            command = [sys.executable, "-c", script, str(lock)]
            process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            processes.callback(process.communicate)
            processes.callback(process.kill)
            assert process.stdout.readline()
            return process

        yield start


def queue_of(lock):
    return lock.parent.parent / ".studies.csv.queue"


def test_the_lock_goes_to_those_who_wait_in_the_order_in_which_they_came(lock):
    order, threads = [], []

    def wait(name):
        with turns.wait_for_turn(lock, name, 20):
            order.append(name)

    with turns.wait_for_turn(lock, "first", 1):
        for name in map(str, range(8)):
            threads.append(threading.Thread(target=wait, args=(name,)))
            threads[-1].start()
            while len(turns._names(queue_of(lock))) < len(threads) + 1:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(map(str, range(8)))
    assert not queue_of(lock).exists()


def test_who_comes_again_and_again_does_not_keep_another_waiting(lock):
    turn, waits = threading.Event(), threading.Event()

    def wait():
        waits.set()
        with turns.wait_for_turn(lock, "Ana", 20):
            turn.set()

    patient = threading.Thread(target=wait)
    taken = 0
    while not turn.is_set() and taken < 1000:
        with turns.wait_for_turn(lock, "Ben", 20):
            if not waits.is_set():
                patient.start()
                while len(turns._names(queue_of(lock))) < 2:
                    time.sleep(0.001)
            taken += 1
    patient.join()
    assert taken == 2


def test_a_refusal_says_who_is_saving_and_since_when(tmp_path, monkeypatch, other):
    path = written(tmp_path)
    save(path, "D 2004")
    other(HOLD)
    monkeypatch.setattr(commit, "PATIENCE", 1.2)
    with pytest.raises(NotKeptError) as refused:
        save(path)
    assert re.fullmatch(
        r"Ben Okri has been saving since [0-9:]{8} UTC, for \d seconds?\. Nothing was changed\.",
        refused.value.message,
    )
    assert len(load(path).rows) == 3


def test_who_was_killed_while_saving_keeps_nobody_waiting(tmp_path, monkeypatch, other):
    path = written(tmp_path)
    process = other(HOLD)
    process.kill()
    process.wait()
    monkeypatch.setattr(commit, "PATIENCE", 0.2)
    save(path)
    assert not (tmp_path / ".studies.csv.queue").exists()


def test_who_was_killed_while_waiting_keeps_nobody_waiting(tmp_path, monkeypatch, other):
    path = written(tmp_path)
    holder, waiting = other(HOLD), other(WAIT)
    for process in (waiting, holder):
        process.kill()
        process.wait()
    monkeypatch.setattr(commit, "PATIENCE", 0.2)
    save(path)
    assert not (tmp_path / ".studies.csv.queue").exists()


def test_as_long_as_the_queue_moves_it_is_waited_for_longer(tmp_path, monkeypatch):
    path = written(tmp_path)
    changes, lock = adding(load(path), "C 2003"), tmp_path / "history" / "studies.csv.lock"
    lock.parent.mkdir()
    monkeypatch.setattr(commit, "PATIENCE", 0.5)

    def save_slowly():
        with turns.wait_for_turn(lock, "Ben", 20):
            time.sleep(0.3)

    threads = [threading.Thread(target=save_slowly) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(turns._names(queue_of(lock))) < len(threads):
        time.sleep(0.001)
    store.save(path, changes, ANA, WHY)
    for thread in threads:
        thread.join()


def test_a_queue_that_is_too_long_is_told(tmp_path, monkeypatch):
    path = written(tmp_path)
    (tmp_path / "history").mkdir()
    monkeypatch.setattr(commit, "PATIENCE", 0.5)
    monkeypatch.setattr(turns, "_LONGEST", 0.1)
    monkeypatch.setattr(turns._Ticket, "older", lambda _ticket: ["one", "two"])
    with pytest.raises(NotKeptError, match=r"2 others still had to save before you, after \d"):
        save(path)


def test_a_file_in_the_queue_that_is_no_ticket_is_let_be(tmp_path):
    path = written(tmp_path)
    queue = tmp_path / ".studies.csv.queue"
    queue.mkdir()
    (queue / "notes.txt").write_text("mine")
    save(path)
    assert [each.name for each in queue.iterdir()] == ["notes.txt"]


def test_it_is_known_whether_somebody_is_saving(lock):
    assert not turns.is_taken(lock)
    with turns.wait_for_turn(lock, "Ana", 1):
        assert turns.is_taken(lock)
    assert not turns.is_taken(lock)
