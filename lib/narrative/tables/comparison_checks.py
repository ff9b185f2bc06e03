"""Why two series may or may not be compared: a list of checks, each answered from the file."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from lib.analysis.arm_pairs import CHANCE_UNKNOWN
from lib.analysis.pooling.study_entries import patients_of
from lib.analysis.selection import NOT_STATED
from lib.phrases import in_sentence, listing, months_text
from lib.studies.schema import NO, TIME_TO_EVENT, YES

SIGNS = {YES: "✓", NO: "✗", CHANCE_UNKNOWN: "?"}
"""What stands before each answer, so that no answer is told by its colour."""
STUDY, MONTH, DEFINITION = "Same study", "Same month", "Same definition of response"
KIND, UNIT, PATIENTS = "Same kind of estimate", "Same unit", "Different patients"
UNLIKE = {
    STUDY: "they are of two studies",
    MONTH: "they were never seen at the same month",
    DEFINITION: "response means something else in each",
    KIND: "one is a count and the other a time-to-event estimate",
    UNIT: "what is counted differs",
    PATIENTS: "they hold the same patients",
}
CHANCE = "Made by chance (randomised)"


class Check(NamedTuple):
    """One thing that two series must have alike: what it is, `yes`, `no` or `not stated`, why."""

    question: str
    answer: str
    why: str


def comparison_checks(points: pd.DataFrame, one: str, other: str) -> list[Check]:
    """Check two series, by their labels.

    Parameters
    ----------
    points
        The estimate frame, of all rows.
    """
    named = points.assign(patients=patients_of(points))
    first, second = (named[named["label"] == label] for label in (one, other))
    return list(_checks(first, second))


def verdict(checks: Sequence[Check]) -> str:
    """Say in a sentence what the checks come to."""
    *needed, chance = checks
    if failed := [UNLIKE[check.question] for check in needed if check.answer == NO]:
        return f"These two may not be compared: {listing(failed)}."
    if open_ones := [check.question.lower() for check in needed if check.answer != YES]:
        return f"Whether these two may be compared is not known: {listing(open_ones)}?"
    if chance.answer == YES:
        return "These two may be compared: arms of one study, made by chance."
    made = "chance did not make them" if chance.answer == NO else "whether chance made them is open"
    return (
        f"These two may be set against each other, but {made}: their patients may differ in more "
        "than the treatment."
    )


def _checks(first: pd.DataFrame, second: pd.DataFrame) -> Iterator[Check]:
    one, other = first.iloc[0], second.iloc[0]
    studies = (str(one["study"]), str(other["study"]))
    is_one_study = studies[0] == studies[1]
    yield Check(
        STUDY,
        _answer(is_one_study),
        studies[0]
        if is_one_study
        else f"{listing(studies)}: each chose its own patients and had its own care",
    )
    yield _month(first, second)
    yield _alike(DEFINITION, str(one["outcome"]), str(other["outcome"]))
    kinds = [
        "a time-to-event estimate" if each["estimate"] == TIME_TO_EVENT else "a counted share"
        for each in (one, other)
    ]
    yield _alike(KIND, *kinds)
    yield _alike(UNIT, str(one["unit"]), str(other["unit"]))
    yield _patients(one, other, is_one_study)
    yield _chance(first, second, is_one_study)


def _answer(holds: bool) -> str:
    return YES if holds else NO


def _month(first: pd.DataFrame, second: pd.DataFrame) -> Check:
    one, other = (sorted(part.loc[part["rate"].notna(), "months"]) for part in (first, second))
    both = [month for month in one if month in other]
    if both:
        return Check(MONTH, YES, f"both were seen at {months_text(*both)}")
    seen = (f"at {months_text(*months)}" if months else "at no month" for months in (one, other))
    return Check(MONTH, NO, f"one was seen {', the other '.join(seen)}")


def _alike(question: str, one: str, other: str) -> Check:
    if NOT_STATED in (one, other):
        which = "both" if one == other else "one of them"
        return Check(question, CHANCE_UNKNOWN, f"not stated for {which}")
    if one == other:
        return Check(question, YES, one)
    return Check(question, NO, f"{one}; {other}")


def _patients(one: pd.Series, other: pd.Series, is_one_study: bool) -> Check:
    question = PATIENTS
    if is_one_study and one["arm"] == other["arm"]:
        return Check(question, NO, f"both are of {in_sentence(str(one['arm']))}")
    if is_one_study and one["patients"] == other["patients"]:
        return Check(question, NO, "the file says that one holds patients of the other")
    return Check(question, YES, "the file names no patient who is in both")


def _chance(first: pd.DataFrame, second: pd.DataFrame, is_one_study: bool) -> Check:
    if not is_one_study:
        return Check(CHANCE, NO, "chance sent nobody to one study or the other")
    said = {*first["randomised"], *second["randomised"]}
    if NO in said:
        return Check(CHANCE, NO, "the file says so of an arm")
    if said == {YES}:
        return Check(CHANCE, YES, "the file says so of both arms")
    return Check(CHANCE, CHANCE_UNKNOWN, "the file does not say so of both arms")
