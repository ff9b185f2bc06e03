"""What every engine keeps to, whatever holds the versions."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from lib.studies.schema import COLUMNS
from lib.studies.store import store
from lib.studies.store.store import NotKeptError
from tests.studies.keeping import ANA, WHY, adding, changing, removing, save

HEADER = ",".join(column.name for column in COLUMNS).encode() + b"\n"
SOON = datetime.now(UTC) + timedelta(hours=1)


def row(study, rate="60"):
    cells = {"study": study, "arm": "Drug", "months": "3", "rate_pct": rate}
    return ",".join(cells.get(column.name, "") for column in COLUMNS).encode() + b"\n"


A, B, C = map(row, ("A 2001", "B 2002", "C 2003"))


def numbers(place):
    return [each.number for each in store.history(place).versions]


def test_an_empty_place_has_no_rows_and_says_so(place):
    data = store.load(place)
    assert (data.version, store.version(place), len(data.rows)) == ("none", "none", 0)
    assert data.refused
    assert store.load(place) is data
    assert (numbers(place), store.history(place).problems) == ([], ())
    assert store.trouble(place) == ""


def test_the_first_rows_are_saved(place):
    done = save(place, "A 2001")
    assert (done.number, done.merged, done.dataset.data) == (1, False, HEADER + A)
    assert store.load(place) is done.dataset
    assert store.load(place).name == place.name
    assert store.version(place) == done.dataset.version


def test_rows_are_added_changed_and_removed(place):
    save(place, "A 2001")
    save(place, "B 2002")
    store.save(place, changing(store.load(place), {(2, "rate_pct"): "55.0"}), ANA, WHY)
    store.save(place, removing(store.load(place), [3]), ANA, WHY)
    assert store.load(place).data == HEADER + row("A 2001", "55.0")
    assert numbers(place) == [4, 3, 2, 1]


def test_the_history_says_who_when_and_why(place):
    began = datetime.now(UTC) - timedelta(seconds=1)
    first = save(place, "A 2001").dataset
    save(place, "B 2002")
    newest, oldest = store.history(place).versions
    assert (newest.kind, newest.who, newest.address, newest.why) == (
        "saved",
        "Ana Silva",
        "ana@example.org",
        WHY,
    )
    assert (newest.added, newest.changed, newest.removed, newest.rows) == (1, 0, 0, 2)
    assert newest.sha256 == hashlib.sha256(HEADER + A + B).hexdigest()
    assert (newest.parent, oldest.parent) == (hashlib.sha256(first.data).hexdigest(), "")
    assert began <= newest.when <= datetime.now(UTC)
    assert [each.in_force for each in (newest, oldest)] == [True, False]
    assert store.history(place).present
    assert store.history(place).latest == newest


def test_every_version_can_be_read(place):
    save(place, "A 2001")
    save(place, "B 2002")
    assert [store.content(place, number) for number in (1, 2)] == [HEADER + A, HEADER + A + B]
    with pytest.raises(NotKeptError, match=r"The history holds no version 3\."):
        store.content(place, 3)


def test_a_version_is_found_by_its_name(place):
    first = save(place, "A 2001").dataset
    save(place, "B 2002")
    found = store.find(place, first.version)
    assert found is not None
    assert (found.number, found.why) == (1, WHY)
    assert store.find(place, store.version(place)).number == 2
    assert store.find(place, "00000000") is None


def test_a_version_is_restored_as_a_new_one(place):
    save(place, "A 2001")
    save(place, "B 2002")
    done = store.restore(place, 1, ANA, "Of another study")
    assert (done.number, done.dataset.data, store.load(place)) == (3, HEADER + A, done.dataset)
    newest = store.history(place).versions[0]
    assert (newest.kind, newest.why, newest.added) == ("restored", "Of another study", None)
    assert [each.in_force for each in store.history(place).versions] == [True, False, False]
    assert store.find(place, done.dataset.version).number == 3
    store.restore(place, 2, ANA, WHY)
    assert store.load(place).data == HEADER + A + B


@pytest.mark.parametrize(
    ("number", "said"), [(1, "There is nothing to save"), (9, "The history holds no version 9")]
)
def test_what_cannot_be_restored_is_refused(place, number, said):
    save(place, "A 2001")
    with pytest.raises(NotKeptError, match=said):
        store.restore(place, number, ANA, WHY)
    assert numbers(place) == [1]


def test_rows_saved_by_another_in_between_stay(place):
    save(place, "A 2001")
    seen = store.load(place)
    save(place, "B 2002")
    done = store.save(place, adding(seen, "C 2003"), ANA, WHY)
    assert done.merged
    assert store.load(place).data == HEADER + A + B + C


def test_the_same_cell_changed_by_two_is_a_conflict(place):
    save(place, "A 2001")
    seen = store.load(place)
    store.save(place, changing(seen, {(2, "rate_pct"): "51"}), ANA, WHY)
    with pytest.raises(NotKeptError, match=r"A 2001.*Nothing was changed\."):
        store.save(place, changing(seen, {(2, "rate_pct"): "52"}), ANA, WHY)
    assert store.load(place).data == HEADER + row("A 2001", "51")
    assert numbers(place) == [2, 1]


def test_who_may_not_save_is_refused(place):
    save(place, "A 2001")
    with pytest.raises(NotKeptError, match="Only an editor may save"):
        store.save(place, adding(store.load(place), "B 2002"), None, WHY)
    assert numbers(place) == [1]


def test_a_save_that_is_left_changes_nothing_and_hinders_nobody(place):
    save(place, "A 2001")
    for last in ("Waiting", "Putting", "Reading", "Writing"):

        def step(what, last=last):
            if what.startswith(last):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.save(place, adding(store.load(place), f"{last} 2000"), ANA, WHY, step)
    assert (store.load(place).data, numbers(place)) == (HEADER + A, [1])
    assert save(place, "B 2002").number == 2


def test_the_same_bytes_again_are_a_version_of_their_own(place):
    save(place, "A 2001")
    save(place, "B 2002")
    for number in (1, 2, 1):
        store.restore(place, number, ANA, WHY)
    past = store.history(place).versions
    assert [each.number for each in past] == [5, 4, 3, 2, 1]
    assert [each.in_force for each in past] == [True, *[False] * 4]


def test_any_words_come_back_as_they_were(place):
    save(place, "A 2001")
    store.save(
        place,
        adding(store.load(place), "Ž 研"),
        store.Editor("Žofie 研'; --", "ž@example.org"),
        "Ünïcode “quotes” {x} %s 研",
    )
    newest = store.history(place).versions[0]
    assert (newest.who, newest.why) == ("Žofie 研'; --", "Ünïcode “quotes” {x} %s 研")
    assert "Ž 研".encode() in store.content(place, 2)


def test_what_something_names_is_marked_once(place):
    version = save(place, "A 2001").dataset.version
    for text in (version, version, "../../etc", ""):
        store.mark_linked(place, text)
    assert store.engine_of(place).linked_versions() == {version}


# Drafts


def test_a_draft_comes_back_until_it_is_dropped(place):
    store.put_draft(place, "one", b"half a row\n\x00\xff", SOON)
    store.put_draft(place, "two", b"", SOON)
    assert store.draft(place, "one") == b"half a row\n\x00\xff"
    assert store.draft(place, "two") == b""
    assert store.draft(place, "three") is None
    for _ in range(2):
        store.drop_draft(place, "one")
    assert (store.draft(place, "one"), store.draft(place, "two")) == (None, b"")


def test_a_draft_takes_the_place_of_the_one_before(place):
    store.put_draft(place, "one", b"first", SOON)
    store.put_draft(place, "one", b"second", SOON)
    assert store.draft(place, "one") == b"second"
    assert [each.data for each in store.engine_of(place).drafts.all()] == [b"second"]


def test_a_draft_that_has_ended_is_gone(place):
    over = datetime.now(UTC) - timedelta(seconds=1)
    store.put_draft(place, "one", b"old", over)
    assert store.draft(place, "one") is None
    assert list(store.engine_of(place).drafts.all()) == []
    store.put_draft(place, "one", b"new", SOON)
    assert store.draft(place, "one") == b"new"


def test_a_draft_is_no_version(place):
    store.put_draft(place, "one", b"half a row", SOON)
    assert (store.load(place).version, numbers(place)) == ("none", [])
