"""The table under the months: responding / counted, a row a series, as at-risk tables do."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import pandas as pd

from lib.analysis.points import each_point, each_series
from lib.charts.curves.count_texts import CountTexts, write
from lib.charts.curves.labelling.end_names import Name, remarks
from lib.charts.figure_options import Picture
from lib.charts.marks import Run
from lib.charts.spec import CountRow, CountTable
from lib.charts.text_metrics import cut_name, cut_to, width
from lib.charts.theme import Look
from lib.phrases import beside_study, drop_years, in_sentence

ROW, SLIDE_ROW, LINE = 19, 17, 15
"""Heights in pixels of a row, of one on a slide, and of each further line in it."""
MOST_ON_SLIDE = 7
"""Rows that leave a slide's plot room enough."""
TEXT_SIZE, SLIDE_TEXT_SIZE, SEP = 12, 13, 9
EDGE, SLIDE_EDGE, MARKER, NARROW_SEP = 8, 2, 20, 36
"""Left of a row's study, and what its marker takes between its arm and the axis."""
LEAST_LEFT, MOST_LEFT = 96, 0.22
"""Pixels of the column of names, and its greatest share of the figure."""
MOST_LINES, FEW, MOST_OF_SLIDE = 4, 6, 0.45
"""Lines of a row of counts, rows that may have so many but one on a wide page, and the share of a
slide's height that all rows may take."""
# A point of all columns costs more than all that is done with it here.
_IN_NAME = ["series", "study", "arm", "label"]


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
    def names(self) -> dict[int, Name]:
        """What names each series, from top to bottom."""
        first = each_point(self.points[_IN_NAME].drop_duplicates("series"))
        noted = remarks(self.points)
        return {
            p.series: Name(
                p.study,
                beside_study(p.label, p.study) or ("" if p.arm == p.study else p.arm),
                noted[p.series],
                p.series in self.bright,
            )
            for p in first
        }

    @cached_property
    def by_series(self) -> dict[int, pd.DataFrame]:
        """The points of each series."""
        return dict(each_series(self.points))

    @cached_property
    def rows(self) -> list[int]:
        """The series that have a row; on a slide those in colour, if all are too many."""
        if self.picture.room is None or len(self.names) <= MOST_ON_SLIDE:
            return list(self.names)
        bright = [number for number, name in self.names.items() if name.is_bright]
        return bright if len(bright) <= MOST_ON_SLIDE else []

    @cached_property
    def left(self) -> int:
        """Pixels left of the months for the names."""
        most = int(self.picture.wide * MOST_LEFT)
        is_told = not self._is_one_study
        studies = [width(name.study, self.text_size, bold=True) * is_told for name in self._named]
        arms = [width(_arm(name), self.text_size) for name in self._named]
        longest = max((a + b for a, b in zip(studies, arms, strict=True)), default=0)
        return min(most, max(LEAST_LEFT, ceil(self.edge + longest + SEP + MARKER)))

    @property
    def _is_one_study(self) -> bool:
        """Whether the study goes without saying, since all rows are arms of it."""
        return len({name.study for name in self._named}) == 1 and all(map(_arm, self._named))

    @property
    def text_size(self) -> int:
        """Of the table, in pixels: on a slide it must be read from the last row of a room."""
        return TEXT_SIZE if self.picture.room is None else SLIDE_TEXT_SIZE

    @property
    def edge(self) -> int:
        """Pixels left of a row's study."""
        return EDGE if self.picture.room is None else SLIDE_EDGE

    def most_at(self, months: float) -> int:
        """How many series have a mark at a month."""
        return int((self.points["months"] == months).sum())

    @property
    def _named(self) -> list[Name]:
        return [self.names[number] for number in self.rows]

    def row_height(self, scale: float) -> int:
        """Height of a row, if a month is so many pixels wide."""
        base = ROW if self.picture.room is None else SLIDE_ROW
        lines = max((len(text) for row in self.texts(scale) for text in row), default=1)
        return base + LINE * (max(lines, 1) - 1) + ROW * self.picture.compact

    def texts(self, scale: float) -> list[CountTexts]:
        """What is written of the counts of each row, if a month is so many pixels wide."""
        rows = [self._counts(number) for number in self.rows]
        return write(rows, scale, self._most_lines, NARROW_SEP if self.picture.compact else SEP)

    @property
    def _most_lines(self) -> int:
        """Lines of a row; on a slide they leave the plot the greater part of the height."""
        if self.picture.compact:
            return MOST_LINES
        if self.picture.room is None:
            return MOST_LINES - 1 if len(self.rows) <= FEW else 2
        free = self.picture.room[1] * MOST_OF_SLIDE / max(1, len(self.rows)) - SLIDE_ROW
        return max(1, min(MOST_LINES, 1 + int(free / LINE)))

    def _counts(self, number: int) -> list[tuple[float, str]]:
        points = self.by_series[number]
        return list(zip(points["months"].tolist(), points["count_text"].tolist(), strict=True))

    def counts(self, share: float, scale: float) -> CountTable | None:
        """The texts `15/19` under their months, on the lowest `share` of the plot."""
        if not self.rows:
            return None
        muted = self.picture.theme.muted
        heading = Run("Responding / counted", is_bold=True, colour=muted)
        seen: set[str] = set()
        rows = []
        for number, texts in zip(self.rows, self.texts(scale), strict=True):
            study = self.names[number].study
            rows.append(self._row(number, texts, study not in seen and not self._is_one_study))
            seen.add(study)
        height = self.row_height(scale)
        return CountTable(
            heading,
            tuple(rows),
            share,
            height,
            self.text_size,
            self.edge,
            self.picture.compact,
            Run(self._omission(rows), colour=muted),
        )

    def _omission(self, rows: Sequence[CountRow]) -> str:
        """Say how many counts have no room, and where they stand."""
        left = sum(not text for row in rows for text in row.texts)
        where = ": see the table" if self.picture.room is None else ""
        return (
            f"({left} {'count has' if left == 1 else 'counts have'} no room{where})" if left else ""
        )

    def _row(self, number: int, texts: CountTexts, is_first: bool) -> CountRow:
        """The name and its marker, hollow if any of its points is, and its counts."""
        name, points, look = self.names[number], self.by_series[number], self.look[number]
        theme = self.picture.theme
        ink = theme.ink if name.is_bright else theme.muted
        label = in_sentence(points["label"].iloc[0])
        study, arm = self._names_cut(name, is_first)
        whole = f"{label} {name.remarks}".strip()
        if self.picture.compact:
            study, arm = (
                "",
                cut_to(whole, self.text_size, self.picture.wide - 2 * self.edge - MARKER),
            )
        return CountRow(
            study=Run(study, is_bold=True, colour=ink) if study else None,
            name=Run(arm, colour=ink),
            label=whole,
            symbol=look.symbol,
            is_hollow=bool(points["hollow"].any()),
            colour=look.colour,
            months=tuple(points["months"].tolist()),
            counts=tuple(points["count_text"].tolist()),
            texts=texts,
        )

    def _names_cut(self, name: Name, is_first: bool) -> tuple[str, str]:
        """Study and arm, cut to what they have room for together."""
        room, arm = self.left - self.edge - MARKER, _arm(name)
        if not is_first:
            return "", cut_to(arm, self.text_size, room)
        free = room - width(arm, self.text_size) - (SEP if arm else 0)
        study = self._studies[name.study]
        need = width(study, self.text_size, bold=True)
        arm = cut_to(arm, self.text_size, max(room * 0.45, room - need - SEP))
        free = room - width(arm, self.text_size) - (SEP if arm else 0)
        return cut_name(study, self.text_size, free, bold=True), arm

    @cached_property
    def _studies(self) -> dict[str, str]:
        """How each study is written: all with their years, or none."""
        room = self.left - self.edge - MARKER
        firsts = {name.study: name for name in reversed(self._named)}
        need = (
            width(study, self.text_size, bold=True)
            + width(_arm(name), self.text_size)
            + SEP * bool(_arm(name))
            for study, name in firsts.items()
        )
        short = drop_years(name.study for name in self.names.values())
        return short if max(need, default=0) > room else {study: study for study in short}


def _arm(name: Name) -> str:
    return f"{name.arm} {name.remarks}".strip()
