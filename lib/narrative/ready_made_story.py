"""A ready-made story in a few slides, from any data."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN, estimates
from lib.analysis.month_slice import at_month, visits
from lib.analysis.selection import choose
from lib.analysis.series_change import series_changes
from lib.analysis.setting import values_of
from lib.analysis.settings import AS_FITS, NON_RESPONDERS, PANELS, CurveDisplay, View
from lib.narrative.arm_text import NOT_A_COMPARISON, dots_headline
from lib.narrative.caveats import cautions, incomparable, incomparable_in_short, recounting
from lib.narrative.headline import headline
from lib.narrative.numbers.change_text import not_seen_facts
from lib.narrative.numbers.count_text import ON_ASSUMED, mark_meanings
from lib.narrative.point_details import count_findings
from lib.narrative.series_text import sentences, with_words
from lib.phrases import in_order, in_sentence, months_text, shorten, with_noun
from lib.slides.page_settings import page_address
from lib.slides.slide_list import (
    AT_ONCE,
    BY_MONTH,
    BY_STUDY,
    COMPARE,
    CURVES,
    DOTS,
    NOTE_MOST,
    STUDY,
    PageSettings,
    Slide,
    Slides,
    fit_note,
    fit_title,
)

MOST_STUDIES = 4
"""The most studies that have a slide each; more share one slide, with a panel each."""
MOST_LINES = 12
MOST_PANELS = 12
"""The most studies for which the first page of panels tells enough."""


def story(rows: pd.DataFrame, colours: str = AS_FITS) -> Slides:
    """Tell the studies in about five slides.

    Parameters
    ----------
    rows
        Typed rows with series, as `selection.with_series` gives them.
    colours
        What a reader asks colour to stand for on all slides, as `CurveDisplay.colour_by`.

    Returns
    -------
    Slides of all studies, of each study, of what may not be compared and of who was counted, as
    far as the data have them.
    """
    points = _points(rows, View())
    if points["rate"].notna().sum() == 0:
        return ()
    studies = list(points["study"].unique())
    few = len(studies) <= MOST_STUDIES
    told = (
        *([_all(points)] if len(studies) > 1 else []),
        *(_study(points[points["study"] == study]) for study in studies if few),
        *([] if few else [_in_panels(points), _at_month(points)]),
        *_not_comparable(points),
        _recount_slide(points, _points(rows, View(missing=NON_RESPONDERS))),
    )
    asked = page_address(CURVES, {"colour": colours})
    return tuple(replace(slide, asked=(*slide.asked, *asked)) for slide in told)


def _points(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    return with_words(estimates(choose(rows, view), view)).reset_index()


def _slide(
    title: str, view: tuple[str, PageSettings], note: Iterable[str], reveal: str = AT_ONCE
) -> Slide:
    said = "\n\n".join(note)
    marks = " ".join(mark_meanings(said))
    # What the marks mean stays, however long the rest is.
    room = NOTE_MOST - len(marks) - 2
    told = f"{shorten(said, room)}\n\n{marks}" if marks else said
    return Slide(*view, fit_title(title), fit_note(told), reveal)


def _all(points: pd.DataFrame) -> Slide:
    return _slide(
        f"Does the response last? {_how_many(points)}",
        _curves(),
        [headline(points), *_series_notes(points), *_cautions(points)],
        _by_study(points),
    )


def _in_panels(points: pd.DataFrame) -> Slide:
    return _slide(
        f"Each study by itself: {_how_many(points)}",
        _curves(CurveDisplay(PANELS)),
        [headline(points), *_cautions(points)],
        _by_study(points),
    )


def _by_study(points: pd.DataFrame) -> str:
    """Let studies appear one by one, if each is drawn individually."""
    return BY_STUDY if points["series"].nunique() <= MOST_DRAWN else AT_ONCE


def _how_many(points: pd.DataFrame) -> str:
    studies = with_noun(points["study"].nunique(), "study", "studies")
    series = with_noun(points["series"].nunique(), "series", "series")
    first, last = points["months"].min(), points["months"].max()
    when = months_text(first) if first == last else f"{first:g} to {last:g} months"
    return f"{studies}, {series}, {when}"


def _study(points: pd.DataFrame) -> Slide:
    study = str(points["study"].iloc[0])
    note = [*_series_notes(points), *_cautions(points)]
    reveal = BY_MONTH if points["months"].nunique() > 1 else AT_ONCE
    return _slide(_study_title(points), (STUDY, (("study", (study,)),)), note, reveal)


def _study_title(points: pd.DataFrame) -> str:
    """Say from what to what the one series fell or rose that was followed; else when it was seen.

    No title chooses among several series.
    """
    study, followed = points["study"].iloc[0], series_changes(points)
    if len(followed) == 1:
        (told,) = followed
        first, last = told.first, told.last
        assumed = [ON_ASSUMED] if told.is_assumed else []
        facts = [*not_seen_facts(told), *assumed, *told.left_out]
        beside = f" ({'; '.join(facts)})" if facts else ""
        return (
            f"{in_sentence(told.label)}: "
            f"{first.rate_text} at {months_text(first.months)}, "
            f"{last.rate_text} at {last.months:g}{beside}"
        )
    months = sorted(points["months"].unique())
    if followed:
        return f"{study}: {len(followed)} series from {months[0]:g} to {months[-1]:g} months"
    number = with_noun(
        points["series"].nunique(), "series, one visit only", "series, one visit each"
    )
    return f"{study}: {number}, at {months_text(*months)}"


def _at_month(points: pd.DataFrame) -> Slide:
    """Show the month at which most studies have a visit."""
    seen = visits(points)
    month = max(seen, key=lambda month: len(seen[month]))
    at = at_month(points, month, 0)
    shown = at[at["absent"] == ""]
    asked = page_address(COMPARE, {"month": month, "figure": DOTS})
    said = dots_headline(at, month, 0)
    note = [said, NOT_A_COMPARISON, *incomparable(shown), *_cautions(shown)]
    return _slide(said.removesuffix("."), (COMPARE, asked), note)


def _not_comparable(points: pd.DataFrame) -> list[Slide]:
    mixed = incomparable(points)
    view = _curves(_readable(points))
    title = f"May not be compared: {'; '.join(incomparable_in_short(points))}"
    return [_slide(title, view, mixed, _by_study(points))] if mixed else []


def _recount_slide(points: pd.DataFrame, recounted: pd.DataFrame) -> Slide:
    """Show the shares of all enrolled; as reported where none can be recounted."""
    every = points["series"].nunique()
    left = recounted.loc[recounted["rate"].notna(), "series"].nunique()
    view = View(missing=NON_RESPONDERS) if left else View()
    told = recounting(recounted, View(missing=NON_RESPONDERS))
    return _slide(
        f"Who was counted? {left} of {every} series can be counted out of all enrolled",
        _curves(view, _readable(points)),
        [*_some(told), *_some(count_findings(points))],
        _by_study(points),
    )


def _curves(*asked: View | CurveDisplay) -> tuple[str, PageSettings]:
    return CURVES, page_address(CURVES, values_of(*asked))


def _readable(points: pd.DataFrame) -> CurveDisplay:
    """Give each study a panel where one chart would be faint; the slide shows their first page."""
    is_crowded = points["series"].nunique() > MOST_DRAWN
    is_told = points["study"].nunique() <= MOST_PANELS
    return CurveDisplay(PANELS) if is_crowded and is_told else CurveDisplay()


def _series_notes(points: pd.DataFrame) -> list[str]:
    """Say one sentence for each series, up to as many as an audience bears."""
    return sentences(points, MOST_LINES) if points["series"].nunique() <= MOST_LINES else []


def _cautions(points: pd.DataFrame) -> list[str]:
    return [f"Caution. {text}" for text in _some(cautions(points))]


def _some(lines: list[str]) -> list[str]:
    """Keep the first lines by name, and say how many more there are."""
    lines, more = in_order(lines), len(set(lines)) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"And {more} more."]
