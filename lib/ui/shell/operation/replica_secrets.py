"""Whether all replicas of a shared store have the same secrets.

A cookie that one replica signed is none to a replica with another secret: editors would be signed
out by turns. Each replica compares its secrets at start with what the one before left in the store,
as salted hashes, says what differs, and leaves its own.
"""

import hashlib
import hmac
import json
import logging
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from lib.studies.store.engines.engine import Drafts, OutOfReachError, StoredDraft
from lib.studies.store.store import NotKeptError, StudiesPlace, engine_of

# Drafts are found by the hash of a token: nobody has a token with this one.
_KEY = "0" * 63 + "1"
_VALID = timedelta(days=366)
_AGAIN = 5.0  # seconds, after which one that started in the same moment has left its own too
_SECTIONS = ("auth", "editors")
_COOKIE = "cookie_secret"

_LOG = logging.getLogger("response_decay")


def compare_in_background(place: StudiesPlace) -> None:
    """Compare, and again a little later; the store may be out of reach for long."""
    given = shared_secrets()
    if not isinstance(place, Path) and given:
        drafts = engine_of(place).drafts
        Thread(target=_compare_twice, args=(drafts, given), daemon=True).start()


def shared_secrets() -> dict[str, str]:
    """Give what must be the same on every replica, by name; nothing where nobody can sign in."""
    try:
        told = st.secrets.to_dict()
    except (StreamlitSecretNotFoundError, OSError, ValueError):
        return {}
    auth = told.get("auth")
    if not isinstance(auth, Mapping):
        return {}
    cookie = {f"{_COOKIE} of [auth]": str(auth.get(_COOKIE, ""))}
    rest = {name: dict(told.get(name) or {}) for name in _SECTIONS}
    rest["auth"].pop(_COOKIE, None)
    return cookie | {
        f"[{name}]": json.dumps(section, sort_keys=True, default=str)
        for name, section in rest.items()
    }


def compare_secrets(drafts: Drafts, given: Mapping[str, str]) -> list[str]:
    """Name what differs from what is in the store, and leave what this replica has there."""
    differing = _differing(drafts.get(_KEY), given)
    salt = secrets.token_bytes(16)
    hashes = {name: _hash(text, salt) for name, text in given.items()}
    held = json.dumps({"salt": salt.hex(), "hashes": hashes}).encode()
    drafts.put(StoredDraft(_KEY, held, datetime.now(UTC) + _VALID))
    return differing


def _compare_twice(drafts: Drafts, given: Mapping[str, str]) -> None:
    for _ in range(2):
        while (differing := _try(drafts, given)) is None:
            time.sleep(_AGAIN)
        if differing:
            _LOG.error(
                "Another replica of this store was started with other secrets: %s. Give all of them"
                " the same secrets, or editors are signed out by turns. While you change them on "
                "one replica after the other, this is as it should be.",
                ", ".join(differing),
            )
            return
        time.sleep(_AGAIN)


def _try(drafts: Drafts, given: Mapping[str, str]) -> list[str] | None:
    try:
        return compare_secrets(drafts, given)
    except OutOfReachError:
        return None
    except NotKeptError as error:
        _LOG.warning("Secrets could not be compared with other replicas'. %s", error.message)
        return []


def _differing(held: bytes | None, given: Mapping[str, str]) -> list[str]:
    if held is None:
        return []
    told = json.loads(held)
    salt = bytes.fromhex(told["salt"])
    return [
        name
        for name, text in given.items()
        if not hmac.compare_digest(told["hashes"].get(name, ""), _hash(text, salt))
    ]


def _hash(text: str, salt: bytes) -> str:
    """Hash slowly, so that whoever reads the store cannot try many short secrets."""
    return hashlib.scrypt(text.encode(), salt=salt, n=2**14, r=8, p=1).hex()
