from datetime import UTC, datetime

import pytest

from lib.studies.store import pruning, store, version_folder
from lib.studies.store.store import content, history, load, prune, restore
from tests.studies.keeping import ANA, DAYS, STUDIES, WHY, save, set_days, written, written_on

LAST_YEAR = datetime(2025, 11, 28, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return written_on(tmp_path, DAYS)


def numbers(versions):
    return [each.number for each in versions]


def test_all_of_the_time_stays_and_of_each_month_before_the_last(path):
    done = prune(path, LAST_YEAR, "Ana")
    assert numbers(done.gone) == [4, 2, 1]
    assert numbers(done.stay) == numbers(history(path).versions) == [7, 6, 5, 3]
    assert history(path).problems == ()
    assert content(path, 3)


def test_a_trial_removes_nothing(path):
    done = prune(path, LAST_YEAR, "Ana", is_trial=True)
    assert numbers(done.gone) == [4, 2, 1]
    assert done.freed == sum(len(content(path, number)) for number in (4, 2, 1))
    assert len(history(path).versions) == 7


def test_the_newest_and_the_current_version_stay_however_old_they_are(tmp_path):
    path = written(tmp_path)
    save(path)
    set_days(path, "2019-01-01", "2019-01-02")
    assert numbers(prune(path, LAST_YEAR, "Ana").stay) == [2]
    assert load(path).data == content(path, 2)


def test_a_version_that_something_names_stays(path):
    named = history(path).versions[-2]
    store.mark_linked(path, named.version)
    store.mark_linked(path, named.version)
    done = prune(path, LAST_YEAR, "Ana")
    assert (numbers(done.gone), done.linked) == ([4, 1], 1)
    assert (path.parent / "history" / "studies.csv.linked").read_text() == f"{named.version}\n"


@pytest.mark.parametrize("version", ["", "../../etc", "a b", "a\nb", "x" * 65])
def test_only_what_can_be_a_version_is_marked(path, version):
    store.mark_linked(path, version)
    assert pruning.linked_versions(path) == frozenset()


def test_a_folder_that_cannot_be_written_is_no_error_of_a_link(tmp_path):
    store.mark_linked(tmp_path / "no" / "studies.csv", "ab12cd34")
    assert not (tmp_path / "no").exists()


def test_a_version_that_was_never_in_force_goes_before_the_last_of_its_month(path):
    last = history(path).versions[2]
    record = version_folder._record(path, last, ".json")
    record.rename(record.with_name(record.name.replace(".json", ".pending.json")))
    assert numbers(prune(path, LAST_YEAR, "Ana").gone) == [5, 2, 1]


def test_saves_and_restores_go_on_after_it(path):
    prune(path, LAST_YEAR, "Ana")
    assert save(path, "After 2020").number == 8
    assert restore(path, 3, ANA, WHY).number == 9
    assert history(path).problems == ()


def test_a_file_without_a_history_is_told(tmp_path):
    path = written(tmp_path)
    with pytest.raises(store.NotKeptError, match=r"studies\.csv has no history"):
        prune(path, LAST_YEAR, "Ana")
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == STUDIES
