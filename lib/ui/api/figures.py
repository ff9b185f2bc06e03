"""The numbers and words of a page's figure: what is shown, what may not be, and why."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast, shares_at
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.setting import make
from lib.analysis.settings import MonthQuestion, View
from lib.charts.figure_options import Picture
from lib.exports.tables.arm_pairs_csv import arms_of, measures
from lib.exports.tables.contrast_csv import contrast_rows, shares_numbers
from lib.exports.tables.decay_csv import falls_as_written
from lib.exports.tables.points_csv import points_as_written
from lib.narrative.captions import citations
from lib.narrative.caveats import cautions, incomparable, notes
from lib.slides.page_settings import page_address, query, usable
from lib.slides.slide_list import COMPARE, CURVES, STUDY, SYNTHESIS, PageSettings
from lib.studies.dataset import Dataset
from lib.ui.api.inquiry import Inquiry
from lib.ui.api.json_values import records
from lib.ui.api.problems import ProblemError
from lib.ui.explore import curve_controls, month_comparison
from lib.ui.explore.month_comparison import MonthComparison, compare_month
from lib.ui.explore.pooling import synthesis_controls
from lib.ui.explore.pooling.contrast_section import (
    contrast_of,
    contrast_text,
    over_time_text,
    windows_of,
)
from lib.ui.figures.figure_of_page import FIGURE_OF_PAGE
from lib.ui.figures.page_figure import PageFigure
from lib.ui.session.dataset import falls, points

MOST_POINTS = 5_000
"""Points in one answer; the CSV has all rows."""
NO_NUMBER = "No number is left by what it asks for."

Json = dict[str, Any]


def found_on(page: str, asked: Inquiry) -> Mapping[str, Any]:
    """List what the data let the settings of a page be."""
    data = asked.studies
    if page == COMPARE:
        return month_comparison.found(data)
    if page == SYNTHESIS:
        return synthesis_controls.found(data, dict(asked.query).get("treatment", ""))
    known = curve_controls.found(data)
    return {"study": known["studies"]} if page == STUDY else known


def curve(asked: Inquiry) -> Json:
    """Give the curves of a view, and how fast each falls."""
    data, found = asked.studies, found_on(CURVES, asked)
    given = asked.settings(CURVES, found)
    values = usable(CURVES, given, found).values
    view = make(View, values)
    shown = points(data, view)
    expect_not_too_much(shown)
    figure, refused = figure_or_refusals(data, CURVES, given, bool(shown["rate"].notna().any()))
    fall = falls(data, view)
    return figure_parts(data, CURVES, values, view, figure, refused) | {
        **_of_points(shown),
        "falls": {
            "curves": records(falls_as_written(fall)),
            "about": fall.about,
            "notes": fall.notes,
        },
    }


def compare(asked: Inquiry) -> Json:
    """Give the arms at one month, and how the arms of each study differ."""
    data, found = asked.studies, found_on(COMPARE, asked)
    given = asked.settings(COMPARE, found)
    values = dict(usable(COMPARE, given, found).values)
    if values["month"] is None:
        values["month"] = month_comparison.first_month(data)
    view, question = make(View, values), make(ContrastQuestion, values)
    month = make(MonthQuestion, values, view=view)
    at = compare_month(data, month)
    expect_not_too_much(at.shown)
    figure, refused = figure_or_refusals(data, COMPARE, given, not at.shown.empty)
    return figure_parts(data, COMPARE, values, view, figure, refused) | {
        **_of_points(at.shown),
        "absent": at.absent,
        **_pairs(at),
        "over_studies": _over_studies(data, month, question),
    }


def _over_studies(data: Dataset, month: MonthQuestion, question: ContrastQuestion) -> Json:
    """Give two treatments pooled over studies, at the month and window by window."""
    contrast, told = contrast_of(data, month, question), contrast_text(data, month, question)
    pair = contrast.pair if contrast else ()
    return {
        "treatments": dict(zip(("first", "second"), pair, strict=False)),
        "measure": question.measure,
        "headline": told.lead,
        "in_patients": told.shares,
        "shares": _shares(contrast, question),
        "why_not_pooled": told.needed,
        "left_out": told.left_out,
        "at_month": _contrast_rows(contrast, month.view) if contrast else {},
        "over_time": over_time_text(data, month, question),
        "windows": [_contrast_rows(each, month.view) for each in windows_of(data, month, question)],
    }


def _shares(contrast: PooledContrast | None, question: ContrastQuestion) -> Json:
    """Give what a pooled effect comes to in shares; empty where nothing is pooled."""
    if contrast is None or not contrast.is_pooled:
        return {}
    return shares_numbers(shares_at(contrast, question.share))


def _contrast_rows(contrast: PooledContrast, view: View) -> Json:
    return {
        "months": contrast.month,
        "is_pooled": contrast.is_pooled,
        "rows": list(contrast_rows(contrast, view)),
    }


def _pairs(at: MonthComparison) -> Json:
    return {
        "pairs": [arms_of(pair) | {"measures": list(measures(pair))} for pair in at.pairs],
        "not_paired": at.refused,
        "arms_in_several_pairs": at.shared,
    }


def figure_or_refusals(
    data: Dataset, page: str, given: PageSettings, has_numbers: bool
) -> tuple[PageFigure | None, list[str]]:
    """Give the figure that shows exactly what is asked, or why there is none."""
    if not has_numbers:
        return None, [NO_NUMBER]
    figure, kept = FIGURE_OF_PAGE[page](data, given)
    return (None, on_the_page(kept.fallbacks)) if kept.fallbacks else (figure, [])


def on_the_page(fallbacks: tuple[str, ...]) -> list[str]:
    """Say what a page says where it shows something else instead."""
    return [f"There is no such figure. A page says: “{text}”" for text in fallbacks]


def expect_not_too_much(shown: pd.DataFrame, most: int | None = None) -> None:
    """Refuse what would be too large to be of use."""
    most = most or MOST_POINTS
    if len(shown) > most:
        detail = (
            f"This view has {len(shown):,} points, and an answer at most {most:,}. Set filters, "
            "or take all rows from studies.csv."
        )
        raise ProblemError("too-much", detail)


def figure_parts(
    data: Dataset,
    page: str,
    values: Mapping[str, Any],
    view: View,
    figure: PageFigure | None,
    refused: list[str],
) -> Json:
    """Give what every figure says of itself, `refused` if there is none."""
    return {
        "data": data_of(data),
        "settings": dict(values),
        "interval": {"method": view.interval_name, "level_pct": view.level},
        "title": figure.title if figure else None,
        "finding": figure.finding if figure else None,
        "doubts": list(figure.doubts) if figure else [],
        "in_words": figure.alt if figure else None,
        "method": figure.method if figure else None,
        "refused": refused,
        "recipe": _recipe(data, page, values, figure),
    }


def data_of(data: Dataset) -> Json:
    """Name the data that an answer is made of; the address is relative to the dashboard's own."""
    return {
        "file": data.name,
        "version": data.version,
        "rows": f"api/v1/versions/{data.version}/studies.csv",
    }


def _recipe(data: Dataset, page: str, values: Mapping[str, Any], figure: PageFigure | None) -> Json:
    """Say how to come back to this view, and how to make it again."""
    asked = (*page_address(page, values), ("version", (data.version,)))
    only = query(asked[:-1])
    view = f"view/{data.version}/{page}.html{'?' if only else ''}{only}"
    return {
        "page": f"{'' if page == CURVES else page}?{query(asked)}",
        "view": view if figure else None,
        "python": figure.recipe(Picture()) if figure and figure.recipe else None,
    }


def _of_points(shown: pd.DataFrame) -> Json:
    return {
        "points": records(points_as_written(shown)),
        "not_comparable": incomparable(shown),
        "cautions": cautions(shown),
        "notes": notes(shown),
        "citations": citations(shown),
    }
