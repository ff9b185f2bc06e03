"""The folder of versions: copies without a record, readers beside a save, thousands of versions."""

import json
import os
from pathlib import Path

import pytest

from lib.studies.dataset import version_of
from lib.studies.store import store, turns, version_folder, version_record
from lib.studies.store.store import NotKeptError, content, history, load
from tests.studies.keeping import STUDIES, save, written

NEW = STUDIES + b"C 2003,Drug,3,60\n"
OTHER = STUDIES + b"Other 2001,Drug,3,1\n"


def record_of(path, number):
    return next((path.parent / "history").glob(f"*-{number:06}-*.json"))


def copy_of(path, number):
    record = record_of(path, number)
    return record.with_name(record.name.removesuffix(".json").removesuffix(".pending"))


# Copies without a record


def test_a_copy_without_a_record_is_told_until_the_next_save(tmp_path):
    path = written(tmp_path)
    save(path)
    record_of(path, 1).unlink()
    save(path, "D 2004")
    assert history(path).problems == ()
    found = history(path).versions[-1]
    assert (found.number, found.kind, found.in_force) == (1, "found", False)
    assert found.why == "Found without a record: who saved it, when and why is not known"
    assert not found.never_in_force  # the version after it says that it followed it
    assert content(path, 1) == STUDIES


def test_a_copy_of_a_save_cut_short_becomes_a_version_that_was_never_in_force(tmp_path):
    path = written(tmp_path)
    save(path)
    record_of(path, 2).unlink()
    path.write_bytes(STUDIES)
    save(path, "D 2004")
    kinds = [(each.kind, each.never_in_force) for each in history(path).versions]
    assert kinds == [("saved", False), ("found", True), ("first", False)]
    assert history(path).problems == ()
    assert content(path, 2) == NEW


def test_a_copy_whose_number_was_taken_gets_another(tmp_path):
    path = written(tmp_path)
    save(path)
    name = version_of(OTHER)
    copy_of(path, 2).with_name(f"studies-000002-{name}.csv").write_bytes(OTHER)
    save(path, "D 2004")
    assert history(path).problems == ()
    assert [each.number for each in history(path).versions] == [4, 3, 2, 1]
    assert content(path, 3) == OTHER


# While others save and remove


def after_the_first_list(monkeypatch, act):
    """Let something happen between a look at the names and the reading of the records."""
    original, acts = version_folder.list_files, iter([act])

    def list_files(path):
        found = original(path)
        next(acts, lambda: None)()
        return found

    monkeypatch.setattr(version_folder, "list_files", list_files)


@pytest.mark.parametrize(
    "is_right",
    [
        lambda path: [each.number for each in history(path).versions] == [2, 1],
        lambda path: history(path).problems == (),
        lambda path: content(path, 2) == NEW,
        lambda path: store.find(path, load(path).version).number == 2,
    ],
)
def test_a_record_that_is_renamed_while_it_is_read_is_no_spoilt_one(
    tmp_path, monkeypatch, is_right
):
    path = written(tmp_path)
    save(path)
    settled = record_of(path, 2)
    pending = settled.with_name(f"{copy_of(path, 2).name}.pending.json")
    settled.rename(pending)
    after_the_first_list(monkeypatch, lambda: pending.rename(settled))
    assert is_right(path)


def test_a_version_that_is_removed_while_it_is_read_is_no_spoilt_one(tmp_path, monkeypatch):
    path = written(tmp_path)
    save(path)
    first = history(path).versions[1]
    after_the_first_list(monkeypatch, lambda: version_folder.remove(path, first))
    past = history(path)
    assert (past.problems, [each.number for each in past.versions]) == ((), [2])


def test_a_copy_that_is_removed_while_it_is_read_is_told_as_removed(tmp_path, monkeypatch):
    path = written(tmp_path)
    save(path)
    first, original = history(path).versions[1], Path.read_bytes

    def read_bytes(file):
        if file == version_folder.copy_path(path, first):
            version_folder.remove(path, first)
        return original(file)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(NotKeptError, match="Version 1 was removed from the history just now"):
        content(path, 1)


def test_the_copy_of_a_save_that_runs_is_not_called_cut_short(tmp_path):
    path = written(tmp_path)
    save(path)
    record_of(path, 2).unlink()
    with turns.wait_for_turn(tmp_path / "history" / "studies.csv.lock", "Ben", 1):
        assert history(path).problems == ()
    assert "has no record" in history(path).problems[0]


def test_the_copy_of_a_save_that_ends_meanwhile_is_not_called_cut_short(tmp_path, monkeypatch):
    path = written(tmp_path)
    save(path)
    record = record_of(path, 2)
    data = record.read_bytes()
    record.unlink()
    after_the_first_list(monkeypatch, lambda: record.write_bytes(data))
    assert history(path).problems == ()


# With thousands of versions


def test_a_save_does_not_read_the_history(tmp_path, monkeypatch):
    path = written(tmp_path)
    for number in range(3):
        save(path, f"Row {number}")
    newest, reads, lists = record_of(path, 4).name, [], []
    read_bytes, scandir = Path.read_bytes, os.scandir
    monkeypatch.setattr(Path, "read_bytes", lambda file: reads.append(file) or read_bytes(file))
    monkeypatch.setattr(os, "scandir", lambda place: lists.append(Path(place)) or scandir(place))
    version_record._read.cache_clear()
    save(path, "One more")
    assert [each.name for each in reads if each.suffix == ".json"] == [newest]
    assert path.parent / "history" not in lists


def test_a_version_that_somebody_put_into_the_history_is_counted(tmp_path):
    path = written(tmp_path)
    save(path)
    record = json.loads(record_of(path, 2).read_bytes()) | {"number": 9}
    copy = copy_of(path, 2).with_name(copy_of(path, 2).name.replace("000002", "000009"))
    copy.write_bytes(NEW)
    copy.with_name(f"{copy.name}.json").write_text(json.dumps(record))
    os.utime(path.parent / "history", (1, 1))
    assert save(path, "One more").number == 10


def test_a_version_that_somebody_removed_is_recorded_again(tmp_path):
    path = written(tmp_path)
    save(path)
    version_folder.remove(path, history(path).versions[0])
    os.utime(path.parent / "history", (1, 1))
    assert save(path, "One more").number == 3
    assert [each.kind for each in history(path).versions] == ["saved", "outside", "first"]


@pytest.mark.parametrize("note", [b"", b"1 2 3", b"1 2 nan 4 x\n", b"\x00\xff"])
def test_a_note_that_is_spoilt_is_not_believed(tmp_path, note):
    path = written(tmp_path)
    save(path)
    (path.parent / "history" / ".studies.csv.newest").write_bytes(note)
    assert save(path, "D 2004").number == 3
    assert history(path).problems == ()
