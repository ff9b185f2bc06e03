"""The same numbers as a table: a real one while it can be read, a searchable grid past that."""

import html
from typing import Any

import pandas as pd
import streamlit as st

from lib.ui.prose import doi_address
from lib.views.estimates import each_point
from lib.views.words import interval_name

MOST_PLAIN_ROWS = 200
CAPTION = "The numbers of the figure above, a row a point"

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


def show_table(points: pd.DataFrame, table: str) -> None:
    """Show the points of a view: `table` as `table_html` made it, or a grid if it is blank."""
    if table:
        st.html(table)
    else:
        _grid(points)


def table_html(points: pd.DataFrame) -> str:
    """Write the points as an HTML table, a row a point; blank if they are too many to read."""
    if len(points) > MOST_PLAIN_ROWS:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADERS)
    body = "".join(_row(_cells(point), _link(point.doi)) for point in each_point(points))
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1).
    return (
        f'<div class="rd-table" role="region" tabindex="0" aria-label="{CAPTION}">'
        f"<table><caption>{CAPTION}</caption>"
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
        point.n_is if point.unit == "patients" else f"{point.n_is} ({point.unit})",
        point.outcome,
        point.caution,
        point.citation,
    ]


def _row(cells: list[str], link: str) -> str:
    first, *rest = (html.escape(cell) for cell in cells)
    inside = "".join(f"<td>{cell}</td>" for cell in rest[:-1])
    return f'<tr><th scope="row">{first}</th>{inside}<td>{rest[-1]}{link}</td></tr>'


def _link(doi: str) -> str:
    address = html.escape(doi_address(doi))
    if not address:
        return ""
    return f' <a href="{address}" target="_blank" rel="noopener noreferrer">{html.escape(doi)}</a>'


def _grid(points: pd.DataFrame) -> None:
    frame = pd.DataFrame([_cells(point) for point in each_point(points)], columns=list(HEADERS))
    # Numbers as numbers, so that the grid sorts them as such.
    frame["Months"] = points["months"].to_numpy()
    frame["Responding"] = points["rate"].to_numpy()
    frame["DOI"] = [doi_address(doi) or None for doi in points["doi"]]
    st.dataframe(
        frame,
        hide_index=True,
        alt=CAPTION,
        placeholder="–",
        column_config={
            "Months": st.column_config.NumberColumn(format="%g"),
            "Responding": st.column_config.NumberColumn(format="%.1f%%"),
            "DOI": st.column_config.LinkColumn(),
        },
    )
