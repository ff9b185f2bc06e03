import errno
import logging
import os
import resource
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from lib.studies import loading
from lib.studies.permissions import Editor
from lib.studies.store import commit, store
from lib.studies.store.store import NotKeptError, history, load, version
from tests.studies.keeping import (
    ANA,
    STUDIES,
    WHY,
    adding,
    changing,
    left_behind,
    removing,
    save,
    written,
)

NEW = STUDIES + b"C 2003,Drug,3,60\n"


def test_a_saved_row_is_in_the_file_for_everybody(tmp_path):
    path = written(tmp_path)
    kept = save(path)
    assert path.read_bytes() == NEW
    assert (kept.dataset.data, kept.merged) == (NEW, False)
    assert kept.dataset.rows["study"].tolist() == ["A 2001", "B 2002", "C 2003"]


def test_a_changed_and_a_removed_row_are_saved(tmp_path):
    path = written(tmp_path)
    store.save(path, changing(load(path), {(2, "rate_pct"): "55.0"}), ANA, WHY)
    store.save(path, removing(load(path), [3]), ANA, WHY)
    assert path.read_bytes() == b"study,arm,months,rate_pct\nA 2001,Drug,3,55.0\n"


def test_what_was_saved_is_not_checked_a_second_time(tmp_path):
    path = written(tmp_path)
    kept = save(path)
    assert load(path) is kept.dataset


