"""The log as a line of JSON an event, with the id of its request and nothing of a person.

A message of an error may quote a cell, so of an error stand its type and its place only.
"""

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime

from lib import events
from lib.events import Event
from lib.ui.shell.operation.request_ids import request_id

LOG_VARIABLE = "RESPONSE_DECAY_LOG"

_LOG = logging.getLogger("response_decay")
_EVENT = "event"
# At their lower levels they write the addresses of visitors.
_OTHERS = ("uvicorn", "uvicorn.error", "streamlit", "psycopg.pool")


def is_json() -> bool:
    """Tell whether the set-up asks for it."""
    return os.environ.get(LOG_VARIABLE, "") == "json"


class JsonLines(logging.Formatter):
    """A line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        event: Event | None = getattr(record, _EVENT, None)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": event.name if event else "message",
            "request_id": request_id(),
        }
        line |= _event_parts(event) if event else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = _places(record)
        return json.dumps({name: value for name, value in line.items() if value not in ("", None)})


def _event_parts(event: Event) -> dict[str, object]:
    seconds = None if event.seconds is None else round(event.seconds, 4)
    return {"kind": event.kind, "outcome": event.outcome, "seconds": seconds}


def _places(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]


def write_event(event: Event) -> None:
    """Write an event into the log; runs of pages and looks at the store are too many for it."""
    if event.name not in (events.RERUN, events.STORE):
        _LOG.info("%s", event.name, extra={_EVENT: event})


def start_json_log() -> None:
    """Write lines of JSON from now on."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    for name in ("response_decay", *_OTHERS):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if name == "response_decay" else logging.WARNING)
    events.listen(write_event)
