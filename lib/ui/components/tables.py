"""Tables: HTML up to `MOST_PLAIN_ROWS` rows, searchable grids beyond."""

import html
from collections.abc import Callable, Iterable
from itertools import compress, count
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.points import each_point
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.series_text import TRIED, interval_name, range_text
from lib.phrases import with_noun
from lib.studies.doi import doi_address
from lib.studies.problems import visible
from lib.ui.components.html_text import anchor, say

MOST_PLAIN_ROWS = 200
MOST_CELL_ROWS = MOST_GRID_ROWS = 2_000
LONG, MID = 44, 20
"""Characters from which a text takes a broad column, and one that is less so."""
# Columns that are added to those of a file.
ROW, STATE, PLACE = "Row", "State", "Read from"
POINTS_CAPTION = "The numbers of the figure above, a row a point"
PAPER_CAPTION = "The numbers on paper, a row a point"
PROBLEMS_CAPTION = "Problems in the file of studies, a row a problem"

POINT_HEADERS = (
    "Study and arm",
    "Months",
    "Responding",
    "Responding / counted",
    "Interval",
    "Caution",
    "Interval made by",
    "Counted are",
    "Range",
    "Response means",
    "Citation",
)
"""The range is from all missing failed to all responded."""
# On paper cautions and citations stand under the table, each once; the sheet has no room for more.
NOT_IN_PAPER_TABLE = {"Caution", "Range", "Citation"}
PROBLEM_HEADERS = {
    "row": "Row",
    "place": "In the file",
    "column": "Column",
    "value": "Value",
    "severity": "Kind",
    "message": "What is wrong",
    "fix": "How to correct it",
}


def points_table(points: pd.DataFrame) -> str | pd.DataFrame:
    """Make the table of a view, a row a point: HTML, or a frame if it has too many rows.

    Of thousands of rows it has those that a page shows first.
    """
    points = points.head(MOST_GRID_ROWS)
    if len(points) <= MOST_PLAIN_ROWS:
        rows = (_escape(_cells(point), _link(point.doi)) for point in each_point(points))
        return html_table(POINTS_CAPTION, POINT_HEADERS, rows)
    cells = [_cells(point) for point in each_point(points)]
    # Numbers as numbers, so that the grid sorts them as such.
    return pd.DataFrame(cells, columns=list(POINT_HEADERS)).assign(
        Months=points["months"].to_numpy(),
        Responding=points["rate"].to_numpy(),
        DOI=[doi_address(doi) for doi in points["doi"]],
    )


def paper_table(points: pd.DataFrame) -> str:
    """Make the table of a view that is printed, a row a point, as HTML."""
    held = [name not in NOT_IN_PAPER_TABLE for name in POINT_HEADERS]
    rows = (_escape(compress(_cells(point), held)) for point in each_point(points))
    return html_table(PAPER_CAPTION, compress(POINT_HEADERS, held), rows)


def points_frame(points: pd.DataFrame) -> pd.DataFrame:
    """Make the table of a view as texts, a row a point."""
    return pd.DataFrame([_cells(point) for point in each_point(points)], columns=POINT_HEADERS)


def show_points(table: str | pd.DataFrame, points: pd.DataFrame) -> None:
    """Show what `points_table` made of points, and thousands of them page by page."""

    def show(rows: slice) -> None:
        _show_points(table if rows.start == 0 else points_table(points[rows]))

    _show_in_pages(len(points), POINTS_CAPTION, show)


def _show_points(table: str | pd.DataFrame) -> None:
    if isinstance(table, str):
        st.html(table)
        return
    st.dataframe(
        table,
        hide_index=True,
        alt=POINTS_CAPTION,
        placeholder=ABSENT,
        column_config={
            "Months": st.column_config.NumberColumn(format="%g"),
            "Responding": st.column_config.NumberColumn(format="%.1f%%"),
            "DOI": st.column_config.LinkColumn(),
        },
    )


def _show_in_pages(number: int, caption: str, show: Callable[[slice], None]) -> None:
    """Show so many rows at once, or by pages if they are thousands."""
    if number > MOST_GRID_ROWS:
        _show_page(number, caption, show)
    else:
        show(slice(0, number))


# A page is turned without the rest of the dashboard's page.
@st.fragment
def _show_page(number: int, caption: str, show: Callable[[slice], None]) -> None:
    pages = ceil(number / MOST_GRID_ROWS)
    end = MOST_GRID_ROWS * min(st.pagination(pages, key=f"rows {caption}"), pages)
    rows = slice(end - MOST_GRID_ROWS, min(end, number))
    show(rows)
    say(f"Rows {rows.start + 1:,} to {rows.stop:,} of {number:,}.", "quiet")


def show_problems(problems: pd.DataFrame, caption: str = PROBLEMS_CAPTION) -> None:
    """Show the problems of a file, a row a problem, with its `place` if there is one."""
    held = [name for name in PROBLEM_HEADERS if name in problems]
    show_frame(problems[held].rename(columns=PROBLEM_HEADERS), caption)


