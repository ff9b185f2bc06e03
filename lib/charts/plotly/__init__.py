"""Charts drawn as Plotly figures."""
