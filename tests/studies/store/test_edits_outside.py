"""A program edits the file while a save runs."""

import os
import threading
import time

import pytest

from lib.studies.store import atomic_files, commit, store
from lib.studies.store.store import NotKeptError, content, history, load, restore
from tests.studies.keeping import ANA, STUDIES, WHY, adding, changing, save, written

OUTSIDE = STUDIES + b"Outside 2010,Drug,3,10\n"
ROW = b"C 2003,Drug,3,60\n"


def put(path, data):
    """As editors and git do: a new file takes the place of the old one."""
    new = path.with_name("new")
    new.write_bytes(data)
    new.replace(path)


def write_into(path, data):
    """As a redirection of a shell does: the same file gets another content."""
    path.write_bytes(data)


WAYS = [put, write_into]


def once_at(what, act):
    """A progress that acts when a save begins to do something, the first time."""
    acts = iter([act])

    def step(told):
        if told.startswith(what):
            next(acts, lambda: None)()

    return step


def in_the_moment_of_replacing(monkeypatch, edit):
    original, edits = atomic_files.exchange, iter([edit])

    def exchange(one, other):
        next(edits, lambda: None)()
        return original(one, other)

    monkeypatch.setattr(atomic_files, "exchange", exchange)


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_while_a_save_runs_is_a_version_and_in_the_file(tmp_path, way):
    path = written(tmp_path)
    step = once_at("Writing", lambda: way(path, OUTSIDE))
    result = store.save(path, adding(load(path), "C 2003"), ANA, WHY, step)
    assert path.read_bytes() == OUTSIDE + ROW
    assert result.merged
    assert [each.kind for each in history(path).versions] == ["saved", "outside", "first"]
    assert content(path, 2) == OUTSIDE
    assert not any(each.never_in_force for each in history(path).versions)


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_while_a_version_is_restored_is_a_version(tmp_path, way):
    path = written(tmp_path)
    save(path)
    restore(path, 1, ANA, WHY, once_at("Writing", lambda: way(path, OUTSIDE)))
    assert path.read_bytes() == STUDIES
    assert content(path, 3) == OUTSIDE


def test_an_edit_of_the_same_cell_while_a_save_runs_is_a_conflict(tmp_path):
    path = written(tmp_path)
    edited = STUDIES.replace(b"50", b"51")
    changes = changing(load(path), {(2, "rate_pct"): "52"})
    with pytest.raises(NotKeptError, match=r"A 2001.*Nothing was changed"):
        store.save(path, changes, ANA, WHY, once_at("Writing", lambda: put(path, edited)))
    assert path.read_bytes() == edited
    save(path, "D 2004")
    assert edited in [content(path, each.number) for each in history(path).versions]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that exchanges names")
@pytest.mark.parametrize("way", WAYS)
def test_an_edit_in_the_moment_of_replacing_is_a_version_too(tmp_path, monkeypatch, way):
    path = written(tmp_path)
    in_the_moment_of_replacing(monkeypatch, lambda: way(path, OUTSIDE))
    save(path)
    assert path.read_bytes() == OUTSIDE + ROW
    assert content(path, 2) == OUTSIDE
    save(path, "D 2004")
    assert [each.kind for each in history(path).versions] == ["saved", "saved", "outside", "first"]


def test_where_names_cannot_be_exchanged_what_was_there_is_kept(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(atomic_files, "_renameat2", lambda: None)
    with path.open("ab") as program:
        save(path)
        program.write(b"Late 2011,Drug,3,20\n")
    save(path, "D 2004")
    assert STUDIES + b"Late 2011,Drug,3,20\n" in every_content(path)


def test_what_a_program_still_writes_to_the_old_file_is_a_version(tmp_path):
    path = written(tmp_path)
    save(path)
    before = path.read_bytes()
    with path.open("ab") as program:
        save(path, "D 2004")
        program.write(b"Late 2011,Drug,3,20\n")
    kept = save(path, "E 2005")
    late = next(each for each in history(path).versions if "while a save" in each.why)
    assert content(path, late.number) == before + b"Late 2011,Drug,3,20\n"
    assert (late.kind, late.never_in_force, late.in_force) == ("outside", True, False)
    assert history(path).latest.number == kept.number
    save(path, "F 2006")
    assert sum("while a save" in each.why for each in history(path).versions) == 1


def test_a_file_is_not_taken_half_written(tmp_path):
    path, opened = written(tmp_path), threading.Event()
    changes = adding(load(path), "C 2003")

    def write_slowly():
        with path.open("wb", buffering=0) as file:
            for line in OUTSIDE.splitlines(keepends=True):
                file.write(line)
                opened.set()
                time.sleep(0.02)

    program = threading.Thread(target=write_slowly)
    program.start()
    opened.wait()
    store.save(path, changes, ANA, WHY)
    program.join()
    assert path.read_bytes() == OUTSIDE + ROW


def test_a_program_that_never_stops_writing_is_told(tmp_path):
    path = written(tmp_path)
    changes = adding(load(path), "C 2003")

    def step(told):
        if told.startswith("Writing"):
            put(path, path.read_bytes() + b"Again 2012,Drug,%d,10\n" % len(path.read_bytes()))

    with pytest.raises(NotKeptError, match="Another program goes on writing the file studies"):
        store.save(path, changes, ANA, WHY, step)
    assert b"C 2003" not in path.read_bytes()


def test_a_file_that_is_touched_all_the_time_is_not_waited_for_without_end(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(commit, "PATIENCE", 0.1)
    monkeypatch.setattr(commit, "_seconds_at_rest", lambda _file: 0.05)
    with pytest.raises(NotKeptError, match="Another program goes on writing"):
        save(path)


def test_a_file_that_appears_while_the_first_row_is_saved_stays(tmp_path):
    path = tmp_path / "studies.csv"
    step = once_at("Writing", lambda: put(path, STUDIES))
    store.save(path, adding(load(path), "C 2003"), ANA, WHY, step)
    assert path.read_bytes() == STUDIES + ROW


def every_content(path):
    return [content(path, each.number) for each in history(path).versions]
