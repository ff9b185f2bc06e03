"""The figure of the stock page in each of the peers."""

import pandas as pd
import plotly.graph_objects as go


def figure_of(rows: pd.DataFrame, focus: str) -> go.Figure:
    """Draw a trace a series, with error bars where an interval is printed."""
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
    return figure