def show_cells(cells: pd.DataFrame, places: pd.Series | None, caption: str) -> None:
    """Show rows as typed and the source of each; empty columns are left out."""
    held = cells.loc[:, (cells != "").any()].head(MOST_CELL_ROWS)
    shown = held.map(visible).set_axis(grid_headers(map(visible, held.columns)), axis=1)
    if places is None:
        shown.insert(0, ROW, held.index)
    elif places.any():
        shown.insert(0, PLACE, places.reindex(held.index))
    show_frame(shown, caption)
    if len(cells) > len(held):
        say(f"The first {len(held):,} of {with_noun(len(cells), 'row')}.", "quiet")


def grid_headers(headers: Iterable[str]) -> list[str]:
    """Make headers unique and unlike the reserved ones, by adding spaces."""
    given = [ROW, STATE, PLACE, "_index"]
    for header in headers:
        spaces = next(n for n in count() if header + n * " " not in given)
        given.append(header + spaces * " ")
    return given[4:]


def show_frame(frame: pd.DataFrame, caption: str) -> None:
    """Show a frame of texts and numbers; its column names may be anything."""
    if len(frame) > MOST_PLAIN_ROWS:
        _show_in_pages(len(frame), caption, lambda rows: _show_grid(frame[rows], caption))
        return
    # Cell by cell: for so few rows a frame of texts would take ten times as long.
    columns = [[_cell_text(value) for value in frame[name].tolist()] for name in frame]
    rows = map(_escape, zip(*columns, strict=True))
    st.html(html_table(html.escape(caption), map(html.escape, frame.columns), rows))


def _show_grid(frame: pd.DataFrame, caption: str) -> None:
    st.dataframe(frame, hide_index=True, alt=caption, placeholder=ABSENT)


def show_rows(caption: str, headers: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Show a small table of texts."""
    st.html(html_table(html.escape(caption), map(html.escape, headers), map(_escape, rows)))


def merged_table(caption: str, frame: pd.DataFrame, *alone: str) -> str:
    """Write a table in which a text that goes on over several rows stands once.

    Parameters
    ----------
    caption
        What it is.
    frame
        Texts; the first two columns name a row.
    *alone
        Columns whose cells are never merged: the numbers.
    """
    columns = []
    for place, name in enumerate(map(str, frame)):
        texts = frame[name].tolist()
        spans = [1] * len(texts) if name in alone else _spans(texts, frame.iloc[:, 0].tolist())
        head = ("rowgroup", "row")[place] if place < 2 else ""
        columns.append([_spanned_cell(*each, head) for each in zip(texts, spans, strict=True)])
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in zip(*columns, strict=True))
    name = html.escape(caption)
    return (
        f'<div class="rd-table rd-merged" role="region" tabindex="0" aria-label="{name}">'
        f"<table><caption>{name}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _spans(texts: list[str], groups: list[str]) -> list[int]:
    """Give how many rows each text goes on for within its group; 0 where it goes on from above."""
    spans: list[int] = []
    for place, text in enumerate(zip(groups, texts, strict=True)):
        if place and text == (groups[place - 1], texts[place - 1]):
            spans[place - next(n for n in count(1) if spans[place - n])] += 1
            spans.append(0)
        else:
            spans.append(1)
    return spans


def _spanned_cell(text: str, rows: int, head: str) -> str:
    if not rows:
        return ""
    span = f' rowspan="{rows}"' if rows > 1 else ""
    width = "long" if len(text) > LONG else "mid" if len(text) > MID else ""
    shape = f' class="rd-{width}"' if width else ""
    tag = f'th scope="{head}"' if head else f"td{shape}"
    return f"<{tag}{span}>{html.escape(text)}</{tag[:2]}>"


def html_table(caption: str, headers: Iterable[str], rows: Iterable[list[str]]) -> str:
    """Write a table of headers and cells that are HTML; the first cell of a row is its header."""
    head = "".join(f'<th scope="col">{name}</th>' for name in headers)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    # A region that scrolls must be reachable by keyboard and have a name (WCAG 2.1.1).
    return (
        f'<div class="rd-table" role="region" tabindex="0" aria-label="{caption}">'
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(point: Any) -> list[str]:
    made = f"{interval_name(point.interval_method)}, {point.interval_level}%"
    return [
        f"{point.label} ({TRIED})" if point.tried else point.label,
        f"{point.months:g}",
        point.rate_text,
        point.count_text,
        point.interval_text or ABSENT,
        point.caution,
        made if point.interval_method else f"none: {point.no_interval}",
        point.n_is if point.unit == "patients" else f"{point.n_is} ({point.unit})",
        range_text(point) or f"none: {point.no_range}",
        point.outcome,
        point.citation,
    ]


def _cell_text(value: Any) -> str:
    return ABSENT if pd.isna(value) else str(value)


def _escape(cells: Iterable[str], after: str = "") -> list[str]:
    *rest, last = (html.escape(cell) for cell in cells)
    return [*rest, last + after]


def _link(doi: str) -> str:
    address = doi_address(doi)
    return f" {anchor(doi, address)}" if address else ""
