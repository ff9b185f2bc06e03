"""Tables of the change within the same studies."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.question import CHANGE_KEYS, PoolingQuestion
from lib.analysis.pooling.synthesis import Window, width_text
from lib.narrative.numbers.count_text import ABSENT, assumed_mark
from lib.narrative.pooling.changes.effects import (
    COLUMN,
    assumed_mark_of,
    pooled_text,
    prediction_text,
    tau_text,
    with_interval,
)
from lib.narrative.pooling.changes.sentences import (
    fall_sentence,
    held_sentence,
    methods_text,
    stated,
)
from lib.narrative.pooling.pool_basis import entry_name
from lib.narrative.series_text import TRIED, with_words
from lib.phrases import months_text, percent_text, with_noun
from lib.stats.meta_analysis.change import PooledChange

STUDIES_HEAD = "Seen at both"


def both_entries(same: SameStudies) -> list[tuple[Any, Any]]:
    """Give each study's entry at the earlier and at the later window, with its words."""
    first, second = (each_point(with_words(part)) for part in (same.first, same.second))
    return list(zip(first, second, strict=True))


def study_name(entry: Any) -> str:
    """Name a study, with what is unusual about it."""
    name = entry_name(entry)
    return f"{name} ({TRIED})" if entry.tried else name


def pair_mark(first: Any, second: Any) -> str:
    """Mark a change that rests on an assumed number assessed."""
    return assumed_mark(first) or assumed_mark(second)


def change_texts(same: SameStudies) -> list[str]:
    """Write the change of each study with its interval."""
    each = zip(both_entries(same), same.change.studies, same.intervals, strict=True)
    return [
        with_interval(one.estimate, *ends, same.change.measure, pair_mark(*entries))
        for entries, one, ends in each
    ]


def studies_table(same: SameStudies) -> pd.DataFrame:
    """Make the table of all studies of the treatment: seen when, and in the change or why not."""
    windows = (same.earlier, same.later)
    heads = [months_text(window.centre) for window in windows]
    seen = [_seen(window) for window in windows]
    rows = [(study, "yes") for study in same.studies]
    rows += list(zip(same.left_out["study"], "no: " + same.left_out["why_not"], strict=True))
    return pd.DataFrame(
        [(study, *(found.get(study, ABSENT) for found in seen), why) for study, why in rows],
        columns=["Study", *heads, STUDIES_HEAD],
    )


def _seen(window: Window) -> dict[str, str]:
    """What of each study qualifies in a window: its count and share, and when."""
    return {
        entry.study: f"{entry.count_text} ({entry.rate_text})"
        + ("" if entry.months == window.centre else f" at {months_text(entry.months)}")
        for entry in each_point(with_words(window.entries))
    }


def slopes_table(same: SameStudies, asked: PoolingQuestion) -> pd.DataFrame:
    """Make the table of the lines: each study at both visits, the pooled one, and its rules."""
    columns = (
        "Study", "Earlier visit", "Responding / counted", "Responding",
        "Later visit", "Responding / counted later", "Responding later",
    )  # fmt: skip
    rows = [
        (study_name(first), *_visit(first), *_visit(second)) for first, second in both_entries(same)
    ]
    first, change = same.fall.first_same, same.change
    after = percent_text(100 * same.after(change.estimate))
    ends = (f"{100 * same.after(end):.1f}" for end in (change.low, change.high))
    pooled = (
        f"Pooled, {with_noun(change.k, 'study', 'studies')}",
        months_text(same.earlier.centre),
        ABSENT,
        percent_text(100 * first.proportion),
        months_text(same.later.centre),
        ABSENT,
        f"{after} ({' to '.join(ends)}%){assumed_mark_of(same)}",
    )
    return _with_rules([*rows, pooled], columns, same, asked)


def _visit(entry: Any) -> tuple[str, str, str]:
    return months_text(entry.months), entry.count_text, entry.rate_text


def change_table(same: SameStudies, asked: PoolingQuestion) -> pd.DataFrame:
    """Make the table of the forest plot: each study's change, the pooled one, and its rules."""
    change, level = same.change, same.change.level
    heads = (f"r/N at {months_text(window.centre)}" for window in (same.earlier, same.later))
    columns = (
        "Study",
        *heads,
        f"{COLUMN[same.question.measure]} ({level}% interval)",
        "Correlation",
    )
    rows = [
        (study_name(first), first.count_text, second.count_text, text, f"{one.phi_used:.2f}")
        for (first, second), text, one in zip(
            both_entries(same), change_texts(same), change.studies, strict=True
        )
    ]
    pooled = f"Pooled, {with_noun(change.k, 'study', 'studies')}"
    new = "A new, similar study", ABSENT, ABSENT, prediction_text(change), ABSENT
    asked_for = f"{change.correlation:g}"
    text = pooled_text(change, assumed_mark_of(same))
    rows += [(pooled, ABSENT, ABSENT, text, asked_for), new]
    return _with_rules(rows, columns, same, asked)


def _with_rules(
    rows: Sequence[tuple[str, ...]],
    columns: Sequence[str],
    same: SameStudies,
    asked: PoolingQuestion,
) -> pd.DataFrame:
    """Add how the numbers were made, for who has the table alone."""
    blank = ("",) * (len(columns) - 2)
    told = ((name, text, *blank) for name, text in _rules(same, asked) if text)
    return pd.DataFrame([*rows, *told], columns=list(columns))


def _rules(same: SameStudies, asked: PoolingQuestion) -> Iterator[tuple[str, str]]:
    said = stated(same, asked)
    yield "Coming and going", fall_sentence(same)
    yield "Correlation", held_sentence(same)
    yield "How it was made", methods_text(same)
    yield "Windows", f"{width_text(asked.question.width)}."
    yield "Missing patients", asked.view.rule
    yield (
        ("Stated by the reader", said)
        if said
        else (
            "Definition of response",
            asked.question.outcome,
        )
    )


def correlations_table(
    same: SameStudies, pools: Sequence[tuple[float, PooledChange]]
) -> pd.DataFrame:
    """Make the table of the change by each correlation."""
    names = [(f"{correlation:g}", change) for correlation, change in pools]
    return _variants("Correlation", names, same)


def measures_table(same: SameStudies, pools: Sequence[tuple[str, PooledChange]]) -> pd.DataFrame:
    """Make the table of the change by each measure."""
    names = [(f"{name}: {_what(name)}", change) for name, change in pools]
    return _variants("Told as", names, same, "Change")


def _what(measure: str) -> str:
    return {
        "RR": "left of the response",
        "RD": "points of the share",
        "OR": "times the odds",
    }[CHANGE_KEYS[measure]]


def without_each_table(
    same: SameStudies, pools: Sequence[tuple[str, PooledChange]]
) -> pd.DataFrame:
    """Make the table of the leave-one-out analysis."""
    return _variants("Left out", pools, same)


def _variants(
    head: str, pools: Sequence[tuple[str, PooledChange]], same: SameStudies, column: str = ""
) -> pd.DataFrame:
    level, mark = same.change.level, assumed_mark_of(same)
    named = column or COLUMN[same.question.measure]
    return pd.DataFrame(
        {
            head: name,
            f"{named} ({level}% interval)": pooled_text(change, mark),
            f"{level}% prediction interval": prediction_text(change),
            "tau": tau_text(change),
            "I²": ABSENT if change.reason else f"{change.i2_percent:.0f}%",
        }
        for name, change in pools
    )
