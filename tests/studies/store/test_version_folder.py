import errno
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.studies.store import store
from lib.studies.store.store import NotKeptError, content, history, load, restore
from tests.studies.keeping import ANA, STUDIES, WHY, adding, changing, removing, save, written

NEW = STUDIES + b"C 2003,Drug,3,60\n"


def _record(path: Path, number: int) -> Path:
    return next((path.parent / "history").glob(f"*-{number:06}-*.json"))


def _copy(path: Path, number: int) -> Path:
    record = _record(path, number)
    return record.with_name(record.name.removesuffix(".json").removesuffix(".pending"))


def _unsettled(path: Path, number: int) -> None:
    """As a process leaves it that is killed before it knows that its bytes are in force."""
    record = _record(path, number)
    record.rename(record.with_name(_copy(path, number).name + ".pending.json"))


def test_a_file_that_was_never_saved_has_no_history(tmp_path):
    path = written(tmp_path)
    assert history(path).versions == history(path).problems == ()
    assert not history(path).present
    assert history(tmp_path / "no" / "file.csv").versions == ()


def test_the_first_save_keeps_what_was_there_before(tmp_path):
    path = written(tmp_path)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    save(path)
    first = history(path).versions[-1]
    assert (first.number, first.kind, first.who) == (1, "first", "")
    assert first.why == "As it was before the first save here"
    assert first.when == datetime.fromtimestamp(1_600_000_000, UTC)
    assert (first.parent, first.rows, first.in_force) == ("", 2, False)
    assert (first.added, first.changed, first.removed) == (None, None, None)
    assert content(path, 1) == STUDIES


def test_a_version_says_who_when_why_and_what(tmp_path):
    path = written(tmp_path)
    before = datetime.now(UTC)
    kept = save(path)
    newest, first = history(path).versions
    assert (newest.number, newest.kind) == (kept.number, "saved") == (2, "saved")
    assert (newest.who, newest.address, newest.why) == (ANA.name, ANA.address, WHY)
    assert before <= newest.when <= datetime.now(UTC)
    assert (newest.added, newest.changed, newest.removed, newest.rows) == (1, 0, 0, 3)
    assert (newest.version, newest.parent) == (kept.dataset.version, first.sha256)
    assert (newest.in_force, newest.never_in_force) == (True, False)
    assert history(path).present


def test_the_names_in_the_folder_tell_number_and_version(tmp_path):
    path = written(tmp_path)
    new = f"studies-000002-{save(path).dataset.version}.csv"
    old = f"studies-000001-{history(path).versions[1].version}.csv"
    names = {each.name for each in (tmp_path / "history").iterdir()}
    of_the_last_save = {".studies.csv.before", ".studies.csv.newest"}
    versions = {new, f"{new}.json", old, f"{old}.json"}
    assert names == versions | of_the_last_save | {"studies.csv.lock"}


def test_a_record_can_be_read_in_any_editor(tmp_path):
    path = written(tmp_path)
    store.save(path, removing(load(path), [3]), store.Editor("Žofie 研"), "Counted twice")
    told = json.loads(_record(path, 2).read_text("utf-8"))
    assert (told["who"], told["why"], told["removed"]) == ("Žofie 研", "Counted twice", 1)
    assert "Žofie" in _record(path, 2).read_text("utf-8")


def test_an_edit_outside_is_seen_at_once_and_kept_at_the_next_save(tmp_path):
    path = written(tmp_path)
    save(path)
    path.write_bytes(NEW.replace(b"50", b"51"))
    assert not history(path).present
    assert not any(each.in_force for each in history(path).versions)
    save(path, "D 2004")
    newest, outside, saved, _first = history(path).versions
    assert (outside.kind, outside.who) == ("outside", "")
    assert outside.why == "Edited outside the dashboard"
    assert (outside.parent, newest.parent) == (saved.sha256, outside.sha256)
    assert not any(each.never_in_force for each in history(path).versions)
    assert content(path, 3) == NEW.replace(b"50", b"51")


