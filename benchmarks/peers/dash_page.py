"""The stock page in Dash: the same figure and picker, as its tutorial has one write them."""

import os

import pandas as pd
from dash import Dash, Input, Output, callback, dcc, html

from benchmarks.peers.figure import figure_of

rows = pd.read_csv(os.environ["STOCK_PAGE_CSV"])
app = Dash()
app.layout = [
    html.H1("Response over time"),
    dcc.Dropdown(["All", *rows["study"].unique()], "All", id="focus"),
    dcc.Graph(id="curves"),
]


@callback(Output("curves", "figure"), Input("focus", "value"))  # type: ignore[untyped-decorator]
def curves(focus: str) -> object:
    return figure_of(rows, focus)


app.run(port=os.environ["PORT"])
