"""The table under the months: responding / counted, a row a series, as at-risk tables do."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from lib.analysis.estimates import each_point, each_series
from lib.charts.figure_options import Picture
from lib.charts.text import shortened, shown
from lib.charts.theme import GLYPHS, Look
from lib.phrases import beside_study

ROW_HEIGHT, SLIDE_ROW_HEIGHT = 24, 19
MOST_ON_SLIDE = 7
"""Rows that leave a slide's plot room enough."""
NAME_CHARS, NAME_CHAR_WIDTH = 34, 6.6
TEXT_SIZE, GLYPH_SIZE = 13, 17


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

    def cells(self) -> list[dict[str, Any]]:
        """The texts `15/19` under their months, a trace a series so that a row can fade."""
        theme, lower = self.picture.theme, 0.22 if self.picture.compact else 0
        return [
            {
                "type": "scatter",
                "mode": "text",
                "x": series["months"].tolist(),
                # Plotly never fills a text that it once drew empty, as a slide's steps would need.
                "y": [row + lower if text else None for text in series["count_text"]],
                "yaxis": "y2",
                "text": series["count_text"].tolist(),
                "textfont": {
                    "size": TEXT_SIZE,
                    "color": theme.ink if name.is_bright else theme.muted,
                },
                "hoverinfo": "skip",
                "cliponaxis": False,
                "meta": "counts",
            }
            for row, name in enumerate(self.rows)
            for series in [self.by_series[name.series]]
        ]

    def axis(self, share: float) -> dict[str, Any]:
        """The rows as an axis of their own over the lowest `share` of the plot."""
        named = [] if self.picture.compact else self.rows
        return {
            "domain": [0, share],
            "range": [len(self.rows) - 0.5, -0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickmode": "array",
            "tickvals": list(range(len(named))),
            "ticktext": [self._name(name) for name in named],
            "tickfont": {"size": TEXT_SIZE},
        }

    def annotations(self, share: float, left: int) -> list[dict[str, Any]]:
        """The heading and, in a narrow window, each row's name above its counts."""
        compact = self.picture.compact
        shared = {"xref": "paper", "x": 0, "showarrow": False}
        heading = {
            "y": share,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 4,
            "xanchor": "left" if compact else "right",
            "xshift": 8 - left if compact else -8,
            "text": "<b>Responding / counted</b>",
            "font": {"size": TEXT_SIZE, "color": self.picture.theme.muted},
        }
        names = [
            {
                "y": row - 0.24,
                "yref": "y2",
                "yanchor": "middle",
                "xanchor": "left",
                "xshift": 8 - left,
                "text": self._name(name),
                "font": {"size": TEXT_SIZE},
            }
            for row, name in enumerate(self.rows if compact else [])
        ]
        return [shared | words for words in [heading, *names]]

    def _name(self, name: Name) -> str:
        """The label and its marker, hollow if any of its points is."""
        look, theme = self.look[name.series], self.picture.theme
        glyph = GLYPHS[look.symbol][bool(self.by_series[name.series]["hollow"].any())]
        ink = theme.ink if name.is_bright else theme.muted
        text = name.rest or name.label if self.is_one_study else name.label
        return (
            f'<span style="color:{ink}">{shown(shortened(text, NAME_CHARS))}</span> '
            f'<span style="color:{look.colour};font-size:{GLYPH_SIZE}px">{glyph}</span> '
        )
