import json

import pytest

from lib.studies.store.engines.file_drafts import FileDrafts
from lib.ui.shell.operation import replica_secrets
from lib.ui.shell.operation.replica_secrets import compare_secrets, shared_secrets

GIVEN = {"cookie_secret of [auth]": "one", "[editors]": "{}"}


@pytest.fixture
def drafts(tmp_path):
    return FileDrafts(tmp_path / "studies.csv")


def test_the_first_replica_differs_from_none(drafts):
    assert compare_secrets(drafts, GIVEN) == []


def test_the_same_secrets_are_the_same(drafts):
    compare_secrets(drafts, GIVEN)
    assert compare_secrets(drafts, GIVEN) == []


def test_what_differs_is_named(drafts):
    compare_secrets(drafts, GIVEN)
    other = GIVEN | {"cookie_secret of [auth]": "two"}
    assert compare_secrets(drafts, other) == ["cookie_secret of [auth]"]
    assert compare_secrets(drafts, other) == []  # what is changed on all is right


def test_no_secret_stands_in_the_store(drafts):
    compare_secrets(drafts, {"a": "a long secret"})
    (held,) = drafts.all()
    assert b"secret" not in held.data
    assert set(json.loads(held.data)) == {"salt", "hashes"}


def test_it_is_said_in_the_log(drafts, caplog, monkeypatch):
    monkeypatch.setattr(replica_secrets, "_AGAIN", 0)
    compare_secrets(drafts, GIVEN)
    replica_secrets._compare_twice(drafts, GIVEN | {"[editors]": "others"})
    assert "other secrets: [editors]." in caplog.text
    assert "others" not in caplog.text


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({}, set()),
        ({"editors": {"addresses": []}}, set()),
        ({"auth": {"cookie_secret": "x"}}, {"cookie_secret of [auth]", "[auth]", "[editors]"}),
    ],
)
def test_secrets_are_compared_where_somebody_can_sign_in(monkeypatch, told, names):
    class Secrets:
        def to_dict(self):
            return told

    monkeypatch.setattr(replica_secrets.st, "secrets", Secrets())
    assert set(shared_secrets()) == names
