"""Studies files checked without the dashboard, as words for an analyst or as JSON for a program."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lib.studies.mapping.apply_mapping import MappedTable, conversions, map_columns
from lib.studies.mapping.column_mapping import propose_mapping
from lib.studies.reading.uploads import read_upload
from lib.studies.validation.report import describe
from lib.studies.validation.validate import Checked, check_text, no_file


@dataclass(frozen=True, eq=False)
class FileCheck:
    """A file and what was found in it.

    Attributes
    ----------
    name
        The file as it was asked for.
    notes
        How the file was read, where its headers do not plainly say it, in sentences.
    is_open
        Whether its bytes could be read.
    """

    name: str
    checked: Checked
    notes: tuple[str, ...] = ()
    is_open: bool = True


def check_files(paths: Sequence[Path], as_json: bool = False) -> int:
    """Print the problems of files; 2 if one cannot be opened, else 1 if there are errors."""
    checks = [check_file(path) for path in paths]
    print_checks = _print_json if as_json else _print_words
    print_checks(checks)
    if not all(check.is_open for check in checks):
        return 2
    return int(any(check.checked.errors for check in checks))


def check_file(path: Path) -> FileCheck:
    """Check a CSV, TSV or workbook, its columns understood as the import page proposes them."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return FileCheck(str(path), no_file(str(error.strerror)), is_open=False)
    brought = read_upload(data, path.name)
    layout = propose_mapping(brought.text)
    arranged = map_columns(brought.text, layout)
    reasons = (f"Column '{header}': {reason}" for header, reason in layout.reasons.items())
    notes = (*brought.notes, *reasons, *conversions(brought.text, layout))
    checked = check_text(arranged.text)
    return FileCheck(str(path), _in_file(checked, arranged) if layout.wide else checked, notes)


def _in_file(checked: Checked, arranged: MappedTable) -> Checked:
    """Problems with their place in a file with a column for each visit."""
    places = checked.problems["row"].map(arranged.places).fillna("")
    return replace(checked, problems=checked.problems.assign(place=places))


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
