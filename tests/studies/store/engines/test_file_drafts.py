import stat
from datetime import UTC, datetime, timedelta

import pytest

from lib.studies.store import store
from lib.studies.store.engines import file_drafts
from tests.studies.keeping import STUDIES, left_behind, save, written

SOON = datetime.now(UTC) + timedelta(hours=1)
OVER = datetime.now(UTC) - timedelta(seconds=1)


@pytest.fixture
def path(tmp_path):
    return written(tmp_path)


def names(path):
    return sorted(each.name for each in (path.parent / "drafts").iterdir())


def test_only_its_owner_may_read_a_draft(path):
    store.put_draft(path, "token", b"half a row", SOON)
    (held,) = (path.parent / "drafts").iterdir()
    assert stat.S_IMODE(held.stat().st_mode) == 0o600
    assert stat.S_IMODE(held.parent.stat().st_mode) == 0o700


def test_the_folder_does_not_tell_what_opens_a_draft(path):
    store.put_draft(path, "../../a token", b"half a row", SOON)
    assert "token" not in names(path)[0]
    assert b"token" not in (path.parent / "drafts" / names(path)[0]).read_bytes()


def test_drafts_of_other_files_are_let_be(tmp_path):
    path, other = written(tmp_path), written(tmp_path, name="other.csv")
    store.put_draft(path, "token", b"mine", SOON)
    store.put_draft(other, "token", b"theirs", SOON)
    store.drop_draft(path, "token")
    assert store.draft(other, "token") == b"theirs"


def test_a_draft_touches_neither_the_file_nor_its_history(path):
    save(path)
    before = sorted((path.parent / "history").iterdir())
    store.put_draft(path, "token", b"half a row", SOON)
    assert sorted((path.parent / "history").iterdir()) == before
    assert path.read_bytes().startswith(STUDIES)
    assert left_behind(path) == []


def test_drafts_that_have_ended_are_removed_with_the_next(path):
    store.put_draft(path, "old", b"old", OVER)
    store.put_draft(path, "new", b"new", SOON)
    assert len(names(path)) == 1


def test_a_draft_that_was_cut_short_is_cleared_after_a_while(path, monkeypatch):
    store.put_draft(path, "token", b"whole", SOON)
    left = path.parent / "drafts" / f"{names(path)[0]}.0123abcd.tmp"
    left.write_bytes(b"ha")
    store.put_draft(path, "other", b"whole", SOON)
    assert left.exists()
    monkeypatch.setattr(file_drafts, "_STALE", -1)
    store.put_draft(path, "other", b"whole", SOON)
    assert not left.exists()
    assert store.draft(path, "token") == b"whole"


def test_a_disk_that_refuses_is_told_in_words(path, monkeypatch):
    monkeypatch.setattr(file_drafts, "FOLDER", "studies.csv")
    with pytest.raises(store.NotKeptError, match="Nothing was changed"):
        store.put_draft(path, "token", b"half a row", SOON)


@pytest.mark.parametrize("held", [b"", b"\xff", b"yesterday\nx", b"x" * 100])
def test_what_is_no_draft_is_none(path, held):
    store.put_draft(path, "token", b"half a row", SOON)
    (path.parent / "drafts" / names(path)[0]).write_bytes(held)
    assert store.draft(path, "token") is None
