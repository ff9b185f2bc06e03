"""Unsaved work under a token of the visitor: stored as it grows, and back after whatever ends it.

The token is in the address of the page, so that a reload or another server finds the work, and in a
cookie, by which a later visit is offered it. Whoever comes with somebody else's address gets a copy
under a token of their own.
"""

import logging
import re
import secrets
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from os import environ

import streamlit as st

from lib.studies.dataset import Dataset
from lib.studies.store import store
from lib.studies.store.store import NotKeptError
from lib.ui.session.data_version import load_version
from lib.ui.session.dataset import saved_dataset, studies_place
from lib.ui.unsaved.work import NO_WORK, Work, forget_session_work, is_same, put_back, session_work
from lib.ui.unsaved.work_json import ReadWork, file_keys, read_work, when_of, work_json

PARAMETER, COOKIE = "draft", "response-decay-draft"
DAYS_VARIABLE, DEFAULT_DAYS = "RESPONSE_DECAY_DRAFT_DAYS", 30
MOST_MEGABYTES = 25
"""Of what is stored, compressed: more would fill the store of a server that anybody may visit."""

_TOKEN = re.compile(r"[\w-]{22}")
_STATE = "unsaved_state"
_LOG = logging.getLogger("response_decay")


@dataclass(frozen=True)
class KeptWork:
    """What this session knows of its stored work.

    Attributes
    ----------
    token
        Blank while nothing is stored.
    work
        As it was stored last.
    files
        The keys of the files that are stored.
    notice, lost
        What came back, and what of it did not, a sentence each, until the visitor has read it.
    trouble
        Why the work is not stored, if it is not.
    offered
        The token of work of an earlier visit, until the visitor has answered.
    forgets
        Whether the browser may still name work that is gone.
    """

    token: str = ""
    work: Work = NO_WORK
    files: frozenset[str] = frozenset()
    notice: str = ""
    lost: tuple[str, ...] = ()
    trouble: str = ""
    offered: str = ""
    forgets: bool = False


def kept_work() -> KeptWork:
    """Give what this session knows of its stored work."""
    known: KeptWork | None = st.session_state.get(_STATE)
    return known or KeptWork()


def _know(**parts: object) -> None:
    st.session_state[_STATE] = replace(kept_work(), **parts)  # type: ignore[arg-type]


def days() -> float:
    """How many days work is stored; 0 if it is not."""
    try:
        return max(0.0, float(environ.get(DAYS_VARIABLE, DEFAULT_DAYS)))
    except ValueError:
        return DEFAULT_DAYS


def find_work() -> None:
    """Look, in the first run of a session, for work that its address or its browser names."""
    if _STATE in st.session_state:
        return
    _know()
    if not days():
        return
    named, remembered = st.query_params.get(PARAMETER, ""), _remembered()
    if _TOKEN.fullmatch(named):
        _bring_back(named, is_own=named == remembered)
    elif _TOKEN.fullmatch(remembered) and _stored(remembered) is not None:
        _know(offered=remembered)


def _remembered() -> str:
    return str(st.context.cookies.get(COOKIE, ""))


def accept_offer() -> None:
    """Go on with the work of an earlier visit, which may be open elsewhere: as a copy."""
    token = kept_work().offered
    _know(offered="")
    _bring_back(token, is_own=False)


def decline_offer() -> None:
    """Discard the work of an earlier visit."""
    _drop(kept_work().offered)
    _know(offered="", forgets=True)


def discard() -> None:
    """Discard the work of this session, and what is stored of it."""
    _drop(kept_work().token)
    forget_session_work()
    _know(token="", work=NO_WORK, files=frozenset(), notice="", lost=(), trouble="", forgets=True)


def dismiss_notice() -> None:
    """Forget what is said of work that came back."""
    _know(notice="", lost=())


def keep_work() -> None:
    """Store the work of this session if it has changed; drop it where none is left."""
    known, work = kept_work(), session_work()
    if not days() or is_same(known.work, work):
        return
    if not work:
        _drop(known.token)
        _know(token="", work=work, files=frozenset(), trouble="", forgets=bool(known.token))
        return
    token = known.token or secrets.token_urlsafe(16)
    try:
        files = _store(token, work, known.files if known.token else frozenset())
        _know(token=token, work=work, files=files, trouble="", forgets=False)
    except (NotKeptError, OverflowError) as error:
        _know(work=work, trouble=str(error))


def _store(token: str, work: Work, stored: frozenset[str]) -> frozenset[str]:
    """Store work, and those of its files that are not stored yet; give the keys of all."""
    now = datetime.now(UTC)
    until = now + timedelta(days=days())
    packed = {each.key: each.data for each in work.files}
    fresh = {key: zlib.compress(data) for key, data in packed.items() if key not in stored}
    main = zlib.compress(work_json(work, f"{now:%d %B %Y, %H:%M} UTC".lstrip("0")))
    if len(main) + sum(map(len, fresh.values())) > MOST_MEGABYTES * 1_000_000:
        raise OverflowError(f"it is larger than {MOST_MEGABYTES} MB")
    place = studies_place()
    for key, data in fresh.items():
        # Its files are stored once and may be named by work that is stored later.
        store.put_draft(place, f"{token}{key}", data, until + timedelta(days=days()))
    store.put_draft(place, token, main, until)
    return frozenset(packed)


def _bring_back(token: str, is_own: bool) -> None:
    """Put stored work into this session, and say so."""
    data = _stored(token)
    if data is None:
        _know(lost=("What this address names as unsaved work is not here any more.",))
        return
    try:
        read = read_work(data, lambda key: _stored(f"{token}{key}"), _find_version)
    except (ValueError, KeyError, TypeError):
        _LOG.exception("Unsaved work cannot be read")
        _know(lost=("The unsaved work of this address cannot be read.",))
        return
    put_back(read.work)
    _know_what_came(token if is_own else "", read, when_of(data))


def _know_what_came(token: str, read: ReadWork, when: str) -> None:
    notice = f"Your unsaved work of {when} is back: {read.work.words}." if read.work else ""
    if not token:  # a copy, which this run stores under a token of its own
        _know(notice=notice, lost=read.lost)
        return
    files = frozenset(each.key for each in read.work.files)
    _know(token=token, work=session_work(), files=files, notice=notice, lost=read.lost)


def _find_version(version: str) -> Dataset | None:
    return load_version(version, saved_dataset())


def _stored(token: str) -> bytes | None:
    with suppress(NotKeptError, zlib.error):
        held = store.draft(studies_place(), token)
        return None if held is None else zlib.decompress(held)
    return None


def _drop(token: str) -> None:
    """Remove stored work with its files; what cannot be removed now ends by itself."""
    data = _stored(token) if token else None
    if data is None:
        return
    with suppress(NotKeptError):
        for key in file_keys(data):
            store.drop_draft(studies_place(), f"{token}{key}")
        store.drop_draft(studies_place(), token)
