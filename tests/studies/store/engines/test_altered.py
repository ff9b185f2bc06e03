"""Somebody alters the bytes of a version behind the back of a shared store."""

import psycopg
import pytest

from lib.studies.dataset import version_of
from lib.studies.store import store
from lib.studies.store.places import open_place
from lib.studies.store.store import NotKeptError
from tests.studies.keeping import ANA, WHY, adding, save

ALTERED = b"study,arm,months,rate_pct\nA 2001,Drug,3,99\n"


def in_postgres(ask, sha256):
    with psycopg.connect(ask("database")) as connection:
        connection.execute(
            "update response_decay.content set data = %s where sha256 = %s", (ALTERED, sha256)
        )


def in_bucket(ask, sha256):
    buckets = ask("buckets")
    path = next(path for path in buckets.objects if path.endswith(f"content/{sha256}"))
    buckets.objects[path] = ALTERED


def away_from_bucket(ask, sha256):
    buckets = ask("buckets")
    del buckets.objects[next(path for path in buckets.objects if path.endswith(sha256))]


@pytest.mark.parametrize(
    ("kind", "alter"),
    [("database", in_postgres), ("bucket", in_bucket), ("bucket", away_from_bucket)],
)
def test_bytes_that_were_altered_are_neither_given_nor_built_on(request, kind, alter):
    address = request.getfixturevalue(kind)
    place = open_place(address)
    save(place, "A 2001")
    seen = save(place, "B 2002").dataset
    alter(request.getfixturevalue, store.history(place).versions[0].sha256)
    fresh = open_place(address)
    assert "were altered in the store" in store.load(fresh).refused
    with pytest.raises(NotKeptError, match="The copy of version 2 was altered"):
        store.content(fresh, 2)
    with pytest.raises(NotKeptError, match="altered in the store"):
        store.save(fresh, adding(seen, "C 2003"), ANA, WHY)
    done = store.restore(fresh, 1, ANA, WHY)
    assert store.version(fresh) == version_of(done.dataset.data)
    assert len(store.load(fresh).rows) == 1
    place.close()
    fresh.close()
