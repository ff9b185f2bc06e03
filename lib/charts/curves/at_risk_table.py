"""The table under the months: responding / counted, a row a series, as at-risk tables do."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lib.analysis.estimates import each_point, each_series
from lib.charts.figure_options import Picture
from lib.charts.marks import Run
from lib.charts.spec import CountRow, CountTable
from lib.charts.theme import Look
from lib.phrases import beside_study, shorten

ROW_HEIGHT, SLIDE_ROW_HEIGHT = 24, 19
MOST_ON_SLIDE = 7
"""Rows that leave a slide's plot room enough."""
NAME_CHARS, NAME_CHAR_WIDTH = 34, 6.6


@dataclass(frozen=True)
class Name:
    """A row's series: its number, study and label, and whether it is in colour."""

    series: int
    study: str
    label: str
    is_bright: bool

    @property
    def rest(self) -> str:
        """What the label says beside the study."""
        return beside_study(self.label, self.study)


@dataclass(frozen=True, eq=False)
class CountsTable:
    """The series that are drawn each by itself, in the order of their rows.

    Attributes
    ----------
    points
        Their points.
    bright
        The numbers of those in colour; the others fade.
    look
        How each is drawn.
    picture
        How the figure is drawn.
    """

    points: pd.DataFrame
    bright: frozenset[int]
    look: dict[int, Look]
    picture: Picture

    @cached_property
    def names(self) -> list[Name]:
        """The rows from top to bottom."""
        first = each_point(self.points.drop_duplicates("series"))
        return [Name(p.series, p.study, p.label, p.series in self.bright) for p in first]

    @cached_property
    def by_series(self) -> dict[int, pd.DataFrame]:
        """The points of each series."""
        return dict(each_series(self.points))

    @cached_property
    def rows(self) -> list[Name]:
        """The series that have a row; on a slide those in colour, if all are too many."""
        if self.picture.room is None or len(self.names) <= MOST_ON_SLIDE:
            return self.names
        bright = [name for name in self.names if name.is_bright]
        return bright if len(bright) <= MOST_ON_SLIDE else []

    @property
    def is_one_study(self) -> bool:
        """Whether the study goes without saying in the rows' names."""
        return len({name.study for name in self.names}) == 1 < len(self.names)

    @property
    def height(self) -> int:
        """Height in pixels; in a narrow window a row's name has a line of its own."""
        row = ROW_HEIGHT if self.picture.room is None else SLIDE_ROW_HEIGHT
        return (2 if self.picture.compact else 1) * row * len(self.rows)

    @property
    def width(self) -> int:
        """Room left of the months for the longest name, in pixels."""
        longest = max(min(len(name.label), NAME_CHARS) for name in self.rows)
        return max(150, int(longest * NAME_CHAR_WIDTH) + 36)

    def counts(self, share: float) -> CountTable | None:
        """The texts `15/19` under their months, on the lowest `share` of the plot."""
        if not self.rows:
            return None
        heading = Run("Responding / counted", is_bold=True, colour=self.picture.theme.muted)
        rows = tuple(map(self._row, self.rows))
        return CountTable(heading, rows, share, self.picture.compact)

    def _row(self, name: Name) -> CountRow:
        """The label and its marker, hollow if any of its points is, and its counts."""
        points, look, theme = (
            self.by_series[name.series],
            self.look[name.series],
            self.picture.theme,
        )
        text = name.rest or name.label if self.is_one_study else name.label
        return CountRow(
            name=Run(
                shorten(text, NAME_CHARS), colour=theme.ink if name.is_bright else theme.muted
            ),
            symbol=look.symbol,
            is_hollow=bool(points["hollow"].any()),
            colour=look.colour,
            months=tuple(points["months"].tolist()),
            counts=tuple(points["count_text"].tolist()),
        )
