"""The page that this dashboard is measured against: what a Streamlit tutorial would have you write.

The same CSV, read once with pandas and kept with ``st.cache_data``; a picker of the study to
emphasise; ``go.Figure`` with one ``go.Scatter`` a series, error bars where an interval is printed;
``st.plotly_chart``. Streamlit's own defaults, no settings file, no table, no checks and no
intervals computed, so it does less work than the dashboard does.
"""

import os

import pandas as pd
import plotly.graph_objects as go
import streamlit as st


@st.cache_data
def studies() -> pd.DataFrame:
    return pd.read_csv(os.environ["STOCK_PAGE_CSV"])


rows = studies()
st.title("Response over time")
focus = st.selectbox("Focus on a study", ["All", *rows["study"].unique()])

figure = go.Figure()
for (study, arm), points in rows.groupby(["study", "arm"]):
    figure.add_trace(
        go.Scatter(
            x=points["months"],
            y=points["rate_pct"],
            error_y={
                "type": "data",
                "symmetric": False,
                "array": points["ci_high_pct"] - points["rate_pct"],
                "arrayminus": points["rate_pct"] - points["ci_low_pct"],
            },
            mode="lines+markers",
            name=f"{study}, {arm}",
            opacity=1.0 if focus in ("All", study) else 0.3,
        )
    )
figure.update_layout(xaxis_title="Months", yaxis_title="Responding (%)", yaxis_range=[0, 100])
st.plotly_chart(figure)
