"""The problems of a file, printed for an analyst without the dashboard."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from lib.studies.checking import Checked, check
from lib.studies.rules import RULES

_USAGE = "Usage: python -m lib.studies.checking FILE.csv"


def main(arguments: Sequence[str]) -> int:
    """Print a file's problems; 1 if there are errors, 2 if the file cannot be opened."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(_USAGE, file=sys.stderr)
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
    except OSError as error:
        print(f"{arguments[0]} cannot be opened: {error.strerror}.", file=sys.stderr)
        return 2
    checked = check(data)
    print(described(checked, arguments[0]))
    return int((checked.problems["severity"] == "error").any())


def described(checked: Checked, name: str) -> str:
    """A file's problems in words: a summary, then errors and warnings, rule by rule."""
    return "\n".join([f"{name}: {summary(checked)}", *_groups(checked.problems)])


def summary(checked: Checked) -> str:
    """How many rows can be used, and what was found, in one sentence."""
    found = checked.problems["severity"].value_counts()
    told = [_counted(int(found.get(kind, 0)), kind) for kind in ("error", "warning")]
    usable = _counted(len(checked.rows), "row")
    return f"{usable} can be used, {len(checked.left_out):,} left out; {', '.join(told)}."


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


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
