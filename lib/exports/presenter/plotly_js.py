"""Plotly for the browser, as it comes with the installed package."""

from plotly.offline import get_plotlyjs


def plotly_js() -> str:
    """Give the script, some 4.6 MB."""
    return str(get_plotlyjs())
