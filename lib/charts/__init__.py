"""Tidy frames drawn as Plotly figures."""