def test_the_version_is_told_without_checking(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(loading, "dataset_of", None)
    named = version(path)
    monkeypatch.undo()
    assert named == load(path).version
    assert version(tmp_path / "gone.csv") == load(tmp_path / "gone.csv").version == "none"


def test_a_second_change_in_the_same_moment_is_seen(tmp_path, monkeypatch):
    path = written(tmp_path)
    stat_then = path.stat()
    before = version(path)
    path.write_bytes(STUDIES.replace(b"50", b"51"))
    monkeypatch.setattr(Path, "stat", lambda _path: stat_then)
    assert version(path) != before
    assert load(path).rows["rate_pct"].tolist() == [51, 40]


def test_a_file_that_is_at_rest_is_hashed_once(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(loading, "_JUST_NOW", 0)
    named = version(path)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert version(path) == named


def test_threads_that_load_a_new_version_at_once_check_it_once(tmp_path, monkeypatch):
    path, checked = written(tmp_path, STUDIES.replace(b"50", b"53")), []

    def slowly(data, name, step):
        checked.append(name)
        time.sleep(0.1)
        return original(data, name, step)

    original = loading.dataset_of
    monkeypatch.setattr(loading, "dataset_of", slowly)
    loaded = []
    threads = [threading.Thread(target=lambda: loaded.append(load(path))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert checked == ["studies.csv"]
    assert len(set(map(id, loaded))) == 1


def test_a_visitor_who_leaves_while_checking_stops_nobody_else(tmp_path, monkeypatch):
    path, started, checked = written(tmp_path, STUDIES.replace(b"50", b"54")), threading.Event(), []

    def leaving(data, name, step):
        if not started.is_set():
            started.set()
            time.sleep(0.1)
            raise KeyboardInterrupt
        return original(data, name, step)

    original = loading.dataset_of
    monkeypatch.setattr(loading, "dataset_of", leaving)

    def leave():
        with pytest.raises(KeyboardInterrupt):
            load(path)

    leaver = threading.Thread(target=leave)
    other = threading.Thread(target=lambda: checked.append(load(path)))
    leaver.start()
    started.wait()
    other.start()
    for thread in (leaver, other):
        thread.join()
    assert len(checked[0].rows) == 2


def test_a_check_that_failed_is_tried_again(tmp_path, monkeypatch):
    path = written(tmp_path, STUDIES.replace(b"50", b"52"))
    with monkeypatch.context() as broken:
        broken.setattr(loading, "dataset_of", _fail(MemoryError()))
        with pytest.raises(MemoryError):
            load(path)
    assert len(load(path).rows) == 2


def test_rows_saved_by_another_in_between_stay(tmp_path):
    path = written(tmp_path)
    seen = load(path)
    save(path, "D 2004")
    kept = store.save(path, adding(seen, "E 2005"), ANA, WHY)
    assert kept.merged
    assert kept.dataset.rows["study"].tolist() == ["A 2001", "B 2002", "D 2004", "E 2005"]


def test_the_history_counts_what_a_save_truly_added(tmp_path):
    path = written(tmp_path)
    seen = load(path)
    save(path, "D 2004")
    store.save(path, adding(seen, "D 2004", "E 2005"), ANA, WHY)
    assert [(each.added, each.rows) for each in history(path).versions[:2]] == [(1, 4), (1, 3)]


def test_an_edit_made_outside_in_between_stays_and_is_kept_as_a_version(tmp_path):
    path = written(tmp_path)
    seen = load(path)
    outside = STUDIES + b"Outside 2010,Drug,3,10\n"
    path.write_bytes(outside)
    assert store.save(path, adding(seen, "C 2003"), ANA, WHY).merged
    assert path.read_bytes() == outside + b"C 2003,Drug,3,60\n"
    assert store.content(path, 1) == outside


def test_the_same_cell_changed_by_two_is_a_conflict(tmp_path):
    path = written(tmp_path)
    seen = load(path)
    store.save(path, changing(seen, {(2, "rate_pct"): "51"}), ANA, WHY)
    before = path.read_bytes()
    with pytest.raises(NotKeptError, match=r"A 2001.*Nothing was changed\.") as refused:
        store.save(path, changing(seen, {(2, "rate_pct"): "52"}), ANA, WHY)
    assert refused.value.advice == "Look at the rows as they are now, then decide again."
    assert path.read_bytes() == before
    assert len(history(path).versions) == 2


@pytest.mark.parametrize("changes", [adding, lambda seen: changing(seen, {(2, "arm"): "Drug"})])
def test_without_a_change_there_is_nothing_to_keep(tmp_path, changes):
    path = written(tmp_path)
    with pytest.raises(NotKeptError, match="nothing to save"):
        store.save(path, changes(load(path)), ANA, WHY)
    assert history(path).versions == ()


def test_a_row_with_an_error_is_refused_by_name(tmp_path):
    path = written(tmp_path, STUDIES + b"Bad 2000,Drug,3,many\n")
    with pytest.raises(NotKeptError) as refused:
        store.save(path, adding(load(path), "C 2003", rate="150"), ANA, WHY)
    assert "1 more row than before would be left out" in refused.value.message
    assert "Row 5, rate_pct: " in refused.value.message
    assert "many" not in refused.value.message
    assert "Correct these rows" in refused.value.advice


def test_many_errors_are_told_in_part(tmp_path):
    path = written(tmp_path)
    many = [f"S{place} 2000" for place in range(1234)]
    with pytest.raises(NotKeptError, match="1,234 more rows than before") as refused:
        store.save(path, adding(load(path), *many, rate="150"), ANA, WHY)
    assert refused.value.message.count("Row ") == 10


def test_a_file_without_any_row_left_is_refused(tmp_path):
    path = written(tmp_path)
    with pytest.raises(NotKeptError, match="could not be read afterwards"):
        store.save(path, removing(load(path), [2, 3]), ANA, WHY)
    assert path.read_bytes() == STUDIES


def test_a_file_that_became_unreadable_is_not_written(tmp_path):
    path = written(tmp_path)
    seen = load(path)
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(NotKeptError, match="Nothing was changed"):
        store.save(path, adding(seen, "C 2003"), ANA, WHY)
    assert path.read_bytes() == b"%PDF-1.7"


# Who and why


def test_nobody_may_save_and_that_is_logged(tmp_path, caplog):
    path = written(tmp_path)
    with caplog.at_level(logging.WARNING, "response_decay"):
        with pytest.raises(NotKeptError, match="Only an editor may save"):
            store.save(path, adding(load(path), "C 2003"), None, "Secret sentence")
        with pytest.raises(NotKeptError, match="Only an editor"):
            store.restore(path, 7, None, WHY)
    saved, restored = caplog.messages
    assert "to save 1 added, 0 changed, 0 removed rows in studies.csv" in saved
    assert "to restore version 7 of studies.csv" in restored
    assert "Secret" not in caplog.text
    assert path.read_bytes() == STUDIES
    assert not (tmp_path / "history").exists()


@pytest.mark.parametrize(
    ("editor", "why", "said"),
    [
        (Editor(" \n\u200b"), WHY, "The history needs a name."),
        (ANA, "\t\x00 ", "The history needs a sentence."),
        (Editor("n" * 81), WHY, "The name has 81 characters; the history takes 80."),
        (ANA, "w" * 1501, "The sentence has 1,501 characters; the history takes 500."),
    ],
)
def test_a_name_and_a_sentence_are_needed(tmp_path, editor, why, said):
    path = written(tmp_path)
    with pytest.raises(NotKeptError) as refused:
        store.save(path, adding(load(path), "C 2003"), editor, why)
    assert refused.value.message == f"{said} Nothing was changed."
    assert path.read_bytes() == STUDIES


def test_the_history_holds_clean_words(tmp_path):
    path = written(tmp_path)
    editor = Editor(" Ana\x07\u202e Silva\ud800 ", "ana@example.org\n")
    store.save(path, adding(load(path), "C 2003"), editor, " First line\r\nsecond  line ")
    newest = history(path).versions[0]
    assert (newest.who, newest.address) == ("Ana Silva", "ana@example.org")
    assert newest.why == "First line second line"


# Where the file is


def test_rows_are_saved_where_there_was_no_file(tmp_path):
    path = tmp_path / "studies.csv"
    kept = save(path)
    assert kept.dataset.rows["study"].tolist() == ["C 2003"]
    assert load(path) is kept.dataset
    assert [each.parent for each in history(path).versions] == [""]


def test_rows_are_saved_in_an_empty_file(tmp_path):
    path = written(tmp_path, b"")
    assert len(save(path).dataset.rows) == 1
    assert [each.kind for each in history(path).versions] == ["saved", "first"]


def test_a_file_deleted_in_between_is_a_conflict(tmp_path):
    path = written(tmp_path)
    seen = load(path)
    path.unlink()
    with pytest.raises(NotKeptError, match=r"studies\.csv was deleted since you looked at it"):
        store.save(path, adding(seen, "C 2003"), ANA, WHY)
    assert not path.exists()


def test_a_folder_deleted_in_between_is_told(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    path = written(folder)
    seen = load(path)
    path.unlink()
    folder.rmdir()
    with pytest.raises(NotKeptError, match="The folder of the file is gone"):
        store.save(path, adding(seen, "C 2003"), ANA, WHY)
    assert not folder.exists()


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    target = written(tmp_path / "elsewhere", name="real.csv")
    link = tmp_path / "studies.csv"
    link.symlink_to(target)
    kept = save(link)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert (kept.dataset.name, load(link)) == ("studies.csv", kept.dataset)
    assert history(link) == history(target)
    assert (tmp_path / "elsewhere" / "history").is_dir()


@pytest.mark.parametrize(
    "name", ["our studies [2024] {x}.csv", "Ältere Studien – 研究.csv", "plain"]
)
def test_any_name_will_do(tmp_path, name):
    path = written(tmp_path, name=name)
    save(path)
    save(path, "D 2004")
    assert [each.number for each in history(path).versions] == [3, 2, 1]
    assert store.content(path, 1) == STUDIES
    assert left_behind(path) == []


def test_the_rights_of_the_file_stay_and_hold_for_its_copies(tmp_path):
    path = written(tmp_path)
    path.chmod(0o640)
    save(path)
    copies = [each for each in (tmp_path / "history").iterdir() if each.suffix != ".lock"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in [path, *copies]} == {0o640}
    assert len(copies) == 4 + len([".studies.csv.before", ".studies.csv.newest"])


# What may go wrong


def _fail(error):
    def fail(*_args, **_more):
        raise error

    return fail


WORDS = {
    errno.ENOSPC: "The disk is full.",
    errno.EDQUOT: "Your share of the disk is full.",
    errno.EACCES: "The file or its folder may not be written.",
    errno.EROFS: "The folder can only be read.",
    errno.EIO: "The disk reported a fault.",
    errno.EXDEV: "The file cannot be written: Invalid cross-device link.",
    errno.ENAMETOOLONG: "The file cannot be written: File name too long.",
}


@pytest.mark.parametrize("code", WORDS)
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_an_error_of_the_system_is_told_in_words(tmp_path, monkeypatch, call, code):
    path = written(tmp_path)
    changes = adding(load(path), "C 2003")
    monkeypatch.setattr(os, call, _fail(OSError(code, os.strerror(code))))
    with pytest.raises(NotKeptError) as refused:
        store.save(path, changes, ANA, WHY)
    assert refused.value.message == f"{WORDS[code]} Nothing was changed."
    assert refused.value.advice.endswith(", then try again.")


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
@pytest.mark.parametrize("place", range(13))
def test_an_error_at_any_point_leaves_the_old_file_or_keeps_the_new(
    tmp_path, monkeypatch, call, place
):
    path = written(tmp_path)
    changes = adding(load(path), "C 2003")
    calls, original = iter(range(100)), getattr(os, call)

    def failing(*given, **more):
        if next(calls) == place:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return original(*given, **more)

    with monkeypatch.context() as broken:
        broken.setattr(os, call, failing)
        try:
            store.save(path, changes, ANA, WHY)
        except NotKeptError:
            assert path.read_bytes() == STUDIES
            assert all(each.kind == "first" for each in history(path).versions)
        else:
            assert path.read_bytes() == NEW
            assert history(path).versions[0].in_force
    assert left_behind(path) == []
    save(path, "D 2004")
    assert history(path).problems == ()


def test_a_disk_that_fills_up_while_writing_leaves_the_old_file(tmp_path):
    many = b"".join(b"S%d,Drug,3,50\n" % row for row in range(4000))
    path = written(tmp_path, STUDIES.splitlines(keepends=True)[0] + many)
    before, changes = path.read_bytes(), adding(load(path), "C 2003")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(NotKeptError, match=r"File too large\. Nothing was changed\."):
            store.save(path, changes, ANA, WHY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert left_behind(path) == []


def test_a_file_that_its_owner_made_read_only_stays(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(os, "access", lambda _path, mode, **_more: mode != os.W_OK)
    with pytest.raises(NotKeptError, match="may not be written"):
        save(path)
    assert path.read_bytes() == STUDIES


def test_someone_who_saves_for_long_is_told_of(tmp_path, monkeypatch):
    path = written(tmp_path)
    save(path, "D 2004")
    monkeypatch.setattr(commit, "PATIENCE", 0.1)
    holder = [sys.executable, "-c", _HOLD, str(tmp_path / "history" / "studies.csv.lock")]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert len(load(path).rows) == 3
        with pytest.raises(NotKeptError, match=r"saving for more than 0\.1 seconds") as refused:
            save(path)
        process.kill()
    assert refused.value.advice == "Try again in a moment."
    assert len(save(path).dataset.rows) == 4


_HOLD = """
import sys, filelock
with filelock.FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.filterwarnings("ignore:flock not supported")
def test_a_file_system_without_locks_will_do(tmp_path, monkeypatch):
    import fcntl

    monkeypatch.setattr(fcntl, "flock", _fail(OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))))
    path = written(tmp_path)
    save(path)
    save(path, "D 2004")
    assert len(load(path).rows) == 4
    assert not (tmp_path / "history" / "studies.csv.lock").exists()


def test_the_lock_is_given_back_after_a_refusal(tmp_path):
    path = written(tmp_path)
    with pytest.raises(NotKeptError):
        store.save(path, removing(load(path), [2, 3]), ANA, WHY)
    with FileLock(tmp_path / "history" / "studies.csv.lock", timeout=0):
        pass


def test_old_drafts_of_ours_are_cleared_and_nothing_else(tmp_path):
    path = written(tmp_path)
    (tmp_path / "history").mkdir()
    ours = [
        tmp_path / ".studies.csv.0123abcd.tmp",
        tmp_path / "history" / ".studies.csv.89abcdef.tmp",
    ]
    recent = tmp_path / ".studies.csv.00000000.tmp"
    others = [tmp_path / ".other.csv.0123abcd.tmp", tmp_path / "studies.csv.tmp", recent]
    for each in [*ours, *others]:
        each.write_bytes(b"half a fi")
        if each is not recent:
            os.utime(each, (1, 1))
    save(path)
    assert not any(each.exists() for each in ours)
    assert all(each.exists() for each in others)


def test_a_page_that_is_left_while_it_waits_changes_nothing(tmp_path):
    path = written(tmp_path)
    for last in ("Waiting", "Putting", "Reading", "Writing"):

        def step(what, last=last):
            if what.startswith(last):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.save(path, adding(load(path), f"{last} 2000"), ANA, WHY, step)
    assert path.read_bytes() == STUDIES
    assert left_behind(path) == []
    assert history(path).versions == ()
