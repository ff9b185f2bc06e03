import hashlib
import os

from lib.studies.store import load

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
    (message,) = data.problems["message"]
    assert message == "gone.csv cannot be opened: No such file or directory."


def test_a_folder_is_a_problem_not_an_error(tmp_path):
    assert "cannot be opened" in load(tmp_path).problems["message"].iloc[0]
