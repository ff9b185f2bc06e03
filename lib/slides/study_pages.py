"""Which studies stand on a page of panels: the same on a screen and on a slide."""

import pandas as pd

PANELS_A_PAGE = 6
"""As many as a slide has room for."""


def page_count(points: pd.DataFrame) -> int:
    """Say how many pages of panels these points need; at least one."""
    return max(1, -(-points["study"].nunique() // PANELS_A_PAGE))


def on_page(points: pd.DataFrame, page: int) -> list[str]:
    """Name the studies of a page of panels, from 1; a page past the last is the last."""
    last = min(page, page_count(points)) * PANELS_A_PAGE
    return list(points["study"].unique()[last - PANELS_A_PAGE : last])
