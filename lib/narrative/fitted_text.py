"""The fitted exponentials in words, for the footer and the alt text of a figure."""

from collections.abc import Sequence

from lib.analysis.fitted_curves import FittedLine
from lib.narrative.numbers.half_life_text import half_life_text
from lib.phrases import few, in_sentence

MARKS = "Dash-dot: exponential fitted to the counts, between first and last visit only."
NOT_CHECKED = "With three visits the fit cannot be checked"
NONE_FITTED = "No line is fitted: no series in colour has a half-life."


def fitted_footer(lines: Sequence[FittedLine]) -> str:
    """Explain the fitted lines of a figure, or why there is none."""
    if not lines:
        return NONE_FITTED
    unchecked = [in_sentence(line.label) for line in lines if not line.half.checkable]
    return f"{MARKS} {NOT_CHECKED}: {'; '.join(few(unchecked))}." if unchecked else MARKS


def fitted_words(lines: Sequence[FittedLine]) -> list[str]:
    """Describe for the alt text which series have a fitted line, with its half-life."""
    told = [f"{in_sentence(line.label)}: half-life {half_life_text(line.half)}" for line in lines]
    return [f"A fitted line is drawn for {'; '.join(few(told))}."] if told else []
