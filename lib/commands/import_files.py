"""Import files without the dashboard, in the way of the page Import."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from lib.phrases import listing, with_noun
from lib.studies.dataset import Dataset
from lib.studies.intake.acceptance import open_proposals
from lib.studies.intake.columns.column_use import use_record
from lib.studies.intake.import_file import Import, import_file
from lib.studies.intake.import_text import aside_text, for_all_texts, waiting_text
from lib.studies.intake.instructions import NOTHING_SAID, Instructions, from_json
from lib.studies.intake.questions import FileQuestion
from lib.studies.permissions import Editor
from lib.studies.revisions.diff import compare
from lib.studies.schema import COLUMNS
from lib.studies.store import store
from lib.studies.store.store import NotKeptError, StudiesPlace
from lib.studies.validation.report import describe

USABLE, ERRORS, QUESTIONS = 0, 1, 2
"""The exit codes."""


@dataclass(frozen=True)
class ImportOrder:
    """What is asked of the command.

    Attributes
    ----------
    said
        The mapping and the answers.
    is_accepted
        Whether every proposal is taken.
    into
        Where to save the studies; None to save nothing.
    by, why
        Who saves, and the sentence for the history.
    """

    paths: Sequence[Path]
    said: Instructions = NOTHING_SAID
    is_accepted: bool = False
    into: StudiesPlace | None = None
    by: str = ""
    why: str = ""
    as_json: bool = False


def instructions(mapping: Path | None, answers: Sequence[str]) -> Instructions | str:
    """The mapping of a file with the answers of the command line; or what is wrong with them."""
    said: Instructions | str = NOTHING_SAID
    if mapping is not None:
        try:
            said = from_json(mapping.read_bytes())
        except OSError as error:
            return f"The mapping cannot be opened: {error.strerror}."
    if isinstance(said, str):
        return said
    given: dict[str, str] = {}
    for each in answers:
        key, equals, value = each.partition("=")
        if not equals:
            return f"'{each}' is no answer: write KEY=VALUE."
        given[key.strip()] = value.strip()
    return replace(said, answers={**said.answers, **given})


def import_files(order: ImportOrder) -> int:
    """Read files, print what they give, and save it if that is asked; the exit code."""
    seen = store.load(order.into) if order.into else None
    known = seen.rows if seen else None
    imports: list[Import] = []
    for path in order.paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            print(f"{path}: The file cannot be opened: {error.strerror}.", file=sys.stderr)
            return ERRORS
        imports.append(import_file(data, path.name, order.said, known))
    if order.as_json:
        print(json.dumps(_record(imports, order.paths), ensure_ascii=False, indent=2))
    else:
        for each in imports:
            _print_words(each)
    code = _exit_code(imports)
    return _save(order, imports, code, seen) if seen else code


def _exit_code(imports: Sequence[Import]) -> int:
    if any(each.questions for each in imports):
        return QUESTIONS
    return ERRORS if any(each.checked.errors for each in imports) else USABLE


def _save(order: ImportOrder, imports: Sequence[Import], code: int, seen: Dataset) -> int:
    """Save all rows of files without questions and errors."""
    proposed = sum(len(open_proposals(each)) for each in imports)
    if code == USABLE and proposed and not order.is_accepted:
        waits = f"{with_noun(proposed, 'proposal')} {'waits' if proposed == 1 else 'wait'}"
        print(f"Nothing was saved: {waits} to be accepted (--accept).", file=sys.stderr)
        return QUESTIONS
    if code != USABLE:
        left = "questions are open" if code == QUESTIONS else "there are errors"
        print(f"Nothing was saved: {left}.", file=sys.stderr)
        return code
    place = order.into or Path()
    brought = [(each.name, each.checked) for each in imports]
    comparison = compare(seen, brought)
    if not comparison.changes:
        print("Nothing to save: the file holds all of it already.", file=sys.stderr)
        return USABLE
    try:
        result = store.save(place, comparison.changes, Editor(order.by), order.why)
    except NotKeptError as error:
        print(f"Nothing was saved: {error}", file=sys.stderr)
        return ERRORS
    print(f"Saved as version {result.number} of {place.name}.", file=sys.stderr)
    return USABLE


def _print_words(each: Import) -> None:
    print(describe(each.checked, each.name))
    for sentence in each.notes:
        print(sentence)
    for table in each.tables:
        for header, proposal in table.proposals.items():
            if proposal.why:
                told = " ".join(f"{value}" for value in use_record(proposal.use).values())
                print(f"Column '{header}': {told}. {proposal.why}")
        for sentence in for_all_texts(table):
            print(sentence)
    for sheet, aside in each.set_aside:
        print(aside_text(sheet, aside))
    if each.waiting:
        print(waiting_text(each.waiting))
    for question in each.questions:
        _print_question(question)


def _print_question(question: FileQuestion) -> None:
    print(f"{question.text} {question.why}")
    values = [choice.value for choice in question.choices]
    print(f"  --answer '{question.key}={'|'.join(values) if values else '...'}'")
    for row in question.rows:
        read = listing(f"{value}: {row[value]}" for value in values if value in row)
        print(f"  row {row['row']}, {row['column']}: {row['cell']}{f' ({read})' if read else ''}")


def _record(imports: Sequence[Import], paths: Sequence[Path]) -> dict[str, Any]:
    record: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("files", "columns", "questions", "rows", "set_aside", "problems")
    }
    for each, path in zip(imports, paths, strict=True):
        file = str(path)
        for name, records in _file_record(each).items():
            record[name] += [{"file": file, **told} for told in records]
    return record


def _file_record(each: Import) -> dict[str, list[dict[str, Any]]]:
    return {
        "files": _tables(each),
        "columns": [
            {
                "sheet": table.sheet,
                "header": header,
                "meaning": proposal.use.means,
                **{name: v for name, v in use_record(proposal.use).items() if name != "means"},
                "why": proposal.why,
                "certain": proposal.is_certain,
            }
            for table in each.tables
            for header, proposal in table.proposals.items()
        ],
        "questions": [
            {
                "key": question.key,
                "text": question.text,
                "why": question.why,
                "choices": [choice.value for choice in question.choices],
                "choice_words": {choice.value: choice.words for choice in question.choices},
                "rows": [dict(row) for row in question.rows],
            }
            for question in each.questions
        ],
        "rows": _rows(each),
        "set_aside": [
            {"sheet": sheet, "row": aside.row, "text": aside.text, "why": aside.why}
            for sheet, aside in each.set_aside
        ],
        "problems": _problems(each),
    }


def _tables(each: Import) -> list[dict[str, Any]]:
    told = {
        "kind": each.file.kind,
        "encoding": each.file.encoding,
        "separator": each.file.separator,
        "refused": each.checked.refused if not each.tables else "",
        "waiting": each.waiting,
        "notes": list(each.notes),
    }
    if not each.tables:
        return [told]
    return [
        {
            "sheet": table.sheet,
            "header_row": table.table.header_row,
            "header_rows": table.table.header_rows,
            "layout": table.layout,
            "for_all_rows": dict(table.for_all),
            "filled_down": dict(table.table.filled),
            **told,
        }
        for table in each.tables
    ]


def _rows(each: Import) -> list[dict[str, Any]]:
    rows = each.checked.rows
    records = []
    for row, values in zip(rows.index, rows.to_dict("records"), strict=True):
        told = {
            column.name: _plain(values[column.name])
            for column in COLUMNS
            if not _is_blank(values[column.name])
        }
        records.append({"row": int(row), "place": each.places.get(row, f"row {row}"), **told})
    return records


def _is_blank(value: object) -> bool:
    return value == "" if isinstance(value, str) else bool(pd.isna(value))  # type: ignore[call-overload]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _problems(each: Import) -> list[dict[str, Any]]:
    problems = each.checked.problems
    by_row = each.places.to_dict()
    places = [by_row.get(row, "") for row in problems["row"].astype(object)]
    told = problems.astype(object).assign(place=places)
    records = told.where(told.notna(), None).to_dict("records")
    return [{str(name): value for name, value in record.items()} for record in records]
