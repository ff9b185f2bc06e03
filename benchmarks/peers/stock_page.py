"""The page that this dashboard is measured against: what a Streamlit tutorial would have you write.

The same CSV, read once with pandas and kept with ``st.cache_data``; a picker of the study to
emphasise; ``go.Figure`` with one ``go.Scatter`` a series, error bars where an interval is printed;
``st.plotly_chart``. Streamlit's own defaults, no settings file, no table, no checks and no
intervals computed, so it does less work than the dashboard does.
"""

import os

import pandas as pd
import streamlit as st

from benchmarks.peers.figure import figure_of


@st.cache_data
def studies() -> pd.DataFrame:
    return pd.read_csv(os.environ["STOCK_PAGE_CSV"])


rows = studies()
st.title("Response over time")
focus = st.selectbox("Focus on a study", ["All", *rows["study"].unique()])
st.plotly_chart(figure_of(rows, focus))
