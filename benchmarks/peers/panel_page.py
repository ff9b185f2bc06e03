"""The stock page in Panel: the same figure and picker, as its tutorial has one write them."""

import os

import pandas as pd
import panel as pn

from benchmarks.peers.figure import figure_of

pn.extension("plotly")
rows = pd.read_csv(os.environ["STOCK_PAGE_CSV"])
focus = pn.widgets.Select(name="Focus on a study", options=["All", *rows["study"].unique()])


def curves(study: str) -> object:
    return pn.pane.Plotly(figure_of(rows, study))


pn.Column("# Response over time", focus, pn.bind(curves, focus)).servable()
