"""The table of how fast each series falls, with its notes."""

from dataclasses import replace

import pandas as pd

from lib.analysis.settings import View
from lib.narrative.numbers.fall_words import WORDS
from lib.studies.dataset import Dataset
from lib.ui.components.downloads import decay_download
from lib.ui.components.html_text import say_all
from lib.ui.components.method_links import method_links
from lib.ui.components.tables import show_frame
from lib.ui.session.dataset import falls
from lib.ui.session.dataset_cache import cache_on_dataset

CAPTION = "How fast it falls: the first and the last visit compared, a row a curve"


def show_decay(data: Dataset, view: View, title: str) -> None:
    """Show how fast the series of a view fall, explain the numbers, and offer them as a file.

    `title` is the title of the page, for the file.
    """
    made = falls(data, view)
    if not made.about:
        return
    method_links("how-fast-it-falls")
    say_all(made.about, "small")
    if made.rows.empty:
        return
    show_frame(_table(data, replace(view, focus=())), CAPTION)
    if made.notes:
        say_all(made.notes, "compare", "Notes on these changes and half-lives")
    decay_download(made, data, view, title)


@cache_on_dataset(64)
def _table(data: Dataset, view: View) -> pd.DataFrame:
    return falls(data, view).rows[list(WORDS)].set_axis(_headers(view.level), axis=1)


def _headers(level: int) -> list[str]:
    return [
        "Study and arm",
        "First visit",
        "Last visit",
        f"Change in points ({level}% interval)",
        "Among all enrolled",
        f"Points a month ({level}% interval)",
        f"Left of the first response ({level}% interval)",
        "Responding at both visits",
        "Half-life",
    ]
