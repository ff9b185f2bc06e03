"""A ready-made story in a few slides, from any data."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN, estimates
from lib.analysis.month_slice import at_month, visits
from lib.analysis.selection import choose
from lib.analysis.series_change import series_changes
from lib.analysis.setting import values_of
from lib.analysis.settings import AS_FITS, NON_RESPONDERS, PANELS, CurveDisplay, View
from lib.narrative.caveats import incomparable, incomparable_in_short, recounting
from lib.narrative.headline import headline
from lib.narrative.month_text import NOT_A_COMPARISON, dots_headline
from lib.narrative.point_details import first_count_findings
from lib.narrative.series_text import sentences, with_words
from lib.narrative.story.pooled_slides import pooled_slides
from lib.narrative.story.slide_titles import page_finding, slide_finding
from lib.narrative.story.story_slide import (
    MOST_LINES,
    caution_lines,
    first_lines,
    some_lines,
    story_slide,
)
from lib.phrases import with_noun
from lib.slides.page_settings import page_address
from lib.slides.slide_list import (
    AT_ONCE,
    BY_MONTH,
    BY_STUDY,
    COMPARE,
    CURVES,
    DEFINITIONS,
    DOTS,
    STUDY,
    PageSettings,
    Slide,
    Slides,
)
from lib.slides.study_pages import PANELS_A_PAGE, on_page, page_count

MOST_STUDIES = 4
"""The most studies that have a slide each; more share one slide, with a panel each."""
MOST_BY_PAGES = 60
"""The most studies that have a panel each, over as many slides as that takes."""
MOST_PANELS = 12
"""The most studies for which the first page of panels tells enough."""


def story(rows: pd.DataFrame, colours: str = AS_FITS) -> Slides:
    """Tell the studies, an idea a slide.

    Parameters
    ----------
    rows
        Typed rows with series, as `selection.with_series` gives them.
    colours
        What a reader asks colour to stand for on all slides, as `CurveDisplay.colour_by`.

    Returns
    -------
    Slides of all studies, of each study, of what studies say together, of what may not be compared
    and of who was counted, as far as the data have them. Each has one idea, told in its title in at
    most 9 words.
    """
    points = _points(rows, View())
    if points["rate"].notna().sum() == 0:
        return ()
    studies = list(points["study"].unique())
    few = len(studies) <= MOST_STUDIES
    told = (
        *([_all(points)] if len(studies) > 1 else []),
        *(_study(points[points["study"] == study]) for study in studies if few),
        *([] if few else [*_in_panels(points), _at_month(points)]),
        *pooled_slides(points),
        *_not_comparable(points),
        _recount_slide(points, _points(rows, View(missing=NON_RESPONDERS))),
    )
    asked = page_address(CURVES, {"colour": colours})
    return tuple(replace(slide, asked=(*slide.asked, *asked)) for slide in told)


def _points(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    return with_words(estimates(choose(rows, view), view)).reset_index()


def _all(points: pd.DataFrame) -> Slide:
    changes = series_changes(points)
    return story_slide(
        slide_finding(points, changes=changes),
        _curves(),
        [headline(points, changes=changes), *_series_notes(points), *caution_lines(points)],
        _by_study(points),
    )


def _in_panels(points: pd.DataFrame) -> Iterator[Slide]:
    """Go on until each study has had its panel; of very many, the first page stands for all."""
    pages = page_count(points) if points["study"].nunique() <= MOST_BY_PAGES else 1
    for page in range(1, pages + 1):
        shown = points[points["study"].isin(on_page(points, page))]
        yield story_slide(
            page_finding(shown, (page - 1) * PANELS_A_PAGE + 1),
            _curves(CurveDisplay(PANELS, page=page)),
            [headline(shown), *_series_notes(shown), *caution_lines(shown)],
            _by_study(points),
        )


def _by_study(points: pd.DataFrame) -> str:
    """Let studies appear one by one, if each is drawn individually."""
    return BY_STUDY if points["series"].nunique() <= MOST_DRAWN else AT_ONCE


def _study(points: pd.DataFrame) -> Slide:
    study = str(points["study"].iloc[0])
    note = [*_series_notes(points), *caution_lines(points)]
    reveal = BY_MONTH if points["months"].nunique() > 1 else AT_ONCE
    return story_slide(slide_finding(points), (STUDY, (("study", (study,)),)), note, reveal)


def _at_month(points: pd.DataFrame) -> Slide:
    """Show the month at which most studies have a visit."""
    seen = visits(points)
    month = max(seen, key=lambda month: len(seen[month]))
    at = at_month(points, month, 0)
    shown = at[at["absent"] == ""]
    asked = page_address(COMPARE, {"month": month, "figure": DOTS})
    every = with_noun(at["series"].nunique(), "curve")
    title = f"{shown['series'].nunique()} of {every} were seen at month {month:g}"
    note = [
        dots_headline(at, month, 0),
        NOT_A_COMPARISON,
        *incomparable(shown),
        *caution_lines(shown),
    ]
    return story_slide(title, (COMPARE, asked), note)


def _not_comparable(points: pd.DataFrame) -> list[Slide]:
    """Say what may not be compared; definitions as text, as no curve shows them."""
    mixed, in_short = incomparable(points), incomparable_in_short(points)
    if not mixed:
        return []
    title = f"May not be compared: {in_short[0]}"
    if points.loc[points["rate"].notna(), "outcome"].nunique() > 1:
        asked = page_address(CURVES, {"figure": DEFINITIONS})
        return [story_slide(title, (CURVES, asked), mixed)]
    return [story_slide(title, _curves(_readable(points)), mixed, _by_study(points))]


def _recount_slide(points: pd.DataFrame, recounted: pd.DataFrame) -> Slide:
    """Show the shares of all enrolled; as reported where none can be recounted."""
    every = points["series"].nunique()
    left = recounted.loc[recounted["rate"].notna(), "series"].nunique()
    view = View(missing=NON_RESPONDERS) if left else View()
    told = recounting(recounted, View(missing=NON_RESPONDERS))
    return story_slide(
        f"{left} of {every} curves can count everyone enrolled",
        _curves(view, _readable(points)),
        [*some_lines(told), *first_lines(*first_count_findings(points, MOST_LINES))],
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
