"""The data that pages share: the dataset, its points and figures, all cached."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd

from lib.analysis.estimates import estimates
from lib.analysis.fitted_curves import FittedLine, fitted_lines
from lib.analysis.selection import choose, colour_key, with_series
from lib.analysis.series_change import SeriesChange, series_changes
from lib.analysis.settings import AS_FITS, View
from lib.charts.curves.curves import curves
from lib.charts.curves.small_multiples import panels
from lib.charts.figure_options import Picture
from lib.charts.spec import Curves
from lib.narrative.decay_table import Decay, decay
from lib.narrative.series_text import with_words
from lib.studies.dataset import Dataset
from lib.studies.store import store
from lib.studies.store.store import StudiesPlace
from lib.ui.session.dataset_cache import cache_on_dataset
from lib.ui.session.trial_rows import with_trial_rows

CSV_VARIABLE, DEFAULT_CSV = store.CSV_VARIABLE, store.DEFAULT_CSV


def studies_place() -> StudiesPlace:
    """Find the studies: from the command line, the environment, or the default."""
    named = sys.argv[1] if len(sys.argv) > 1 else ""
    return store.place(named) or store.default_place()


def saved_dataset() -> Dataset:
    """Load the present version of the studies."""
    return store.load(studies_place())


def store_trouble() -> str:
    """Say that a shared store is out of reach, so that what is shown may be old; else blank."""
    return store.trouble(studies_place())


def dataset() -> Dataset:
    """Give the studies as this session sees them: the saved ones with its trial rows."""
    return with_trial_rows(saved_dataset())


@cache_on_dataset()
def series_rows(data: Dataset) -> pd.DataFrame:
    """Give the usable rows with their series, sorted by series and month."""
    return with_series(data.rows, data.tried)


@cache_on_dataset(4)
def colours_of(data: Dataset, asked: str = AS_FITS) -> str:
    """Say what colour stands for in all figures: `study` or `treatment`."""
    return colour_key(series_rows(data), asked)


def points(data: Dataset, view: View) -> pd.DataFrame:
    """Make the estimate frame of a view, with texts. It is cached: never change it."""
    return _points(data, replace(view, focus=()))


@cache_on_dataset(64)
def _points(data: Dataset, view: View) -> pd.DataFrame:
    return with_words(estimates(choose(series_rows(data), view), view)).reset_index()


def changes(data: Dataset, view: View) -> list[SeriesChange]:
    """Give the change of each series of a view; the focus does not matter."""
    return _changes(data, replace(view, focus=()))


@cache_on_dataset(16)
def _changes(data: Dataset, view: View) -> list[SeriesChange]:
    return series_changes(points(data, view), view.level)


def falls(data: Dataset, view: View) -> Decay:
    """Compute how fast the series of a view fall; the focus does not matter."""
    return _falls(data, replace(view, focus=()))


@cache_on_dataset(64)
def _falls(data: Dataset, view: View) -> Decay:
    return decay(points(data, view), view, changes(data, view))


@cache_on_dataset(64)
def view_fits(data: Dataset, view: View) -> tuple[FittedLine, ...]:
    """Fit lines to the curves of a view."""
    return fitted_lines(points(data, view), falls(data, view).halves, view.focus)


@cache_on_dataset(128)
def curves_figure(
    data: Dataset,
    view: View,
    picture: Picture,
    lines: tuple[FittedLine, ...] = (),
    with_range: bool = False,
) -> Curves:
    """Draw a view's curves, with lines fitted to them and the range around them."""
    return curves(points(data, view), view.focus, picture, lines, with_range)


@cache_on_dataset(64)
def panels_figure(
    data: Dataset, view: View, picture: Picture, page: int = 1, with_range: bool = False
) -> Curves:
    """Draw a view's curves in a panel a study."""
    return panels(points(data, view), picture, page, view.focus, with_range)


def today() -> str:
    """Give the date of today, as pages and files print it."""
    return datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
