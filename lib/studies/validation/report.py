"""The problems of a file, printed for an analyst without the dashboard."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lib.phrases import counted
from lib.studies.rules import RULES
from lib.studies.validation.validate import Checked, check, unopened

_USAGE = "Usage: python -m lib.studies.checking FILE.csv"


def main(arguments: Sequence[str]) -> int:
    """Print a file's problems; 1 if there are errors, 2 if the file cannot be opened."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(_USAGE, file=sys.stderr)
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
    except OSError as error:
        print(f"{arguments[0]}: {unopened(str(error.strerror)).refused}", file=sys.stderr)
        return 2
    checked = check(data)
    print(described(checked, arguments[0]))
    return int(checked.errors > 0)


def described(checked: Checked, name: str) -> str:
    """A file's problems in words: a summary, then errors and warnings, rule by rule."""
    return "\n".join([summary(checked, name), *_groups(checked.problems)])


def summary(checked: Checked, name: str) -> str:
    """How many rows of a file can be used, and what was found, in a line that starts with its name.

    Why no row can be used, where that is so, stands first.
    """
    refused = f"{checked.refused} " if checked.refused else ""
    usable = f"{counted(len(checked.rows), 'row')} can be used"
    left_out = f"{counted(len(checked.left_out), 'row')} left out"
    found = f"{counted(checked.errors, 'error')}, {counted(checked.warnings, 'warning')}"
    return f"{name}: {refused}{usable}, {left_out}; {found}."


def _groups(problems: pd.DataFrame) -> list[str]:
    lines = []
    for rule in sorted(RULES.values(), key=lambda rule: rule.severity):
        group = problems[problems["rule"] == rule.name]
        if len(group):
            lines += ["", f"{rule.severity.upper()} {rule.name} ({len(group):,})"]
            lines += _lines(group)
    return lines


def _lines(group: pd.DataFrame) -> list[str]:
    """Each problem with its place; the fix once, where it is the same for all."""
    same = group["fix"].nunique() == 1
    lines = []
    for problem in group.itertuples():
        lines.append(f"  {_place(problem)}: {problem.message}")
        if not same:
            lines.append(f"    Fix: {problem.fix}")
    return [*lines, f"  Fix: {group['fix'].iloc[0]}"] if same else lines


def _place(problem: Any) -> str:
    where = "the file" if pd.isna(problem.row) else f"row {problem.row}"
    return f"{where}, {problem.column}" if problem.column else where
