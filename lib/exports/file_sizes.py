"""About how large a file will be, so that it can be said before the file is made."""

_PLOTLY = 1_895_000


def powerpoint_size(slides: int, rows: int) -> str:
    """Tell the size of a PowerPoint file of so many slides, with so many rows in all."""
    return _about(20_000 + 12_000 * slides + 35 * rows)


def document_size(slides: int, rows: int) -> str:
    """Tell the size of an HTML document; most of it is Plotly, which draws its figures."""
    return _about(_PLOTLY + 9_000 * slides + 500 * rows)


def bundle_size(data: int) -> str:
    """Tell the size of a bundle around a file of so many bytes; most of it are our own sources."""
    return _about(90_000 + data)


def _about(size: float) -> str:
    return f"about {max(size / 1e6, 0.1):.1f} MB"
