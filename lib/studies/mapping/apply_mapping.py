"""Apply a column mapping to an uploaded file, so that it can be checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.studies.encoded import Encoded
from lib.studies.mapping.column_mapping import KEEP, LEAVE_OUT, ColumnMapping, ColumnUse
from lib.studies.mapping.wide_to_long import (
    LongRows,
    VisitColumn,
    find_long_rows,
    melt_visits,
    time_in_header,
)
from lib.studies.problems import Finding, Rows, facts
from lib.studies.reading.durations import Duration, conversion_notes, read_duration, to_months
from lib.studies.reading.headers import DUPLICATE_HEADER, find_missing
from lib.studies.reading.limits import ROWS_MOST, TOO_MANY_ROWS
from lib.studies.reading.text_table import UNNAMED_COLUMN, TextTable, no_table
from lib.studies.schema import BY_NAME


@dataclass(frozen=True, eq=False)
class MappedTable:
    """An uploaded file with its columns mapped.

    Attributes
    ----------
    text
        What `check_text` takes. Where the file has columns that are visits: a row for
        each visit of each of its rows at which anything stands, counted from 1.
    places
        The place in the file of each row of `text`, ragged rows included: ``row 2``, or
        ``row 2, 3 mo``.
    blank_visits
        How many visits gave no row because they are blank.
    """

    text: TextTable
    places: pd.Series
    blank_visits: int = 0


@dataclass
class _Plan:
    """What each column becomes, by its name in the file's table.

    Attributes
    ----------
    present
        All names in the file's table.
    names
        The new names of columns that are not visits.
    filled
        The header that fills a schema column at a visit's months; 0 for a column without a visit.
    twice
        A finding for each schema column with two sources.
    """

    present: frozenset[str]
    names: dict[str, str] = field(default_factory=dict)
    visits: dict[str, VisitColumn] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    filled: dict[tuple[str, float], str] = field(default_factory=dict)
    twice: list[Finding] = field(default_factory=list)


def map_columns(text: TextTable, mapping: ColumnMapping) -> MappedTable:
    """Rename the columns of a file as mapped, and turn its visits into rows.

    If two columns are mapped to one, the second is kept as an extra column, with an error for the
    whole file. A cell that cannot be read stays as typed.
    """
    plan = _make_plan(text, mapping)
    cells = text.cells[list(plan.names)].set_axis(list(plan.names.values()), axis=1)
    if "months" in cells and _has_conversions(mapping):
        cells["months"] = _months_column(cells["months"], mapping)
        # The file's header no longer describes the converted cells.
        plan.headers["months"] = f"months (from {plan.headers['months']})"
    findings = (*_remaining_findings(text, plan), *plan.twice)
    if plan.visits:
        return _to_long(replace(text, findings=findings), cells, plan)
    rows = np.union1d(cells.index.to_numpy(), np.array([*text.ragged], np.int64))
    arranged = TextTable(cells, plan.headers, findings, text.ragged)
    if text.headers and not plan.headers:
        arranged = no_table(*find_missing({}), *findings)
    return MappedTable(arranged, _places(rows, rows, pa.repeat("", len(rows))))


def conversions(text: TextTable, mapping: ColumnMapping) -> tuple[str, ...]:
    """Describe the conversions to months: ``52 weeks = 12.0 months``."""
    return conversion_notes(
        (f"{held.number} {held.unit[:-1] if held.number == '1' else held.unit}", months)
        for held, months in _durations(text, mapping)
        if held.unit != "months"
    )


def _durations(text: TextTable, mapping: ColumnMapping) -> Iterator[tuple[Duration, float]]:
    for name in text.cells.columns:
        use = mapping.uses.get(text.headers[name])
        if isinstance(use, VisitColumn):
            if held := time_in_header(text.headers[name]):
                yield held, use.months
        elif use == "months":
            for typed in Encoded.of(text.cells[name]).texts.to_pylist():
                held = read_duration(typed, mapping.months_in, mapping.read_units)
                if held and held.months is not None:
                    yield held, held.months


def _has_conversions(mapping: ColumnMapping) -> bool:
    return mapping.months_in != "months" or mapping.read_units


def _months_column(cells: pd.Series, mapping: ColumnMapping) -> pd.Series:
    held = Encoded.of(cells)
    months = [
        to_months(text, mapping.months_in, mapping.read_units) for text in held.texts.to_pylist()
    ]
    texts = pa.array(months, pa.large_string()).take(pa.array(held.codes))
    return pd.Series(pd.array(texts, dtype="str"), cells.index)


def _make_plan(text: TextTable, mapping: ColumnMapping) -> _Plan:
    plan = _Plan(frozenset(text.cells.columns))
    uses = {name: mapping.uses.get(text.headers[name], KEEP) for name in text.cells.columns}
    # Visits first, so that they win over other sources of the same columns.
    for name in sorted(uses, key=lambda name: not isinstance(uses[name], VisitColumn)):
        if uses[name] != LEAVE_OUT:
            _assign(plan, name, text.headers[name], uses[name])
    if plan.visits:
        columns = ("months", *(each for visit in plan.visits.values() for each in visit.columns))
        plan.headers |= {column: column for column in columns}
    return plan


def _assign(plan: _Plan, name: str, header: str, use: ColumnUse) -> None:
    """Assign a column its use; if the target is taken, keep it as an extra column."""
    filled = _targets(use)
    taken = next((each for each in filled if each in plan.filled), None)
    if taken:
        both = f"'{plan.filled[taken]}' and '{header}'"
        about = facts(headers=both, value=taken[0])
        plan.twice.append(Finding(DUPLICATE_HEADER, taken[0], facts=about))
    if taken or use == KEEP:
        plan.names[name] = extra = _extra_name(plan, name, header)
        plan.headers[extra] = header if extra == name else extra
        return
    plan.filled |= dict.fromkeys(filled, header)
    if isinstance(use, VisitColumn):
        plan.visits[name] = use
        for column in ("months", *use.columns):
            plan.filled.setdefault((column, 0), header)
    else:
        plan.names[name], plan.headers[use] = use, header


def _targets(use: ColumnUse) -> list[tuple[str, float]]:
    if isinstance(use, VisitColumn):
        return [(column, use.months) for column in use.columns]
    return [] if use == KEEP else [(use, 0)]


def _extra_name(plan: _Plan, name: str, header: str) -> str:
    """A name for an extra column that differs from those of the schema and the file."""
    if name not in BY_NAME:
        return name
    extra = header
    while extra == header or extra in plan.present or extra in plan.headers:
        extra = f"{extra} (in the file)"
    return extra


def _remaining_findings(text: TextTable, plan: _Plan) -> list[Finding]:
    """The findings that the mapping does not resolve, with the columns' new names."""
    left_out = {*text.cells.columns} - {*plan.names, *plan.visits}
    return [
        replace(finding, column=plan.names.get(finding.column, finding.column))
        for finding in text.findings
        if finding.rule != DUPLICATE_HEADER
        and finding.column not in left_out
        and not (finding.rule == UNNAMED_COLUMN and plan.names.get(finding.column) in BY_NAME)
    ]


