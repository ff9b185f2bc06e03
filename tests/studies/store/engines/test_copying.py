from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lib.commands.command_line import main
from lib.studies.store import store
from lib.studies.store.places import open_place
from lib.studies.store.store import NotKeptError
from tests.studies.keeping import ANA, STUDIES, WHY, save, written

SOON = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def path(tmp_path):
    """A file with a history, and a draft."""
    (tmp_path / "from").mkdir()
    path = written(tmp_path / "from")
    save(path)
    save(path, "D 2004")
    store.restore(path, 2, ANA, WHY)
    store.mark_linked(path, store.version(path))
    store.put_draft(path, "token", b"half a row", SOON)
    return path


def plain(place):
    return [replace(each, in_force=False) for each in store.history(place).versions]


def test_all_is_brought_over_and_back(path, place, tmp_path):
    done = store.copy(path, place)
    assert (done.versions, done.known, done.drafts, done.in_force) == (4, 0, 1, 4)
    (tmp_path / "back").mkdir()
    back = tmp_path / "back" / "studies.csv"
    store.copy(place, back)
    for each in (place, back):
        assert store.history(each) == store.history(path)
        assert store.load(each).data == path.read_bytes()
        assert store.content(each, 1) == STUDIES
        assert store.draft(each, "token") == b"half a row"
        assert store.engine_of(each).linked_versions() == {store.version(path)}
        assert save(each, "After 2020").number == 5
    assert sorted(each.name for each in back.parent.glob("history/*.csv*.json"))[:4] == sorted(
        each.name for each in path.parent.glob("history/*.csv*.json")
    )


def test_a_copy_that_was_cut_short_goes_on(path, place):
    def stop(what):
        if what.startswith("Version 3"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.copy(path, place, stop)
    assert store.load(place).version == "none"
    done = store.copy(path, place)
    assert (done.versions, done.known) == (2, 2)
    assert store.history(place) == store.history(path)


def test_a_copy_again_brings_what_is_new(path, place):
    store.copy(path, place)
    save(path, "E 2005")
    assert store.copy(path, place).versions == 1
    assert store.copy(path, place).versions == 0
    assert store.history(place) == store.history(path)


def test_what_the_target_has_of_its_own_is_not_written_over(path, place):
    store.copy(path, place)
    save(place, "Theirs 2020")
    with pytest.raises(NotKeptError, match="The target has a version 5"):
        store.copy(path, place)
    save(path, "Mine 2020")
    with pytest.raises(NotKeptError, match="The target has a version 5"):
        store.copy(path, place)
    assert store.load(place).rows["study"].tolist()[-1] == "Theirs 2020"


def test_a_file_that_was_never_saved_here_is_copied_as_its_first_version(tmp_path, place):
    (tmp_path / "from").mkdir()
    path = written(tmp_path / "from")
    assert store.copy(path, place).versions == 1
    assert [each.kind for each in store.history(place).versions] == ["first"]
    assert store.load(place).data == STUDIES


def test_a_version_that_was_altered_is_not_copied(path, place):
    next(path.parent.glob("history/*-000002-*.csv")).write_bytes(b"x")
    with pytest.raises(NotKeptError, match="version 2 was altered"):
        store.copy(path, place)
    assert store.load(place).version == "none"


def test_versions_that_were_never_in_force_stay_so(path, place):
    record = next(path.parent.glob("history/*-000003-*.csv.json"))
    record.rename(record.with_name(record.name.replace(".json", ".pending.json")))
    store.copy(path, place)
    flags = [each.never_in_force for each in store.history(place).versions]
    assert flags == [False, True, False, False]


def test_the_command_says_what_it_did(path, address, capsys):
    assert main(["store", "migrate", address]) == 0
    assert main(["store", "copy", str(path), address]) == 0
    said = capsys.readouterr().out
    assert "The tables are up to date." in said
    assert "4 versions copied, 0 there already, 1 draft copied; every hash is right." in said
    assert "In force: version 4." in said
    save(open_place(address), "Theirs 2020")
    assert main(["store", "copy", str(path), address]) == 1
    assert "The target has a version 5" in capsys.readouterr().err


def test_the_history_of_a_shared_store_is_listed_without_its_password(database, capsys):
    place = open_place(database)
    save(place, "A 2001")
    place.close()
    assert main(["history", database]) == 0
    assert "PostgreSQL, database postgres at" in capsys.readouterr().out
