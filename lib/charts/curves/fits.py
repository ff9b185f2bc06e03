"""Exponentials fitted to the counts: thin lines that nobody can take for the data."""

from collections.abc import Mapping, Sequence

from lib.analysis.fitted_curves import FittedLine
from lib.charts.marks import Hints, Hover, Series, Stroke
from lib.charts.theme import Look
from lib.narrative.numbers.fitted_text import fitted_facts


def fits(lines: Sequence[FittedLine], looks: Mapping[int, Look]) -> list[Series]:
    """Make each line dash-dot and without markers, in the colour of its series."""
    return [_fit(line, looks[line.series]) for line in lines if line.series in looks]


def _fit(line: FittedLine, look: Look) -> Series:
    return Series(
        name=f"{line.label}, fitted",
        kind="fitted",
        x=tuple(line.months),
        y=tuple(line.percents),
        line=Stroke(look.colour, 1.5, "dashdot"),
        hints=Hints((Hover(line.label, tuple(("", fact) for fact in fitted_facts(line))),)),
    )
