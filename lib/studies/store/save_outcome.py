"""How saves end, reported to those who count them."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from lib.events import SAVE, measure
from lib.studies.revisions.changeset import ConflictError
from lib.studies.store.atomic_files import NotKeptError
from lib.studies.store.engines.engine import OutOfReachError, SaveResult

SaveArgs = ParamSpec("SaveArgs")


def report_outcome(act: Callable[SaveArgs, SaveResult]) -> Callable[SaveArgs, SaveResult]:
    """Report how long a function that saves takes, and how it ends."""

    @wraps(act)
    def act_and_report(*args: SaveArgs.args, **named: SaveArgs.kwargs) -> SaveResult:
        with measure(SAVE, act.__name__) as event:
            try:
                result = act(*args, **named)
            except NotKeptError as error:
                event.outcome = _why(error)
                raise
            event.outcome = "merged" if result.merged else "saved"
            return result

    return act_and_report


def _why(error: NotKeptError) -> str:
    if isinstance(error, OutOfReachError):
        return "out_of_reach"
    return "conflict" if isinstance(error.__cause__, ConflictError) else "refused"
