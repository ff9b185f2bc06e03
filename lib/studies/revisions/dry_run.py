"""Changes made to the version they were made for, without saving: for one session, or to check."""

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
    """The studies with changes that are not saved.

    Attributes
    ----------
    changes
        Those that could be made: a row that would have an error is not among them.
    dataset
        The studies with these changes; the rows that they add or change are `tried`.
    problems
        What is wrong with rows once they stand beside the others, as `Checked.problems`: errors
        kept their row out. `row` counts as in the joined file; an added row that was kept out is
        not in it, so it has no number and its message names it.
    left_out
        How many rows an error kept out.
    """

    changes: Changes
    dataset: Dataset
    problems: pd.DataFrame
    left_out: int


def dry_run(changes: Changes, step: Progress = silent) -> DryRun:
    """Make the changes, without those rows that have an error beside the others.

    Raises
    ------
    ConflictError
        As `editing.edited`.
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
    """The changed file; and for each of its rows that is new or changed, which one it `was`."""
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
    """The errors; those of added rows by study, arm and month instead of by number."""
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
