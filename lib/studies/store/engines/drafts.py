"""The way in which a draft is stored: its end date in a line, then its bytes."""

import hashlib
import re
from datetime import UTC, datetime

from lib.studies.store.engines.engine import StoredDraft

KEY = re.compile("[0-9a-f]{64}")
HEAD = 48
"""Most bytes of the first line."""


def key_of(token: str) -> str:
    """Give the key of a token: whoever sees the store does not learn what opens a draft."""
    return hashlib.sha256(token.encode()).hexdigest()


def draft_bytes(draft: StoredDraft) -> bytes:
    """Write a draft."""
    return f"{draft.until.astimezone(UTC).isoformat()}\n".encode() + draft.data


def read_draft(key: str, held: bytes) -> StoredDraft | None:
    """Read a draft, if it has not ended; None also of what is none."""
    until = end_of(held)
    if until is None or has_ended(until):
        return None
    return StoredDraft(key, held.partition(b"\n")[2], until)


def end_of(held: bytes) -> datetime | None:
    """Read the end date of a draft from its first line."""
    try:
        return datetime.fromisoformat(held.partition(b"\n")[0].decode("ascii")).astimezone(UTC)
    except ValueError:
        return None


def has_ended(until: datetime) -> bool:
    """Tell whether an end date has passed."""
    return until <= datetime.now(UTC)
