"""What keeps the studies of a treatment apart, and why pooling them would mislead."""

from collections.abc import Iterator, Sequence

import pandas as pd

from lib.analysis.pooling.question import Question
from lib.analysis.pooling.synthesis import Window
from lib.analysis.selection import NOT_STATED
from lib.phrases import few, listing
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.studies.schema import TIME_TO_EVENT

UNSTATED = (
    "The treatment is not stated. Studies that say nothing of what they gave may have given "
    "different things; a mean over these would be the share of no treatment at all."
)


def lessons(windows: Sequence[Window], question: Question) -> list[str]:
    """Say what keeps the studies of a treatment apart, and why pooling them would mislead."""
    if question.treatment == NOT_STATED:
        return [UNSTATED]
    arms = pd.concat([window.judged for window in windows]).drop_duplicates("row")
    return [
        *_definitions(arms),
        *_kinds(arms),
        *_doubts(arms, question),
        *_fewness(windows),
    ]


def _definitions(arms: pd.DataFrame) -> Iterator[str]:
    stated = arms[arms["outcome"] != NOT_STATED]
    if stated["outcome"].nunique() > 1:
        each = few(f"“{outcome}” ({_names(part)})" for outcome, part in stated.groupby("outcome"))
        yield (
            f"Different definitions of response: {'; '.join(each)}. The same patients give a "
            "higher share under an easier definition. A mean over definitions is a share of "
            "patients who reached none of them in particular: it would follow the definitions "
            "that happen to be in it, not the treatment."
        )
    if len(stated) < len(arms):
        yield (
            "What counted as a response is not stated for "
            f"{_names(arms[arms['outcome'] == NOT_STATED])}: whether it is what another study "
            "counted cannot be known."
        )


def _kinds(arms: pd.DataFrame) -> Iterator[str]:
    survival = arms[(arms["estimate"] == TIME_TO_EVENT) & ~arms["is_published"]]
    if len(survival):
        yield (
            f"A time-to-event estimate: {_names(survival)}. It follows each patient until an event "
            "or until last seen, and allows for those who left early. A count says how many of "
            "those seen at a visit were responding then. These are answers to two questions, and "
            "the estimate is no number of patients out of others, which is what is pooled here. "
            "One with a published interval can be included by your choice, above."
        )
    other = arms[arms["unit"] != "patients"]
    if len(other):
        units = listing(sorted(other["unit"].unique()))
        yield (
            f"Other units: {_names(other)} counted {units}, not patients. Several from one patient "
            "fare alike, so to count each by itself would make the pool look surer than it is."
        )


def _doubts(arms: pd.DataFrame, question: Question) -> Iterator[str]:
    doubtful = arms[arms["caution"] != ""]
    if len(doubtful) and not question.with_cautions:
        yield (
            f"Cautions: {_names(doubtful)}. Pooling does not remove a doubt about a number; it "
            "hides it in another number that bears none. Rows with a caution are left out unless "
            "you include them above."
        )
    counted_here = arms[arms["estimate"] != TIME_TO_EVENT]
    lost = counted_here[counted_here["no_rate"] != ""]
    if len(lost):
        yield (
            f"The rule for missing patients cannot be applied everywhere: {_names(lost)}. Who was "
            "enrolled, assessed and responding must all be known for it; nothing is guessed."
        )
    unknown = counted_here[counted_here[["r", "n"]].isna().any(axis=1)].drop(lost.index)
    unknown = unknown[~unknown["is_published"]]
    if len(unknown):
        yield (
            f"Counts that are not known: {_names(unknown)}. A study weighs by how many "
            "responded of how many; a percentage alone does not say whether 7 or 700 patients "
            "stand behind it."
        )


def _fewness(windows: Sequence[Window]) -> Iterator[str]:
    is_pooled = any(window.is_pooled for window in windows)
    if not is_pooled or any(0 < window.pooled.k < FEWEST_STUDIES for window in windows):
        yield (
            f"Fewer than {FEWEST_STUDIES} studies in a window: how much studies differ beyond "
            "chance has to be learned from the studies themselves, and one or two cannot tell. A "
            "pool that does not know it claims to be surer than it can be. Read each study by "
            "itself."
        )


def _names(part: pd.DataFrame) -> str:
    return listing(few(part["study"].unique()))
