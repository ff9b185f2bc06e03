"""What may not be compared or recounted, in words, whenever a selection mixes it."""

from collections.abc import Iterable

import pandas as pd

from lib.views.estimates import NOT_A_COUNT
from lib.views.view import AS_REPORTED, View
from lib.views.words import listing


def incomparable(points: pd.DataFrame) -> list[str]:
    """Say what in this selection may not be read against each other; empty if nothing is mixed."""
    points = points[points["rate"].notna()]
    found = []
    outcomes = points["outcome"].unique()
    if len(outcomes) > 1:
        found.append(
            f"{len(outcomes)} definitions of response: {'; '.join(_few(outcomes))}. "
            "A higher curve under an easier definition is not a better result."
        )
    if points["estimate"].nunique() > 1:
        studies = points.loc[points["count"] == NOT_A_COUNT, "study"].unique()
        found.append(
            f"Counted shares and time-to-event estimates ({listing(_few(studies))}): "
            "the latter allow for patients who left early, the former do not."
        )
    if points["unit"].nunique() > 1:
        found.append(f"What is counted differs: {listing(points['unit'].unique())}.")
    if len(points["n_is"].unique()) > 1 and (points["n_is"] == "not stated").any():
        studies = points.loc[points["n_is"] == "not stated", "study"].unique()
        found.append(
            f"How many patients stand behind a percentage is not stated for "
            f"{listing(_few(studies))}."
        )
    return found


def cautions(points: pd.DataFrame) -> list[str]:
    """Give every caution once, after the studies or the series that it belongs to."""
    marked = points[points["caution"] != ""]
    return [
        f"{listing(_few(_bearers(part, points)))}: {caution}"
        for caution, part in marked.groupby("caution", sort=False)
    ]


def _bearers(part: pd.DataFrame, points: pd.DataFrame) -> list[str]:
    """Name a study if all its points are in the part, else its series that are."""
    named = []
    for study, own in part.groupby("study", sort=False):
        whole = len(own) == (points["study"] == study).sum()
        named += [str(study)] if whole else _spoken(own["label"])
    return named


def _spoken(labels: pd.Series) -> list[str]:
    return [label.replace(" · ", ", ") for label in labels.unique()]


def not_recounted(points: pd.DataFrame, view: View) -> list[str]:
    """Name the points that the rule for missing patients cannot be applied to, and why."""
    if view.missing == AS_REPORTED:
        return []
    lost = points[points["no_rate"] != ""].groupby(["label", "no_rate"], sort=False)["months"]
    return [
        f"{str(label).replace(' · ', ', ')}, {listing(f'{m:g}' for m in months)} months: {why}."
        for (label, why), months in lost
    ]


def _few(names: Iterable[str], most: int = 6) -> list[str]:
    names = list(names)
    if len(names) <= most:
        return names
    return [*names[:most], f"{len(names) - most} more"]
