"""The rows of a version, and the versions, as files and as JSON."""

from typing import Any

from lib.exports.tables.data_package import package_zip
from lib.exports.tables.schema_files import field_of
from lib.exports.tables.studies_csv import full_csv
from lib.studies.schema import COLUMNS
from lib.studies.store import store
from lib.studies.store.store import Version
from lib.ui.api.figures import Json, data_of
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.json_values import records
from lib.ui.api.problems import ProblemError
from lib.ui.editing.history import NOBODY, counts_text, why_text
from lib.ui.session.dataset import studies_place

MOST_ROWS = 20_000
"""Rows in one JSON answer; the CSV has all."""


def studies_csv(asked: Inquiry) -> bytes:
    """Give all rows as typed."""
    asked.expect_nothing_else()
    return full_csv(_table(asked))


def package(asked: Inquiry) -> bytes:
    """Give the data package, the same on any day."""
    asked.expect_nothing_else()
    return package_zip(_table(asked))


def _table(asked: Inquiry) -> Any:
    if not asked.data.text.headers:
        raise ProblemError("no-studies", asked.data.refused or "The file is no table.")
    return asked.data


def studies(asked: Inquiry) -> Json:
    """Give the rows that can be used, typed, and what is wrong with the others."""
    asked.expect_nothing_else()
    data = asked.data
    if len(data.rows) > MOST_ROWS:
        detail = f"The file has {len(data.rows):,} rows, and JSON at most {MOST_ROWS:,}."
        raise ProblemError("too-much", f"{detail} Take studies.csv.")
    return {
        "data": data_of(data),
        "fields": [field_of(column) for column in COLUMNS],
        "rows": records(data.rows.reset_index()),
        "problems": records(data.problems),
    }


def versions(asked: Inquiry) -> Json:
    """List the versions, the newest first, as the page History does."""
    asked.expect_nothing_else()
    past, present = store.history(studies_place()), asked.data
    return {
        "present": data_of(present) | {"is_in_history": past.present},
        "versions": list(map(_version, past.versions)),
        "problems": list(past.problems),
    }


def _version(version: Version) -> Json:
    return {
        "version": version.version,
        "number": version.number,
        "sha256": version.sha256,
        "parent_sha256": version.parent,
        "when": version.when.isoformat(),
        "who": version.who or NOBODY,
        "why": why_text(version),
        "kind": version.kind,
        "what": counts_text(version),
        "rows": version.rows,
        "rows_added": version.added,
        "rows_changed": version.changed,
        "rows_removed": version.removed,
        "is_present": version.in_force,
        "was_never_present": version.never_in_force,
        "data": f"api/v1/versions/{version.version}/studies.csv",
    }
