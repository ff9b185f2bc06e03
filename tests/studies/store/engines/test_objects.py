from datetime import UTC, datetime

import pytest

from lib.studies.store import store
from lib.studies.store.engines import reader
from lib.studies.store.engines.engine import OutOfReachError
from lib.studies.store.engines.objects import objects
from lib.studies.store.engines.objects.objects import Objects
from lib.studies.store.store import NotKeptError
from tests.studies.keeping import ANA, WHY, adding, save


@pytest.fixture
def held(buckets):
    assert buckets
    return Objects("s3://studies/some/prefix")


def names(buckets, folder):
    start = f"/studies/some/prefix/{folder}"
    return sorted(path.removeprefix(start) for path in buckets.objects if path.startswith(start))


def test_bytes_are_stored_once_under_their_hash(held, buckets):
    first = save(held, "A 2001").dataset
    save(held, "B 2002")
    store.restore(held, 1, ANA, WHY)
    assert len(names(buckets, "content/")) == 2
    assert first.version in names(buckets, "content/")[0] + names(buckets, "content/")[1]
    assert len(names(buckets, "versions/")) == 3


def test_one_who_saves_at_the_same_time_loses_nothing(held):
    save(held, "A 2001")
    other, turns = Objects("s3://studies/some/prefix"), iter([1, 2])

    def step(what):
        if what.startswith("Writing") and next(turns, None):
            save(other, f"Other {next(turns, 0)}")

    done = store.save(held, adding(store.load(held), "B 2002"), ANA, WHY, step)
    assert (done.number, done.merged) == (3, True)
    assert store.load(held).rows["study"].tolist() == ["A 2001", "Other 2", "B 2002"]
    assert [each.number for each in store.history(held).versions] == [3, 2, 1]


def test_others_who_never_stop_saving_are_told(held, monkeypatch):
    save(held, "A 2001")
    monkeypatch.setattr(objects, "PATIENCE", -1)
    monkeypatch.setattr(held._records, "swap", lambda _before, _after: False)
    with pytest.raises(NotKeptError, match="Others went on saving"):
        save(held, "B 2002")


def test_a_save_cut_short_after_its_moment_is_in_the_history(held, buckets):
    save(held, "A 2001")
    save(held, "B 2002")
    del buckets.objects["/studies/some/prefix/versions/" + names(buckets, "versions/")[-1]]
    fresh = Objects("s3://studies/some/prefix")
    assert [each.number for each in store.history(fresh).versions] == [2, 1]
    assert store.find(fresh, store.version(fresh)).number == 2
    assert store.content(fresh, 2) == store.load(fresh).data
    save(fresh, "C 2003")
    assert [each.number for each in store.history(held).versions] == [3, 2, 1]


def test_a_save_whose_answer_was_lost_is_no_second_one(held, buckets):
    save(held, "A 2001")
    buckets.lost_answers = 4  # the bytes, and the head until its retries are used up
    done = save(held, "B 2002")
    assert done.number == 2
    assert store.load(held).rows["study"].tolist() == ["A 2001", "B 2002"]
    assert [each.number for each in store.history(held).versions] == [2, 1]


def test_a_save_of_which_nothing_is_heard_says_so(held, monkeypatch):
    save(held, "A 2001")
    seen = store.load(held)

    def fail(*_given):
        monkeypatch.setattr(held._records, "head", fail)
        raise OutOfReachError("it does not answer")

    monkeypatch.setattr(held._bucket, "swap", fail)
    with pytest.raises(NotKeptError, match="it is not known whether these rows were saved"):
        store.save(held, adding(seen, "B 2002"), ANA, WHY)


def test_a_record_that_is_spoilt_is_told_and_the_rest_goes_on(held, buckets):
    save(held, "A 2001")
    save(held, "B 2002")
    name = names(buckets, "versions/")[0]
    buckets.objects[f"/studies/some/prefix/versions/{name}"] = b"{"
    past = store.history(Objects("s3://studies/some/prefix"))
    assert [each.number for each in past.versions] == [2]
    assert name in past.problems[0]


def test_nothing_is_pruned_without_a_lock(held):
    save(held, "A 2001")
    with pytest.raises(NotKeptError, match="not removed here"):
        store.prune(held, datetime.now(UTC), "Ana")


def test_readers_keep_the_last_version_saves_are_refused_and_it_heals(held, buckets, monkeypatch):
    monkeypatch.setattr(reader, "FRESH", 0)
    seen = save(held, "A 2001").dataset
    buckets.is_away = True
    assert store.load(held) is seen
    assert f"What you see is version {seen.version}" in store.trouble(held)
    with pytest.raises(OutOfReachError, match=r"credentials do not suffice.*Nothing was changed"):
        store.save(held, adding(seen, "B 2002"), ANA, WHY)
    assert "The history cannot be read" in store.history(held).problems[0]
    buckets.is_away = False
    assert store.load(held) is seen
    assert store.trouble(held) == ""
    assert save(held, "B 2002").number == 2