def test_an_old_version_put_back_outside_is_told_as_an_edit(tmp_path):
    path = written(tmp_path)
    save(path)
    path.write_bytes(STUDIES)
    assert [each.in_force for each in history(path).versions] == [False, True]
    save(path, "D 2004")
    assert [each.kind for each in history(path).versions] == ["saved", "outside", "saved", "first"]


def test_a_restored_version_is_a_new_version_with_the_old_bytes(tmp_path):
    path = written(tmp_path)
    save(path)
    kept = restore(path, 1, ANA, "Of another study")
    assert path.read_bytes() == STUDIES
    newest = history(path).versions[0]
    assert (newest.number, newest.kind, newest.why) == (3, "restored", "Of another study")
    assert [each.in_force for each in history(path).versions] == [True, False, False]
    assert (kept.number, kept.merged, load(path)) == (3, False, kept.dataset)


def test_restoring_can_be_taken_back(tmp_path):
    path = written(tmp_path)
    save(path)
    restore(path, 1, ANA, WHY)
    restore(path, 2, ANA, WHY)
    assert path.read_bytes() == NEW


def test_restoring_brings_back_a_deleted_file(tmp_path):
    path = written(tmp_path)
    save(path)
    path.unlink()
    assert not history(path).present
    restore(path, 2, ANA, WHY)
    assert path.read_bytes() == NEW


def test_restoring_keeps_an_edit_made_outside(tmp_path):
    path = written(tmp_path)
    save(path)
    path.write_bytes(b"%PDF spoilt")
    restore(path, 2, ANA, WHY)
    assert content(path, 3) == b"%PDF spoilt"
    with pytest.raises(NotKeptError, match=r"Version 3 cannot be used: .* PDF"):
        restore(path, 3, ANA, WHY)
    assert path.read_bytes() == NEW


def test_a_version_with_more_errors_than_now_can_be_restored(tmp_path):
    path = written(tmp_path, STUDIES + b"Bad 2000,Drug,3,many\n")
    store.save(path, changing(load(path), {(4, "rate_pct"): "30"}), ANA, WHY)
    assert len(restore(path, 1, ANA, WHY).dataset.left_out) == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [(2, "There is nothing to save"), (9, "The history holds no version 9.")],
)
def test_what_cannot_be_restored_is_told(tmp_path, number, said):
    path = written(tmp_path)
    save(path)
    with pytest.raises(NotKeptError, match=said):
        restore(path, number, ANA, WHY)
    assert len(history(path).versions) == 2


def test_a_copy_that_was_altered_is_not_given(tmp_path):
    path = written(tmp_path)
    save(path)
    _copy(path, 1).write_bytes(STUDIES.replace(b"50", b"99"))
    with pytest.raises(NotKeptError, match="The copy of version 1 was altered") as refused:
        content(path, 1)
    assert _copy(path, 1).name in refused.value.advice
    with pytest.raises(NotKeptError, match="altered"):
        restore(path, 1, ANA, WHY)
    assert path.read_bytes() == NEW


def test_a_copy_that_is_gone_is_told(tmp_path):
    path = written(tmp_path)
    save(path)
    _copy(path, 1).unlink()
    with pytest.raises(NotKeptError, match="version 1 cannot be read: No such file"):
        content(path, 1)


def test_the_copy_of_what_is_in_force_is_made_again_before_it_is_replaced(tmp_path):
    path = written(tmp_path)
    save(path)
    _copy(path, 2).unlink()
    save(path, "D 2004")
    assert content(path, 2) == NEW


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _told: b"",
        lambda _told: b"\xff\xfe{",
        lambda _told: b"[]",
        lambda _told: b"[" * 100_000,
        lambda told: json.dumps(told | {"number": "two"}).encode(),
        lambda told: json.dumps(told | {"when": "yesterday"}).encode(),
        lambda told: json.dumps(told | {"when": None}).encode(),
        lambda told: json.dumps(told | {"sha256": "0" * 64}).encode(),
        lambda told: json.dumps({"number": told["number"]}).encode(),
    ],
)
def test_a_record_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path, spoil):
    path = written(tmp_path)
    save(path)
    record = _record(path, 2)
    record.write_bytes(spoil(json.loads(record.read_bytes())))
    assert [each.number for each in history(path).versions] == [1]
    assert history(path).problems == (
        f"The record {record.name} cannot be read, so its version is not listed.",
    )
    assert save(path, "D 2004").number == 4


