"""The series at one month in words: who is seen then, and who is not."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.contrast_text import hundred_text
from lib.narrative.series_text import supposition
from lib.phrases import in_sentence, listing, months_text, with_noun

NO_MATCH = "No curve matches all of these filters."
NOT_A_COMPARISON = (
    "Each study chose its own patients, and its own definition of response: that a share is higher "
    "in one study than in another does not show that its treatment is better. Only arms of one "
    "study are set against each other."
)


def seen_sentence(month: float, studies: list[str]) -> str:
    """Say which studies were seen at a month."""
    return f"At {months_text(month)}: {listing(studies)}."


def when_text(shown: pd.DataFrame, month: float) -> str:
    """Say `at 15 months` of series that all were seen then, else `at or near 15 months`."""
    near = "" if (shown["apart"] == 0).all() else " or near"
    return f"at{near} {months_text(month)}"


def compare_title(pairs: Sequence[Pair], at: pd.DataFrame, month: float) -> str:
    """Say as a title what is compared at a month: of one pair its natural frequencies."""
    if not pairs:
        return f"No two arms of a study to compare at {months_text(month)}"
    if len(pairs) > 1:
        return f"{len(pairs)} pairs of arms compared {when_text(at[at['absent'] == ''], month)}"
    (pair,) = pairs
    _, verb = supposition(pair.first.missing)
    shares = hundred_text(pair.hundred)
    return f"{pair.first.study}: {shares} of 100 {verb} at {months_text(pair.first.months)}"


def dots_headline(at: pd.DataFrame, month: float, within: float) -> str:
    """Say how many series have a number at the month, without ranking them."""
    shown = at[at["absent"] == ""]
    if at.empty:
        return NO_MATCH
    if shown.empty:
        reach = f" (or up to {months_text(within)} away)" if within else ""
        return f"No curve has a number at {months_text(month)}{reach}{_by_rule(at)}."
    curves = with_noun(len(shown), "curve")
    studies = with_noun(shown["study"].nunique(), "study", "studies")
    have = "has" if len(shown) == 1 else "have"
    told = [f"{curves} of {studies} {have} a number {when_text(shown, month)}{_by_rule(shown)}"]
    return f"{': '.join([*told, *filter(None, [_months_seen(shown)])])}{_doubts(shown)}."


def _by_rule(points: pd.DataFrame) -> str:
    rule = points["missing"].iloc[0]
    return "" if rule == AS_REPORTED else f", counting {rule.lower()}"


def _months_seen(shown: pd.DataFrame) -> str:
    """How many series were seen at each month, if any was seen at another than the one asked."""
    if (shown["apart"] == 0).all():
        return ""
    counts = Counter(sorted(shown["months"].tolist()))
    return listing(f"{number} at {months_text(month)}" for month, number in counts.items())


def _doubts(shown: pd.DataFrame) -> str:
    """What keeps the shares from being ranked."""
    meanings = shown.loc[shown["outcome"] != NOT_STATED, "outcome"].nunique()
    cautioned = int((shown["caution"] != "").sum())
    number = "" if len(shown) == 1 else f"{cautioned} "
    return "".join(
        [
            f"; {meanings} definitions of response" if meanings > 1 else "",
            f"; {number}with a caution" if cautioned else "",
        ]
    )


def absent_sentences(at: pd.DataFrame) -> list[str]:
    """Say why each series without a number at the month has none."""
    lost = at[at["absent"] != ""]
    return [
        f"{in_sentence(label)}: {why}."
        for label, why in zip(lost["label"], lost["absent"], strict=True)
    ]
