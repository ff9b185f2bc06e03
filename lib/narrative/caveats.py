"""Warnings of what in a selection may not be compared, or cannot be recounted."""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd

from lib.analysis import selection
from lib.analysis.estimates import NOT_A_COUNT, NOT_STATED
from lib.analysis.points import each_point
from lib.analysis.settings import AS_REPORTED, View
from lib.phrases import few, in_order, in_sentence, listing, months_text, with_noun
from lib.studies.schema import ASSUMED

MOST_NAMED = 6
"""The most series without missing patients that have a sentence each."""


def incomparable(points: pd.DataFrame) -> list[str]:
    """Say what in this selection may not be compared; empty if nothing is mixed."""
    shown = points[points["rate"].notna()]
    return [*_outcomes(shown), *_estimates(shown), *_populations(shown)]


def incomparable_in_short(points: pd.DataFrame) -> list[str]:
    """Name in a few words what this selection mixes, for a title."""
    shown = points[points["rate"].notna()]
    is_stated = shown["outcome"] != selection.NOT_STATED
    definitions = shown.loc[is_stated, "outcome"].nunique()
    is_unknown = shown["n_is"] == NOT_STATED
    sets = shown.groupby(["study", "arm"])["cohort"].nunique()
    mixed = {
        f"{definitions} definitions of response": definitions > 1,
        "definitions not stated": not is_stated.all() and shown["study"].nunique() > 1,
        "counts with time-to-event estimates": shown["estimate"].nunique() > 1,
        "different units": shown["unit"].nunique() > 1,
        "known with unknown denominators": is_unknown.any() and not is_unknown.all(),
        "different sets of patients": (sets > 1).any(),
    }
    return [what for what, holds in mixed.items() if holds]


def _outcomes(shown: pd.DataFrame) -> Iterator[str]:
    is_stated = shown["outcome"] != selection.NOT_STATED
    stated = shown.loc[is_stated, "outcome"].unique()
    if len(stated) > 1:
        yield (
            f"{len(stated)} definitions of response: {'; '.join(few(in_order(stated)))}. "
            "A higher curve under an easier definition is not a better result."
        )
    if not is_stated.all() and shown["study"].nunique() > 1:
        yield f"What counted as a response is not stated for {_studies(shown[~is_stated])}."


def _estimates(shown: pd.DataFrame) -> Iterator[str]:
    if shown["estimate"].nunique() > 1:
        yield (
            "Counted shares and time-to-event estimates "
            f"({_studies(shown[shown['count'] == NOT_A_COUNT])}): "
            "the latter allow for patients who left early, the former do not."
        )


def _populations(shown: pd.DataFrame) -> Iterator[str]:
    if shown["unit"].nunique() > 1:
        yield f"What is counted differs: {listing(few(in_order(shown['unit'])))}."
    unknown = shown[shown["n_is"] == NOT_STATED]
    if len(unknown) and len(unknown) < len(shown):
        yield f"How many stand behind a percentage is not stated for {_studies(unknown)}."
    cohorts = shown.groupby(["study", "arm"])["cohort"].transform("nunique")
    if (cohorts > 1).any():
        yield (
            f"The points of {_studies(shown[cohorts > 1])} come from different sets of patients, "
            "so they are no course over time."
        )


def _studies(points: pd.DataFrame) -> str:
    return listing(few(in_order(points["study"])))


def cautions(points: pd.DataFrame) -> list[str]:
    """Give each caution once, after its studies, series or visits."""
    return _said_once(points, "caution")


def notes(points: pd.DataFrame) -> list[str]:
    """Give each note once, after its studies, series or visits."""
    return _said_once(points, "note")


def _said_once(points: pd.DataFrame, column: str) -> list[str]:
    is_marked = points[column].notna() & (points[column] != "")
    marked = points.loc[is_marked, [column, "study", "series", "label", "months"]]
    sizes = _Sizes(
        points["study"].value_counts().to_dict(), points["series"].value_counts().to_dict()
    )
    parts = _together(each_point(marked.rename(columns={column: "text"})), "text")
    return [f"{listing(few(in_order(_bearers(part, sizes))))}: {part[0].text}" for part in parts]


def _together(points: Iterable[Any], *names: str) -> Iterable[list[Any]]:
    """Group points that have the same values under these names, in the order of their first ones.

    Groups of a frame take seconds where thousands of studies have a text each.
    """
    parts: dict[Any, list[Any]] = {}
    key = attrgetter(*names)
    for point in points:
        parts.setdefault(key(point), []).append(point)
    return parts.values()


class _Sizes(NamedTuple):
    """How many points each study and each series has."""

    study: dict[Any, int]
    series: dict[Any, int]


def _bearers(part: list[Any], sizes: _Sizes) -> Iterator[str]:
    """Name a study if all its points have the caution, else its series, else their visits."""
    for own in _together(part, "study"):
        study = own[0].study
        if len(own) == sizes.study[study]:
            yield str(study)
            continue
        for visits in _together(own, "series"):
            whole = len(visits) == sizes.series[visits[0].series]
            at = "" if whole else f" at {_months(visits)}"
            yield in_sentence(visits[0].label) + at


def _months(visits: Iterable[Any]) -> str:
    return months_text(*(visit.months for visit in visits))


def _assumption(visits: list[Any]) -> str:
    """Say at which of these visits the number assessed is only assumed."""
    assumed = [visit for visit in visits if visit.n_basis == ASSUMED]
    return f" (at {_months(assumed)} the number assessed is assumed)" if assumed else ""


def recounting(points: pd.DataFrame, view: View) -> list[str]:
    """Say where the rule for missing patients cannot be applied, and where it changes nothing."""
    if view.missing == AS_REPORTED:
        return []
    lost = points[points["no_rate"] != ""]
    is_complete = (points["no_rate"] == "") & (points["n_assessed"] == points["n_enrolled"])
    is_plain = is_complete & (points["n_basis"] != ASSUMED)
    throughout = points[is_plain.groupby(points["series"]).transform("all")]
    is_many = throughout["series"].nunique() > MOST_NAMED
    complete = points[is_complete & ~(is_many & points["series"].isin(throughout["series"]))]
    read = ["series", "label", "months", "no_rate", "n_basis"]
    return [
        *(
            f"{in_sentence(part[0].label)}, {_months(part)}: not drawn, because {part[0].no_rate}."
            for part in _together(each_point(lost[read]), "series", "no_rate")
        ),
        *(
            f"{in_sentence(part[0].label)}, {_months(part)}: as many "
            f"were assessed as were enrolled, so the rule changes nothing{_assumption(part)}."
            for part in _together(each_point(complete[read]), "series")
        ),
        *([_complete_throughout(throughout)] if is_many else []),
    ]


def _complete_throughout(points: pd.DataFrame) -> str:
    """Say once of many series that nobody is missing from them."""
    labels = [in_sentence(label) for label in in_order(points["label"])]
    return (
        f"{with_noun(len(labels), 'curve')} ({'; '.join(few(labels))}): as many were "
        "assessed as were enrolled at every visit shown, so the rule changes nothing."
    )
