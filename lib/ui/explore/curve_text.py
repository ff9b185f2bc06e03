"""All texts of a view, cached so that a rerun only has to send them."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.series_change import series_changes
from lib.analysis.settings import View
from lib.narrative.captions import citations, figure_footer, figure_title
from lib.narrative.caveats import cautions, incomparable, incomparable_in_short, notes, recounting
from lib.narrative.headline import doubt, finding, headline
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.point_details import about_study
from lib.narrative.series_text import sentences
from lib.narrative.tables.visits_table import study_line, visits_notes, visits_table
from lib.studies.dataset import Dataset
from lib.ui.components.html_text import doi_links
from lib.ui.components.point_cards import point_cards
from lib.ui.components.tables import merged_table, points_table
from lib.ui.session.dataset import changes, points
from lib.ui.session.dataset_cache import cache_on_dataset


@dataclass(frozen=True, eq=False)
class ViewText:
    """The texts, tables and cards of a view.

    Attributes
    ----------
    points
        The estimate frame with words.
    finding, doubt
        The title of the page and the line under it.
    headline, alt
        What the figure shows, to read and for screen readers.
    mixed_in_short, mixed, cautions, notes, recounted
        What may not be compared, in a few words and in full, cautions, notes, and the limits of the
        rule for missing patients.
    citations
        Where the numbers are published, each article once.
    footer
        The marks explained.
    table, cards
        The points as a table; cards of the study in focus, by row number.
    """

    points: pd.DataFrame
    finding: str
    doubt: str
    headline: str
    alt: str
    mixed_in_short: list[str]
    mixed: list[str]
    cautions: list[str]
    notes: list[str]
    recounted: list[str]
    citations: list[str]
    footer: str
    table: str | pd.DataFrame
    cards: dict[int, str]


@cache_on_dataset(64)
def view_text(data: Dataset, view: View) -> ViewText:
    """Write the texts of a view; an empty view has only its points."""
    shown = points(data, view)
    if shown.empty:
        return ViewText(shown, "", "", "", "", [], [], [], [], [], [], "", "", {})
    focused = shown[shown["study"].isin(view.focus)]
    told_of = shown if focused.empty else focused
    known = changes(data, view) if focused.empty else series_changes(focused, view.level)
    summary = headline(told_of, view.level, known)
    return ViewText(
        points=shown,
        finding=finding(told_of, view.level, known),
        doubt=doubt(told_of, view.level, known),
        headline=summary,
        alt=with_meanings([figure_title(view) + ".", summary, *_every_series(told_of)]),
        footer=figure_footer(shown, view),
        cards=point_cards(focused),
        **_whatever_the_focus(data, replace(view, focus=())),
    )


@cache_on_dataset(64)
def _whatever_the_focus(data: Dataset, view: View) -> dict[str, Any]:
    """Write the texts of a view that are the same whichever study is in focus."""
    shown = points(data, view)
    return {
        "mixed_in_short": incomparable_in_short(shown),
        "mixed": incomparable(shown),
        "cautions": cautions(shown),
        "notes": notes(shown) if shown["series"].nunique() <= MOST_DRAWN else [],
        "recounted": recounting(shown, view),
        "citations": citations(shown),
        "table": points_table(shown),
    }


def _every_series(told_of: pd.DataFrame) -> list[str]:
    """Describe each series, if the figure draws each; without hints at controls, for files."""
    number = told_of["series"].nunique()
    if number > MOST_DRAWN:
        return [f"{number} curves are drawn; they are not described one by one."]
    return sentences(told_of, MOST_DRAWN)


VISITS = "Every visit of the study, and how its numbers are known"
NUMBERS = ("Month", "Responding", "Responding / assessed")
IN_LINE_OR_TABLE = ("Design", "Response means", "Caution", "Numbers read in")


@dataclass(frozen=True, eq=False)
class StudyText:
    """The texts of one study: a line, facts and links, its visits and what their words mean."""

    line: str
    about: list[tuple[str, str]]
    links: dict[str, str]
    visits: str
    notes: list[str]


def _arms_named_alike(points: pd.DataFrame) -> set[str]:
    """Give what would be said of arms that bear the names of their treatments."""
    return {f"{arm} ({arm})" for arm in points["arm"]}


@cache_on_dataset(64)
def study_text(data: Dataset, view: View) -> StudyText:
    """Write the texts of the one study of a view."""
    shown = points(data, view)
    return StudyText(
        line=study_line(shown),
        about=[
            (name, text)
            for name, text in about_study(shown)
            if name not in IN_LINE_OR_TABLE and text not in _arms_named_alike(shown)
        ],
        links=doi_links(shown["doi"]),
        visits=merged_table(VISITS, visits_table(shown), *NUMBERS),
        notes=visits_notes(shown),
    )
