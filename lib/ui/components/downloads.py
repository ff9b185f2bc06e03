"""Download buttons; a file is made on click."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from lib.analysis.settings import View
from lib.events import EXPORT, measure
from lib.exports.tables.data_package import package_zip
from lib.exports.tables.decay_csv import decay_csv
from lib.exports.tables.points_csv import Stamp, points_csv, problems_csv
from lib.exports.tables.schema_files import (
    dictionary_csv,
    example_csv,
    table_schema_json,
    template_csv,
)
from lib.exports.tables.studies_csv import changes_csv, full_csv, marked_csv
from lib.narrative.decay_table import Decay
from lib.narrative.series_text import TRIED
from lib.phrases import with_noun
from lib.studies.dataset import Dataset
from lib.studies.revisions.changeset import Changes
from lib.studies.validation.validate import Checked
from lib.ui.components.html_text import say
from lib.ui.session.dataset import today

_FORMATS = {f".{kind}": kind for kind in ("csv", "html", "json", "pptx", "zip")}


def points_download(points: pd.DataFrame, data: Dataset, view: View, title: str) -> None:
    """Offer the points of a view as a CSV that says how it was made."""
    make = partial(points_csv, points, view, stamp(data, title))
    name = f"response-decay-{data.version}.csv"
    offer(f"Download {with_noun(len(points), 'row')} (CSV)", make, name)


def decay_download(decay: Decay, data: Dataset, view: View, title: str) -> None:
    """Offer how fast the series of a view fall as a CSV that says how it was made."""
    make = partial(decay_csv, decay, view, stamp(data, title))
    name = f"response-decay-{data.version}-falls.csv"
    offer("Download how fast it falls (CSV)", make, name)


def problems_download(data: Dataset) -> None:
    """Offer the problems of a file as a CSV."""
    make = partial(problems_csv, data.problems, stamp(data, "Checks"))
    name = f"response-decay-{data.version}-problems.csv"
    offer(f"Download {with_noun(len(data.problems), 'problem')} (CSV)", make, name)


def studies_downloads(data: Dataset) -> None:
    """Offer all rows of a file as a CSV and as a data package; nothing if it is not a table."""
    if not data.text.headers:
        return
    every = with_noun(len(data.text.cells) + len(data.text.ragged), "row")
    day = datetime.now(UTC).date().isoformat()
    name = f"response-decay-{data.version}-studies"
    with st.container(horizontal=True):
        offer(f"Download all {every} (CSV)", partial(full_csv, data), f"{name}.csv")
        make = partial(package_zip, data, day)
        offer("Download as data package (ZIP)", make, f"{name}.zip", "application/zip")
    if data.tried:
        say(f"{with_noun(len(data.tried), 'row')} of these: {TRIED}.", "quiet")


def schema_downloads() -> None:
    """Offer files to start from: a template, an example, the schema."""
    with st.container(horizontal=True):
        offer("Template (CSV)", template_csv, "studies-template.csv")
        offer("Filled example (CSV)", example_csv, "studies-example.csv")
        offer("Columns (CSV)", dictionary_csv, "studies-columns.csv")
        schema = "studies-table-schema.json"
        offer("Table Schema (JSON)", table_schema_json, schema, "application/json")


def marked_download(checked: Checked, name: str) -> None:
    """Offer an uploaded file with its problems in front of each row; `name` is that of the file."""
    label = "Download the file with its problems marked (CSV)"
    offer(label, partial(marked_csv, checked), f"{Path(name).stem or 'rows'}-problems.csv")


def changes_download(changes: Changes) -> None:
    """Offer the rows that would be added or changed, so that they are not lost if not saved."""
    rows = len(changes.added) + len(changes.changed)
    if rows:
        make = partial(changes_csv, changes)
        offer(f"Download what is new: {with_noun(rows, 'row')} (CSV)", make, "rows.csv")


def version_download(name: str, make: Callable[[], bytes]) -> None:
    """Offer a version of the history as a file."""
    offer("Download this version (CSV)", make, name)


def stamp(data: Dataset, title: str) -> Stamp:
    """Say what a file made now is of."""
    return Stamp(title, data.name, data.version, today())


def offer(label: str, make: Callable[[], bytes], name: str, mime: str = "text/csv") -> None:
    """Show a button that makes a file on click, without a rerun."""
    data = partial(_make, make, _FORMATS.get(Path(name).suffix, "other"))
    st.download_button(label, data=data, file_name=name, mime=mime, on_click="ignore", wrap=True)


def _make(make: Callable[[], bytes], kind: str) -> bytes:
    with measure(EXPORT, kind):
        return make()
