"""Unsaved work as JSON, and back; the bytes of its files are stored beside it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.slides.slide_json import read_slides, slides_json
from lib.studies.dataset import Dataset
from lib.studies.intake.instructions import Instructions, from_json, to_json
from lib.studies.revisions.changeset import Changes, ConflictError
from lib.studies.revisions.dry_run import dry_run
from lib.ui.components.tables import ROW
from lib.ui.editing.draft import Draft
from lib.ui.importing.file_state import CellFix, FileState
from lib.ui.importing.sources import Source
from lib.ui.session.trial_rows import Trial
from lib.ui.unsaved.work import Work

FORMAT, EDITION = "response-decay unsaved work", 1

FindFile = Callable[[str], bytes | None]
"""Gives the bytes of a file by its key; None if they are not there."""
FindVersion = Callable[[str], Dataset | None]
"""Gives the studies of a version; None if the history does not have it."""


@dataclass(frozen=True, eq=False)
class ReadWork:
    """Work that was read, and what of it cannot come back, a sentence each."""

    work: Work
    lost: tuple[str, ...] = ()


def work_json(work: Work, when: str) -> bytes:
    """Write work as JSON; `when` is the time, as it is told to a reader."""
    trial, draft = work.trial, work.draft
    record = {
        "format": FORMAT,
        "edition": EDITION,
        "when": when,
        "files": [{"name": each.name, "way": each.way, "key": each.key} for each in work.files],
        "settled": {
            place: [_state_record(state) for state in states]
            for place, states in work.histories.items()
        },
        "step": work.step,
        "typed": None if work.typed is None else _frame_record(work.typed),
        "trial": trial and {"page": trial.page, **_changes_record(trial.joined.changes)},
        "edits": draft and _draft_record(draft),
        "slides": json.loads(slides_json(work.slides)),
        "chosen": work.chosen,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def read_work(data: bytes, find_file: FindFile, find_version: FindVersion) -> ReadWork:
    """Read work that `work_json` has written.

    Raises
    ------
    ValueError
        It is none, or of another edition.
    """
    record = json.loads(data)
    known = isinstance(record, dict) and (record.get("format"), record.get("edition"))
    if known != (FORMAT, EDITION):
        raise ValueError("this is no unsaved work that is known here")
    lost: list[str] = []
    files = _files(record["files"], find_file, lost)
    work = Work(
        files=files,
        histories={
            place: tuple(map(_state, states)) for place, states in record["settled"].items()
        },
        step=record["step"],
        typed=record["typed"] and _frame(record["typed"]),
        trial=record["trial"] and _trial(record["trial"], find_version, lost),
        draft=record["edits"] and _draft(record["edits"], find_version, lost),
        slides=read_slides(json.dumps(record["slides"]).encode()).slides,
        chosen=record["chosen"],
    )
    return ReadWork(work, tuple(lost))


def when_of(data: bytes) -> str:
    """Tell when work was written; blank if that is not known."""
    try:
        return str(json.loads(data)["when"])
    except (ValueError, KeyError, TypeError):
        return ""


def file_keys(data: bytes) -> list[str]:
    """List the keys of the files of work; none of what is no work."""
    try:
        return [str(each["key"]) for each in json.loads(data)["files"]]
    except (ValueError, KeyError, TypeError):
        return []


def _files(records: list[Mapping[str, str]], find: FindFile, lost: list[str]) -> tuple[Source, ...]:
    found = [(each, find(each["key"])) for each in records]
    lost += [f"The file “{each['name']}”: bring it again." for each, data in found if data is None]
    return tuple(
        Source(each["name"], data, each["way"]) for each, data in found if data is not None
    )


def _state_record(state: FileState) -> dict[str, Any]:
    return {
        "said": json.loads(to_json(state.said)),
        "accepted": sorted(state.accepted),
        "fixes": [[fix.place, fix.header, fix.text] for fix in state.fixes],
        "change": state.change,
        "step": state.step,
    }


def _state(record: Mapping[str, Any]) -> FileState:
    said = from_json(json.dumps(record["said"]).encode())
    if not isinstance(said, Instructions):
        raise ValueError(said)
    return FileState(
        said,
        frozenset(record["accepted"]),
        tuple(CellFix(*fix) for fix in record["fixes"]),
        record["change"],
        record["step"],
    )


def _changes_record(changes: Changes) -> dict[str, Any]:
    return {
        "version": changes.seen.version,
        "added": _frame_record(changes.added),
        "changed": _frame_record(changes.changed),
        "removed": changes.removed.tolist(),
        "headers": dict(changes.headers),
    }


def _trial(record: Mapping[str, Any], find: FindVersion, lost: list[str]) -> Trial | None:
    seen = _find_seen("The rows that were tried", record["version"], find, lost)
    if seen is None:
        return None
    changes = Changes(
        seen,
        _frame(record["added"]).astype("str"),
        _rows(record["changed"]).astype("str"),
        pd.Index(record["removed"], dtype="int64", name="row"),
        record["headers"],
    )
    try:
        return Trial(dry_run(changes), record["page"])
    except ConflictError as conflict:
        lost.append(f"The rows that were tried: {conflict.reasons[0]}")
        return None


def _draft_record(draft: Draft) -> dict[str, Any]:
    return {
        "version": draft.seen.version,
        "rows": draft.rows.tolist(),
        "now": _frame_record(draft.now),
        "key": draft.key,
    }


def _draft(record: Mapping[str, Any], find: FindVersion, lost: list[str]) -> Draft | None:
    seen = _find_seen("The edits of rows", record["version"], find, lost)
    if seen is None:
        return None
    now = _frame(record["now"])
    now[ROW] = pd.to_numeric(now[ROW])
    return Draft(seen, pd.Index(record["rows"], dtype="int64"), now, now, record["key"])


def _find_seen(what: str, version: str, find: FindVersion, lost: list[str]) -> Dataset | None:
    """Find the version that something was made of; without it that cannot come back."""
    seen = find(version)
    if seen is None:
        lost.append(
            f"{what}: they belong to data version {version}, which is not in the history here."
        )
    return seen


def _frame_record(frame: pd.DataFrame) -> dict[str, Any]:
    columns = frame.astype("object").where(frame.notna(), None)
    return {
        "columns": list(map(str, frame.columns)),
        "index": frame.index.tolist(),
        "cells": columns.to_numpy().tolist(),
    }


def _frame(record: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(record["cells"], index=record["index"], columns=record["columns"])


def _rows(record: Mapping[str, Any]) -> pd.DataFrame:
    """Read rows of the studies, whose index is their number."""
    frame = _frame(record)
    return frame.set_axis(pd.Index(record["index"], dtype="int64", name="row"))
