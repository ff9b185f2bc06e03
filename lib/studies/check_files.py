"""Studies files checked without the dashboard, as words for an analyst or as JSON for a program."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lib.studies.intake.import_file import Import, import_file
from lib.studies.intake.import_text import aside_text, for_all_texts, waiting_text
from lib.studies.validation.report import describe
from lib.studies.validation.validate import Checked, no_file


@dataclass(frozen=True, eq=False)
class FileCheck:
    """A file and what was found in it.

    Attributes
    ----------
    name
        The file as it was asked for.
    notes
        How the file was read, where its headers do not plainly say it, and what it leaves open, in
        sentences.
    is_open
        Whether its bytes could be read.
    questions
        How many questions it leaves open; the rows that hang on them are not checked.
    """

    name: str
    checked: Checked
    notes: tuple[str, ...] = ()
    is_open: bool = True
    questions: int = 0


def check_files(paths: Sequence[Path], as_json: bool = False) -> int:
    """Print the problems of files; 2 if one cannot be opened, else 1 if there are errors or
    questions.
    """
    checks = [check_file(path) for path in paths]
    print_checks = _print_json if as_json else _print_words
    print_checks(checks)
    if not all(check.is_open for check in checks):
        return 2
    return int(any(check.checked.errors or check.questions for check in checks))


def check_file(path: Path) -> FileCheck:
    """Check a file as the page Import reads it once every proposal is accepted."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return FileCheck(str(path), no_file(str(error.strerror)), is_open=False)
    imported = import_file(data, path.name)
    notes = (*imported.notes, *_reasons(imported), *_open_ends(imported))
    checked = imported.checked
    placed = replace(checked, problems=imported.with_places(checked.problems))
    return FileCheck(str(path), placed, notes, questions=len(imported.questions))


def _reasons(imported: Import) -> Iterator[str]:
    for table in imported.tables:
        for header, proposal in table.proposals.items():
            if not proposal.is_certain:
                yield f"Column '{header}': {proposal.why}"
        yield from for_all_texts(table)
    is_one = len(imported.tables) == 1
    for sheet, aside in imported.set_aside:
        yield aside_text("" if is_one else sheet, aside)


def _open_ends(imported: Import) -> Iterator[str]:
    for question in imported.questions:
        where = "on the page Import, or in 'python -m lib import'"
        yield f"Question: {question.text} Answer it {where}."
    if imported.waiting:
        yield waiting_text(imported.waiting)


def _print_words(checks: Sequence[FileCheck]) -> None:
    for check in checks:
        if check.is_open:
            print(describe(check.checked, check.name), *check.notes, sep="\n")
        else:
            print(f"{check.name}: {check.checked.refused}", file=sys.stderr)


def _print_json(checks: Sequence[FileCheck]) -> None:
    print(json.dumps([_record(check) for check in checks], ensure_ascii=False, indent=2))


def _record(check: FileCheck) -> dict[str, Any]:
    checked = check.checked
    problems = checked.problems.astype({"row": object})
    return {
        "name": check.name,
        "refused": checked.refused,
        "usable": len(checked.rows),
        "left_out": len(checked.left_out),
        "errors": checked.errors,
        "warnings": checked.warnings,
        "notes": list(check.notes),
        "problems": problems.where(problems.notna(), None).to_dict("records"),
    }
