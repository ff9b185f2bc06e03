"""All that a page says of the series and arms at one month."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from lib.analysis.arm_pairs import Pair, pairs_and_refusals, pairs_by_month
from lib.analysis.month_slice import at_month, visits
from lib.analysis.pooling.contrasts.paired_arms import treatment_pairs
from lib.analysis.selection import choose, options, unfiltered
from lib.analysis.setting import Found
from lib.analysis.settings import MonthQuestion, View
from lib.charts.figure_options import Picture
from lib.charts.forest.arm_forest import differences, dots
from lib.charts.spec import Forest
from lib.exports.tables.arm_pairs_csv import pairs_csv
from lib.narrative.arm_text import pairs_table, several_arms
from lib.narrative.captions import citations, figure_footer
from lib.narrative.caveats import cautions, incomparable, incomparable_in_short
from lib.narrative.month_text import absent_sentences, compare_title, dots_headline
from lib.narrative.numbers.count_text import with_meanings
from lib.narrative.numbers.pair_refusals import unpaired_sentence
from lib.narrative.series_text import sentences
from lib.phrases import months_text, with_noun
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import offer, points_download, stamp
from lib.ui.components.tables import points_table, show_frame, show_points
from lib.ui.figures.pair_rows import pair_rows
from lib.ui.session.dataset import points, series_rows
from lib.ui.session.dataset_cache import cache_on_dataset

MOST_LISTED, MOST_PAIRS = 12, 20
"""Up to so many series are told one by one, and so many pairs have a row beside the table."""


@dataclass(frozen=True, eq=False)
class MonthComparison:
    """What is shown at one month, and what is said of it.

    Attributes
    ----------
    at, shown
        Every series, and those of them that have a number at the month.
    title
        What is compared.
    headline, sentences, alt, footer
        What the dots show, for those who read it and those who hear it.
    absent, mixed, mixed_in_short, cautions
        Who is not shown and why, what may not be compared, what must be seen.
    pairs, refused, shared
        The arms set against each other, those that are not, and arms in several pairs.
    citations
        Where the numbers are published.
    table
        The numbers at the month.
    """

    at: pd.DataFrame
    shown: pd.DataFrame
    title: str
    headline: str
    sentences: list[str]
    alt: str
    footer: str
    absent: list[str]
    mixed: list[str]
    mixed_in_short: list[str]
    cautions: list[str]
    pairs: list[Pair]
    refused: list[str]
    shared: list[str]
    table: str | pd.DataFrame
    citations: list[str]

    @cached_property
    def pairs_table(self) -> pd.DataFrame:
        """The numbers of the arms set against each other, made when they are looked at."""
        return pairs_table(self.pairs)


@cache_on_dataset(32)
def compare_month(data: Dataset, asked: MonthQuestion) -> MonthComparison:
    """Make what a page says of one month."""
    # What is left out by a filter still says whose patients are whose.
    every = points(data, unfiltered(asked.view))
    at = choose(at_month(every, asked.month, asked.within, asked.order), asked.view)
    shown = at[at["absent"] == ""]
    set_apart, refused = pairs_and_refusals(at, asked.view.level)
    headline, told = dots_headline(at, asked.month, asked.within), _sentences(shown)
    return MonthComparison(
        at=at,
        shown=shown,
        title=compare_title(set_apart, at, asked.month),
        headline=headline,
        sentences=told,
        alt=with_meanings([headline, *told]),
        footer=figure_footer(shown, asked.view, layout="forest"),
        absent=absent_sentences(at),
        mixed=incomparable(shown),
        mixed_in_short=incomparable_in_short(shown),
        cautions=cautions(shown),
        pairs=set_apart,
        refused=list(map(unpaired_sentence, refused)),
        shared=several_arms(set_apart),
        table=points_table(shown),
        citations=citations(shown),
    )


def _sentences(shown: pd.DataFrame) -> list[str]:
    if len(shown) > MOST_LISTED:
        return [f"The {len(shown)} curves are too many to tell one by one here."]
    return sentences(shown, MOST_LISTED)


@cache_on_dataset(32)
def dots_figure(data: Dataset, asked: MonthQuestion, picture: Picture) -> Forest:
    """Draw the series at a month."""
    return dots(compare_month(data, asked).at, picture)


@cache_on_dataset(32)
def dots_on_page(
    data: Dataset, asked: MonthQuestion, lines: tuple[int, int], picture: Picture
) -> Forest:
    """Draw the lines from one place up to another, of more than a screen can show."""
    return dots(compare_month(data, asked).shown.iloc[slice(*lines)], picture)


@cache_on_dataset(32)
def differences_figure(data: Dataset, asked: MonthQuestion, picture: Picture) -> Forest:
    """Draw how the arms of each study differ."""
    return differences(compare_month(data, asked).pairs, picture)


@cache_on_dataset(32)
def first_pairs(data: Dataset, asked: MonthQuestion, colour_by: str) -> str:
    """Write the first pairs of arms as HTML, a row each."""
    return pair_rows(compare_month(data, asked).pairs[:MOST_PAIRS], colour_by)


@cache_on_dataset()
def studies_by_month(data: Dataset) -> Mapping[float, list[str]]:
    """List the months at which anybody was seen, and who was."""
    return visits(points(data, View()))


@cache_on_dataset()
def first_month(data: Dataset) -> float:
    """Give the month to open with: where most arms can be set against each other, or are seen."""
    compared, seen = pairs_by_month(points(data, View())), studies_by_month(data)
    return max(seen, key=lambda month: (compared.get(month, 0), len(seen[month])))


@cache_on_dataset()
def found(data: Dataset) -> Found:
    """List what the data let the settings of one month be, by their names."""
    return {
        "month": list(studies_by_month(data)),
        "pair": list(treatment_pairs(points(data, View()))),
        **options(series_rows(data)),
    }


def show_numbers(shown: MonthComparison, data: Dataset, asked: MonthQuestion, page: str) -> None:
    """Show the numbers at the month and how the arms differ, and offer both as CSV."""
    away = f", up to {months_text(asked.within)} away" if asked.within else ""
    title = f"{page}, {months_text(asked.month)}{away}"
    show_points(shown.table, shown.shown)
    points_download(shown.shown, data, asked.view, title)
    if shown.pairs:
        show_frame(shown.pairs_table, "How the arms differ, a row a comparison")
        make = partial(pairs_csv, shown.pairs, asked.view, stamp(data, title))
        name = f"response-decay-{data.version}-arms.csv"
        offer(f"Download {with_noun(len(shown.pairs), 'comparison')} (CSV)", make, name)
