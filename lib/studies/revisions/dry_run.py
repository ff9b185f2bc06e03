"""Apply changes to their base version without saving: to check them, or for one session."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.progress import Progress, silent
from lib.studies.dataset import Dataset, dataset_of
from lib.studies.revisions.changeset import Changes
from lib.studies.revisions.patch_csv import apply_changes
from lib.studies.revisions.row_matching import row_label


@dataclass(frozen=True, eq=False)
class DryRun:
    """The studies with unsaved changes.

    Attributes
    ----------
    changes
        The changes that were applied: all but rows that would have an error.
    dataset
        The studies with these changes; the rows that they add or change are `tried`.
    problems
        The problems of changed and added rows beside all others, as `Checked.problems`. Rows with
        errors were left out. `row` counts in the changed file; an added row that was left out has
        no number there, so its message names it.
    left_out
        How many rows were left out because of errors.
    """

    changes: Changes
    dataset: Dataset
    problems: pd.DataFrame
    left_out: int


def dry_run(changes: Changes, step: Progress = silent) -> DryRun:
    """Apply the changes, except rows that have an error beside the others.

    Raises
    ------
    ConflictError
        As in `apply_changes`.
    """
    dataset, touched = _apply(changes, step)
    problems = dataset.problems[dataset.problems["row"].isin(touched.index)]
    wrong = touched[touched.index.isin(dataset.left_out)]
    if wrong.empty or dataset.refused:
        return DryRun(changes, dataset, problems, 0)
    rest = dry_run(_without(changes, wrong), step)
    errors = _name_rows(problems[problems["severity"] == "error"], dataset, wrong)
    told = pd.concat([errors, rest.problems])
    return replace(rest, problems=told, left_out=rest.left_out + len(wrong))


def _apply(changes: Changes, step: Progress) -> tuple[Dataset, pd.DataFrame]:
    """Apply all changes; for each new or changed row, also give its former row as `was`."""
    seen = changes.seen
    made = dataset_of(apply_changes(changes), seen.name, step)
    kept = seen.text.cells.index.drop(changes.removed)
    added = changes.added.index
    every = pd.DataFrame(
        {"was": [*kept, *added], "added": np.arange(len(kept) + len(added)) >= len(kept)},
        index=made.text.cells.index,
    )
    touched = every[every["added"] | every["was"].isin(changes.changed.index)]
    tried = frozenset(touched.index)
    return replace(made, tried=tried, version=f"{seen.version}+{len(tried)}-tried"), touched


def _name_rows(errors: pd.DataFrame, dataset: Dataset, wrong: pd.DataFrame) -> pd.DataFrame:
    """Identify errors of added rows by study, arm and month instead of by row number."""
    gone = errors["row"].isin(wrong.index[wrong["added"]])
    names = errors["row"].map(lambda row: row_label(dataset.typed, row), na_action="ignore")
    return errors.assign(
        row=errors["row"].mask(gone),
        message=errors["message"].mask(gone, names + ": " + errors["message"]),
    )


def _without(changes: Changes, wrong: pd.DataFrame) -> Changes:
    return replace(
        changes,
        added=changes.added.drop(wrong["was"][wrong["added"]]),
        changed=changes.changed.drop(wrong["was"][~wrong["added"]]),
    )