def test_a_folder_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    path = written(tmp_path)
    save(path)

    def refuse(_folder):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    os.utime(path.parent / "history", (1, 1))  # as if changed since: it has to be listed
    monkeypatch.setattr(os, "scandir", refuse)
    assert history(path).problems == ("The history cannot be read: Permission denied.",)
    with pytest.raises(NotKeptError, match="Nothing was changed"):
        save(path, "D 2004")


def test_files_of_others_in_the_folder_are_let_be(tmp_path):
    path = written(tmp_path)
    (tmp_path / "history").mkdir()
    names = [
        "notes.txt",
        "studies-1-old.csv",
        "studies-000009.csv.json",
        "other-000001-ab12cd34.csv",
    ]
    for name in names:
        (tmp_path / "history" / name).write_text("mine")
    save(path)
    assert (history(path).problems, len(history(path).versions)) == ((), 2)
    assert {(tmp_path / "history" / name).read_text() for name in names} == {"mine"}


def test_files_beside_each_other_have_histories_of_their_own(tmp_path):
    paths = [
        written(tmp_path, STUDIES.replace(b"50", b"5%d" % place), name)
        for place, name in enumerate(
            ["studies.csv", "studies.tsv", "studies", "studies-000001-ab12cd34.csv"]
        )
    ]
    for count, path in enumerate(paths):
        for row in range(count + 1):
            save(path, f"New {row}")
    assert [len(history(path).versions) for path in paths] == [2, 3, 4, 5]
    assert not any(history(path).problems for path in paths)


def test_two_versions_with_one_number_are_told(tmp_path):
    path, other = written(tmp_path), tmp_path / "other"
    other.mkdir()
    twin = written(other)
    save(path)
    save(twin, "D 2004")
    for file in (_copy(twin, 2), _record(twin, 2)):
        file.rename(tmp_path / "history" / file.name)
    assert "2 versions have the number 2" in history(path).problems[0]
    with pytest.raises(NotKeptError, match="more than one version 2"):
        content(path, 2)
    assert content(path, 1) == STUDIES
    assert save(path, "E 2005").number > 2


# As a process leaves it that is killed


def test_a_version_that_was_never_in_force_says_so(tmp_path):
    path = written(tmp_path)
    save(path)
    _unsettled(path, 2)
    path.write_bytes(STUDIES)
    assert [each.never_in_force for each in history(path).versions] == [True, False]
    assert [each.in_force for each in history(path).versions] == [False, True]
    save(path, "D 2004")
    newest, never, first = history(path).versions
    assert (newest.number, newest.parent) == (3, first.sha256)
    assert never.never_in_force
    assert content(path, 2) == NEW


def test_a_version_that_came_to_be_in_force_is_settled_by_the_next_save(tmp_path):
    path = written(tmp_path)
    save(path)
    _unsettled(path, 2)
    assert history(path).versions[0].in_force
    save(path, "D 2004")
    assert [each.kind for each in history(path).versions] == ["saved", "saved", "first"]
    assert not any(each.never_in_force for each in history(path).versions)


def test_a_copy_without_a_record_is_told(tmp_path):
    path = written(tmp_path)
    save(path)
    _record(path, 1).unlink()
    assert len(history(path).problems) == 1
    assert "has no record" in history(path).problems[0]


def test_the_same_save_after_a_kill_takes_over_the_copy_without_a_record(tmp_path):
    path = written(tmp_path)
    changes = adding(load(path), "C 2003")
    store.save(path, changes, ANA, WHY)
    _record(path, 2).unlink()
    path.write_bytes(STUDIES)
    store.save(path, changes, ANA, WHY)
    assert history(path).problems == ()
    assert [each.number for each in history(path).versions] == [2, 1]
