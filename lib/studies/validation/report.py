"""The problems of a file, in words for an analyst without the dashboard."""

from typing import Any

import pandas as pd

from lib.phrases import with_noun
from lib.studies.validation.registry import RULES
from lib.studies.validation.validate import Checked


def describe(checked: Checked, name: str) -> str:
    """Put a file's problems in words: a summary, then errors and warnings, rule by rule."""
    return "\n".join([summary(checked, name), *_groups(checked.problems)])


def summary(checked: Checked, name: str) -> str:
    """How many rows of a file can be used, and what was found, in a line that starts with its name.

    Why no row can be used, where that is so, stands first.
    """
    refused = f"{checked.refused} " if checked.refused else ""
    usable = f"{with_noun(len(checked.rows), 'row')} can be used"
    left_out = f"{with_noun(len(checked.left_out), 'row')} left out"
    found = f"{with_noun(checked.errors, 'error')}, {with_noun(checked.warnings, 'warning')}"
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
    row = getattr(problem, "place", f"row {problem.row}")
    where = "the file" if pd.isna(problem.row) else row
    return f"{where}, {problem.column}" if problem.column else where
