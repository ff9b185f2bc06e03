"""All that a session holds of unsaved work, and how it is put back into another session."""

from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from lib.phrases import listing, with_noun
from lib.slides.slide_list import Slides
from lib.ui.editing.draft import Draft, drop_draft, put_draft_back, unsaved_draft
from lib.ui.importing.file_state import (
    NONE_SETTLED,
    Histories,
    histories,
    present_step,
    put_histories_back,
    put_step_back,
)
from lib.ui.importing.sources import (
    Source,
    put_typed_rows_back,
    session_files,
    set_sources,
    start_again,
    typed_rows,
)
from lib.ui.session.session_slides import current_place, forget_slides, put_slides_back, slides
from lib.ui.session.trial_rows import Trial, session_trial, try_changes


@dataclass(frozen=True, eq=False)
class Work:
    """Unsaved work.

    Attributes
    ----------
    files
        What was imported, and the mappings that came with it.
    histories
        What is settled of each file, by its place in the session.
    step
        The step of the import that is shown; 0 where there is none.
    typed
        The grid that rows are typed in; None where nothing is.
    trial
        The rows that are tried.
    draft
        The rows that are edited.
    slides, chosen
        The list of slides, and the place of the one in the editor.
    """

    files: tuple[Source, ...] = ()
    histories: Histories = field(default_factory=lambda: NONE_SETTLED)
    step: int = 0
    typed: pd.DataFrame | None = None
    trial: Trial | None = None
    draft: Draft | None = None
    slides: Slides = ()
    chosen: int = 0

    def __bool__(self) -> bool:
        parts = (self.files, self.trial, self.draft, self.slides)
        return self.typed is not None or any(parts)

    @property
    def words(self) -> str:
        """What it is, in a few words."""
        parts = {
            with_noun(len(self.files), "imported file"): bool(self.files),
            "rows that are typed in": self.typed is not None,
            "rows that are tried": bool(self.trial),
            "edits of rows": bool(self.draft),
            with_noun(len(self.slides), "slide"): bool(self.slides),
        }
        return listing([words for words, is_there in parts.items() if is_there])


NO_WORK = Work()


def session_work() -> Work:
    """Gather the unsaved work of this session."""
    listed = slides()
    return Work(
        files=session_files(),
        histories=histories(),
        step=present_step(),
        typed=typed_rows(),
        trial=session_trial(),
        draft=unsaved_draft(),
        slides=listed,
        chosen=current_place() if listed else 0,
    )


def put_back(work: Work) -> None:
    """Put unsaved work into this session, which has none."""
    if work.files:
        set_sources(work.files)
    if work.histories:
        put_histories_back(work.histories)
    if work.step:
        put_step_back(work.step)
    if work.typed is not None:
        put_typed_rows_back(work.typed)
    if work.trial:
        try_changes(work.trial.joined, work.trial.page)
    if work.draft:
        put_draft_back(work.draft)
    if work.slides:
        put_slides_back(work.slides, work.chosen)


def forget_session_work() -> None:
    """Forget all unsaved work of this session."""
    start_again()
    drop_draft()
    forget_slides()


def is_same(one: Work, other: Work) -> bool:
    """Tell whether nothing was changed between two looks at a session."""
    names = [each.name for each in fields(Work)]
    return all(_is_same_part(getattr(one, name), getattr(other, name)) for name in names)


def _is_same_part(one: Any, other: Any) -> bool:
    # Each change of a part puts another object in its place; only grids are made anew in each run.
    if one is other:
        return True
    if isinstance(one, Draft) and isinstance(other, Draft):
        return one.seen is other.seen and one.now.equals(other.now)
    if isinstance(one, Trial) and isinstance(other, Trial):
        return one.joined is other.joined
    if isinstance(one, pd.DataFrame) and isinstance(other, pd.DataFrame):
        return one.equals(other)
    return isinstance(one, int | tuple) and bool(one == other)