def _to_long(text: TextTable, extras: pd.DataFrame, plan: _Plan) -> MappedTable:
    """Make a row for each visit; ragged rows keep their places in the numbering."""
    long = find_long_rows(text.cells, plan.visits)
    ragged = np.array(sorted(text.ragged), np.int64)
    if len(long.sources) + len(ragged) > ROWS_MOST:
        none = np.empty(0, np.int64)
        refused = no_table(Finding(TOO_MANY_ROWS, facts=facts(most=f"{ROWS_MOST:,}")))
        return MappedTable(refused, _places(none, none, pa.array([], pa.string())), long.blank)
    origins = np.concatenate([text.cells.index.to_numpy()[long.sources], ragged])
    numbers = np.empty(len(origins), np.int64)
    numbers[np.argsort(origins, kind="stable")] = np.arange(1, len(origins) + 1)
    rows, ragged_rows = np.split(numbers, [len(long.sources)])
    cells = pd.concat(
        [
            extras.iloc[long.sources].reset_index(drop=True),
            melt_visits(text.cells, plan.visits, long),
        ],
        axis=1,
    )
    cells.index = pd.Index(rows, name="row")
    arranged = TextTable(
        cells,
        plan.headers,
        tuple(_move_finding(finding, np.sort(origins)) for finding in text.findings),
        {int(row): text.ragged[origin] for row, origin in zip(ragged_rows, ragged, strict=True)},
    )
    return MappedTable(
        arranged, _places(numbers, origins, _visit_names(text, plan, long)), long.blank
    )


def _move_finding(finding: Finding, origins: Rows) -> Finding:
    """Move a finding from rows of the file to the rows that they became."""
    if not len(finding.rows):
        return finding
    rows = np.flatnonzero(np.isin(origins, finding.rows)) + 1
    return Finding(
        finding.rule, finding.column, rows, lambda row: finding.facts(int(origins[row - 1]))
    )


def _visit_names(text: TextTable, plan: _Plan, long: LongRows) -> pa.Array:
    """The text after ``row 2`` for each row: the visit's headers; blank for a ragged row."""
    headers = {
        month: " / ".join(
            text.headers[name] for name, visit in plan.visits.items() if visit.months == month
        )
        for month in long.months
    }
    told = pa.array([*(f", {named}" for named in headers.values()), ""])
    ragged = np.full(len(text.ragged), len(long.months))
    return told.take(pa.array(np.concatenate([long.places, ragged])))


def _places(rows: Rows, origins: Rows, visits: pa.Array) -> pd.Series:
    """The place of each row in the file, such as ``row 2, 3 mo``, in the order of `rows`."""
    texts = pc.binary_join_element_wise("row ", pa.array(origins).cast(pa.string()), visits, "")
    places = pd.Series(pd.array(texts, dtype="str"), pd.Index(rows, name="row"), name="place")
    return places.sort_index()
