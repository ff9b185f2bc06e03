"""Files to take away, made on click."""

from functools import partial

import pandas as pd
import streamlit as st

from lib.exports.table import Stamp, csv_bytes
from lib.studies.store import Dataset
from lib.ui.data import today
from lib.views.view import View


def points_download(points: pd.DataFrame, data: Dataset, view: View, title: str) -> None:
    """Offer the points of a view as a CSV that says how it was made."""
    stamp = Stamp(title, data.name, data.version, today())
    st.download_button(
        f"Download these {len(points)} rows (CSV)",
        data=partial(csv_bytes, points, view, stamp),
        file_name=f"response-decay-{data.version}.csv",
        mime="text/csv",
        on_click="ignore",
    )
