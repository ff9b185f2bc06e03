"""The fitted exponentials in words: for the footer and the alt text of a figure, and beside one."""

from collections.abc import Sequence

from lib.analysis.fitted_curves import FittedLine
from lib.narrative.numbers.count_text import ON_ASSUMED, joints_text
from lib.narrative.numbers.half_life_text import fit_text, half_life_notes, half_life_text
from lib.phrases import capital, few, in_order, in_sentence

MARKS = (
    "Dash-dot: exponential fitted to the counts, between first and last visit only; none where "
    "the counts do not follow it."
)
NOT_CHECKED = "With three visits the fit cannot be checked"
NONE_FITTED = "No line is fitted: no curve in colour has a half-life."


def fitted_footer(lines: Sequence[FittedLine]) -> str:
    """Explain the fitted lines of a figure, or why there is none."""
    if not lines:
        return NONE_FITTED
    unchecked = in_order(in_sentence(line.label) for line in lines if not line.half.checkable)
    joints = in_order(filter(None, (joints_text(line.unit) for line in lines)))
    return " ".join(
        [MARKS, *([f"{NOT_CHECKED}: {'; '.join(few(unchecked))}."] if unchecked else []), *joints]
    )


def fitted_words(lines: Sequence[FittedLine]) -> list[str]:
    """Describe for the alt text which series have a fitted line, with its half-life."""
    told = in_order(f"{in_sentence(line.label)}: half-life {_half_life(line)}" for line in lines)
    return [f"A fitted line is drawn for {'; '.join(few(told))}."] if told else []


def fitted_facts(line: FittedLine) -> list[str]:
    """Give what stands beside one fitted line, a sentence each."""
    fit = [f"Fit: {fit_text(line.half)}."] if line.half.checkable else []
    assumed = [f"{capital(ON_ASSUMED)}."] if line.is_assumed else []
    joints = joints_text(line.unit)
    return [
        f"Half-life: {half_life_text(line.half)}.",
        *fit,
        *half_life_notes(line.half),
        *assumed,
        *([joints] if joints else []),
        "Fitted to the counts; no data.",
    ]


def _half_life(line: FittedLine) -> str:
    assumed = f", which {ON_ASSUMED}" if line.is_assumed else ""
    return f"{half_life_text(line.half)}{assumed}"
