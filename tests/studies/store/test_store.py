import errno
import hashlib
import os
from pathlib import Path

from lib.studies.store.store import load

GOOD = b"study,arm,months,rate_pct\nA 2001,Drug,3,50\n"


def test_the_version_is_that_of_the_bytes(tmp_path):
    (tmp_path / "s.csv").write_bytes(GOOD)
    data = load(tmp_path / "s.csv")
    assert data.version == hashlib.sha256(GOOD).hexdigest()[:8]
    assert (data.name, len(data.rows)) == ("s.csv", 1)


def test_a_dataset_tells_what_checking_counted(tmp_path):
    (tmp_path / "s.csv").write_bytes(GOOD + b"B 2002,Drug,3,150\nC 2003,Drug,52,50\n")
    data = load(tmp_path / "s.csv")
    assert (data.left_out.tolist(), data.errors, data.warnings) == ([3], 1, 1)
    assert data.refused == ""


def test_an_unchanged_file_is_read_once(tmp_path):
    (tmp_path / "s.csv").write_bytes(GOOD)
    assert load(tmp_path / "s.csv") is load(tmp_path / "s.csv")


def test_a_changed_file_is_read_anew(tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes(GOOD)
    before = load(path)
    path.write_bytes(GOOD.replace(b"50", b"60"))
    os.utime(path, ns=(1, 1))
    after = load(path)
    assert after.rows["rate_pct"].tolist() == [60]
    assert after.version != before.version


def test_a_file_that_is_not_there_is_a_problem_not_an_error(tmp_path):
    data = load(tmp_path / "gone.csv")
    assert data.rows.empty
    assert data.problems["rule"].tolist() == ["unreadable"]
    assert data.refused == "The file cannot be opened: No such file or directory."
    assert data.problems["message"].tolist() == [data.refused]
    assert (data.name, data.version, data.errors) == ("gone.csv", "none", 1)


def test_a_folder_is_a_problem_not_an_error(tmp_path):
    assert "cannot be opened" in load(tmp_path).refused


def test_a_file_that_may_be_read_again_is_read_at_once(tmp_path, monkeypatch):
    path = tmp_path / "s.csv"
    path.write_bytes(GOOD)
    with monkeypatch.context() as locked:
        locked.setattr(Path, "read_bytes", _refuse)
        assert load(path).refused == "The file cannot be opened: Permission denied."
        assert load(path) is load(path)
    assert len(load(path).rows) == 1


def _refuse(_path):
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
