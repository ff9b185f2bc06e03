"""Files to take away, made on click."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from lib.exports.table import Stamp, points_csv, problems_csv
from lib.studies.dataset import Dataset
from lib.studies.report import counted
from lib.ui.data import today
from lib.views.view import View


def points_download(points: pd.DataFrame, data: Dataset, view: View, title: str) -> None:
    """Offer the points of a view as a CSV that says how it was made."""
    make = partial(points_csv, points, view, _stamp(data, title))
    name = f"response-decay-{data.version}.csv"
    _offer(f"Download {counted(len(points), 'row')} (CSV)", make, name)


def problems_download(data: Dataset) -> None:
    """Offer the problems of a file as a CSV."""
    make = partial(problems_csv, data.problems, _stamp(data, "Data check"))
    name = f"response-decay-{data.version}-problems.csv"
    _offer(f"Download {counted(len(data.problems), 'problem')} (CSV)", make, name)


def _stamp(data: Dataset, title: str) -> Stamp:
    return Stamp(title, data.name, data.version, today())


def _offer(label: str, make: Callable[[], bytes], name: str) -> None:
    st.download_button(label, data=make, file_name=name, mime="text/csv", on_click="ignore")
