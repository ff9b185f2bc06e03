"""One figure with all that must go with it, wherever it is taken."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.charts.plotly.figure import plotly_figure
from lib.charts.spec import Cards, Chart
from lib.exports.tables.points_csv import Stamp, stamped_csv


@dataclass(frozen=True, eq=False)
class FigureExport:
    """One figure with its words, its numbers and where they come from.

    Attributes
    ----------
    title
        What it shows.
    chart
        What is drawn, title and footer inside.
    alt
        The same in sentences, for those who do not see it.
    method
        The marks explained, and how intervals were made, at which level.
    table
        The same numbers as texts, a row a point or a line, its columns named for a reader.
    cautions, citations
        What must be seen with it, and where its studies are published; each once.
    stamp
        File, data version and date.
    link
        Address of the view; blank where it is not known.
    recipe
        Python statements, in the project's own functions, that draw `figure` from `data` (a
        `Dataset`); blank where it cannot be redrawn.
    doubts
        What its title rests on, and what may not be compared, a line each on a slide.
    """

    title: str
    chart: Chart
    alt: str
    method: str
    table: pd.DataFrame
    cautions: tuple[str, ...]
    citations: tuple[str, ...]
    stamp: Stamp
    link: str = ""
    recipe: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def figure(self) -> Any:
        """The chart as a `plotly.graph_objects.Figure`, as on the screen."""
        return plotly_figure(self.chart)

    def table_csv(self) -> bytes:
        """Write the table as a file, with what explains its marks and intervals on every row."""
        texts = self.table.fillna("").astype("str")
        return stamped_csv(texts.assign(method=self.method), self.stamp)

    @property
    def source(self) -> str:
        """File, data version and date, where it has one, in a line."""
        of = f"{self.stamp.file}, version {self.stamp.version}"
        return " · ".join(filter(None, [of, self.stamp.date]))


@dataclass(frozen=True, eq=False)
class RevealStep:
    """What of a slide is shown so far, in words and drawn to the size of a slide."""

    label: str
    figure: Any
    chart: Chart | None = None

    @classmethod
    def of(cls, label: str, chart: Chart) -> "RevealStep":
        """Draw a step, and keep what is drawn for files that draw it otherwise."""
        return cls(label, plotly_figure(chart), chart)


@dataclass(frozen=True, eq=False)
class SlideExport:
    """A slide as it is presented.

    Attributes
    ----------
    exhibit
        What it shows; its title is that of the slide.
    note
        What the speaker says.
    steps
        From the first to the whole, at least one. All their figures have the same size and axes.
    cards
        Large type that a slide shows in place of the exhibit's chart, if any.
    """

    exhibit: FigureExport
    note: str
    steps: tuple[RevealStep, ...]
    cards: Cards | None = None
