"""The column that holds the time of each row."""

from lib.studies.headers.visit_times import read_time
from lib.studies.intake.columns.column_use import (
    KEEP,
    MEASURE,
    ColumnUse,
)
from lib.studies.intake.columns.table_columns import (
    Columns,
    Proposal,
    Proposals,
)

_YEARS_OF_FOLLOW_UP = 30


def times(columns: Columns) -> Proposals:
    """The column that holds the time of each row."""
    if columns.means("months") or any(each.use.months for each in columns.found.values()):
        return {}
    candidates = [
        (header, columns.words[header])
        for header in columns.open
        if columns.words[header].column in ("months", "visit", "year")
        and not columns.words[header].forbidden
    ]
    order = {"months": 0, "visit": 1, "year": 2}
    candidates.sort(key=lambda pair: (not pair[1].unit, order[pair[1].column]))
    for header, meaning in candidates:
        if meaning.column == "year":
            if counts_years(columns, header):
                why = "Its numbers are too small for years of publication: years of follow-up."
                return {header: Proposal(ColumnUse("months", "years"), why, False)}
            continue
        if meaning.column == "visit" and not _looks_like_times(columns, header):
            continue
        use = ColumnUse("months", meaning.unit)
        why = "" if meaning.is_certain else f"It looks like a time{_unit_words(meaning.unit)}."
        return {header: Proposal(use, why, meaning.is_certain)}
    return {}


def times_in_labels(columns: Columns) -> Proposals:
    """A column of labels of which each names a time, as ``Response at month 3``."""
    if columns.means("months") or any(each.use.months for each in columns.found.values()):
        return {}
    labels = ("outcome", "cohort", MEASURE, KEEP)
    for header in columns.table.headers:
        held = columns.found.get(header)
        if header in columns.said or (held and held.use.means not in labels):
            continue
        times = [read_time(text) for text in columns.texts(header)]
        if times and all(times):
            why = "Each of its cells names a time."
            return {header: Proposal(ColumnUse("months"), why, False)}
    return {}


def _unit_words(unit: str) -> str:
    return f" in {unit}" if unit else ""


def _looks_like_times(columns: Columns, header: str) -> bool:
    texts = columns.texts(header)
    return 2 * sum(read_time(text, "months") is not None for text in texts) >= len(texts) > 0


def counts_years(columns: Columns, header: str) -> bool:
    """Whether a column named year counts years of follow-up: 1, 2, 5, and no 2010."""
    numbers = columns.numbers(header)
    return bool(numbers) and max(numbers) <= _YEARS_OF_FOLLOW_UP
