"""The same numbers as a table: a real one while it can be read, a searchable grid past that."""

import html
from typing import Any

import pandas as pd
import streamlit as st

from lib.ui.prose import doi_address
from lib.views.words import interval_name

MOST_PLAIN_ROWS = 200

HEADERS = (
    "Study and arm",
    "Months",
    "Responding",
    "Responding / counted",
    "Interval",
    "Interval made by",
    "Counted are",
    "Response means",
    "Caution",
    "Citation",
)


def points_table(points: pd.DataFrame, caption: str) -> None:
    """Show the points of a view, a row a point."""
    rows = [_cells(point) for point in points.itertuples()]
    if len(rows) > MOST_PLAIN_ROWS:
        frame = pd.DataFrame(rows, columns=list(HEADERS))
        frame["Months"] = points["months"].to_numpy()
        frame["Responding"] = points["rate"].to_numpy()
        frame["DOI"] = [doi_address(doi) or None for doi in points["doi"]]
        _grid(frame, caption)
        return
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADERS)
    links = [_link(doi) for doi in points["doi"]]
    body = "".join(_row(cells, link) for cells, link in zip(rows, links, strict=True))
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1).
    st.html(
        f'<div class="rd-table" role="region" tabindex="0" aria-label="{html.escape(caption)}">'
        f"<table><caption>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(point: Any) -> list[str]:
    made = f"{interval_name(point.interval_method)}, {point.interval_level}%"
    return [
        point.label,
        f"{point.months:g}",
        point.rate_text,
        point.count_text,
        point.interval_text or "–",
        made if point.interval_method else f"none: {point.no_interval}",
        point.n_is,
        point.outcome,
        point.caution,
        point.citation,
    ]


def _row(cells: list[str], link: str) -> str:
    first, *rest = (html.escape(cell) for cell in cells)
    inside = "".join(f"<td>{cell}</td>" for cell in rest[:-1])
    return f'<tr><th scope="row">{first}</th>{inside}<td>{rest[-1]}{link}</td></tr>'


def _link(doi: str) -> str:
    if not doi:
        return ""
    address = html.escape(doi_address(doi))
    return f' <a href="{address}" target="_blank" rel="noopener noreferrer">{html.escape(doi)}</a>'


def _grid(frame: pd.DataFrame, caption: str) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        alt=caption,
        placeholder="–",
        column_config={
            "Months": st.column_config.NumberColumn(format="%g"),
            "Responding": st.column_config.NumberColumn(format="%.1f%%"),
            "DOI": st.column_config.LinkColumn(),
        },
    )
