"""Of each study the arms that stand for two treatments in a contrast, and why others do not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import COMPARATOR, INTERVENTION, common_patients
from lib.analysis.points import each_point
from lib.analysis.pooling.added_arms import obstacles
from lib.analysis.pooling.contrasts.contrast_question import pair_name
from lib.analysis.pooling.time_windows import why_visit_is_out
from lib.analysis.selection import NOT_STATED
from lib.analysis.what_if import is_supposed
from lib.phrases import in_order, listing
from lib.studies.schema import NO, YES

TreatmentPair = tuple[str, str]
"""The treatments of the first arms and of the second."""
CHANCE = {
    YES: "",
    NO: "chance did not make this arm",
    "": "whether chance made this arm is not stated",
}
"""Why an arm may not be in a contrast, by what the file says of it in `randomised`."""


@dataclass(frozen=True)
class LeftOut:
    """A study that is not in a contrast, or arms of one that is, and why.

    Attributes
    ----------
    study, why
        Its label, and the reasons in words.
    is_whole
        Whether the whole study is left out.
    """

    study: str
    why: str
    is_whole: bool


@dataclass(frozen=True, eq=False)
class PairedArms:
    """The arms that are set against each other, at most once of each study.

    Attributes
    ----------
    outcome
        The definition of response of all of them; blank where there are none.
    firsts, seconds
        Labels of rows of the frame, in any number of a study: counts are to be added up.
    left_out
        By study.
    """

    outcome: str
    firsts: tuple[int, ...]
    seconds: tuple[int, ...]
    left_out: tuple[LeftOut, ...]


def treatment_pairs(points: pd.DataFrame) -> dict[str, TreatmentPair]:
    """List the pairs of treatments within studies by their names, those of most studies first.

    Parameters
    ----------
    points
        The estimate frame, or its slice at a month.
    """
    counted = _studies_by_pair(points[["study", "treatment", "role"]].drop_duplicates())
    every = sorted(counted, key=lambda pair: (-counted[pair], pair))
    return {pair_name(*pair): pair for pair in every}


def paired_arms(
    at: pd.DataFrame, pair: TreatmentPair, with_cautions: bool, outcome: str | None = None
) -> PairedArms:
    """Choose of each study the arms that may stand for two treatments.

    Parameters
    ----------
    at
        The points at one month, as `at_month` returns them.
    pair
        The two treatments.
    with_cautions
        Whether the reader includes rows with a caution.
    outcome
        The definition of response; None for that of most studies, of several the first by name.

    Returns
    -------
    Arms marked as intervention of the first treatment and as comparator of the second, which
    chance made, with counts of patients by one definition, at the same visit, each patient once.
    Several arms of one treatment in a study are all taken (Cochrane Handbook 23.3.4).
    """
    near = at[at["treatment"].isin(pair)].sort_values("place")
    studies: dict[str, list[Any]] = {}
    for point in each_point(near):
        studies.setdefault(point.study, []).append(point)
    both = [arms for arms in studies.values() if len({arm.treatment for arm in arms}) > 1]
    if outcome is None:
        outcome = _usual_definition(both, pair, with_cautions)
    firsts: list[int] = []
    seconds: list[int] = []
    left_out: list[LeftOut] = []
    for arms in both:
        first, second, why = _settle(arms, pair, with_cautions, outcome or None)
        firsts += [arm.Index for arm in first]
        seconds += [arm.Index for arm in second]
        if why:
            left_out.append(LeftOut(arms[0].study, why, not first))
    return PairedArms(outcome, tuple(firsts), tuple(seconds), tuple(left_out))


def pair_of_most_studies(at: pd.DataFrame, with_cautions: bool) -> TreatmentPair | None:
    """Give the two treatments for which most studies qualify at a month, of equals the first.

    None where no study has two arms with a number then; `at` as for `paired_arms`.
    """
    seen = at[at["absent"] == ""]
    counted = _studies_by_pair(seen[["study", "treatment", "role"]].drop_duplicates())
    best, most = None, -1
    for pair in sorted(counted, key=lambda pair: (-counted[pair], pair)):
        # No more can qualify than have both arms.
        if counted[pair] <= most:
            break
        used = paired_arms(at, pair, with_cautions).firsts
        if (number := at.loc[[*used], "study"].nunique()) > most:
            best, most = pair, number
    return best


def _studies_by_pair(arms: pd.DataFrame) -> Counter[TreatmentPair]:
    """Count the studies of each pair; `arms` has each treatment of a study in a role once."""
    stated = arms[arms["treatment"] != NOT_STATED]
    first, second = (stated[stated["role"] == role] for role in (INTERVENTION, COMPARATOR))
    both = first.merge(second, on="study")
    both = both[both["treatment_x"] != both["treatment_y"]]
    return Counter(zip(both["treatment_x"], both["treatment_y"], strict=True))


def _usual_definition(
    studies: Sequence[list[Any]], pair: TreatmentPair, with_cautions: bool
) -> str:
    """The definition by which most studies qualify; blank where none does."""
    counted: Counter[str] = Counter()
    for arms in studies:
        for outcome in {arm.outcome for arm in arms}:
            first, _, _ = _settle(arms, pair, with_cautions, outcome)
            counted[outcome] += bool(first)
    found = [outcome for outcome in in_order(counted) if counted[outcome]]
    return max(found, key=lambda outcome: counted[outcome], default="")


_Settled = tuple[list[Any], list[Any], str]
"""The first arms and the second of a study, both or none, and why others are not among them."""


def _settle(
    arms: list[Any], pair: TreatmentPair, with_cautions: bool, outcome: str | None
) -> _Settled:
    sides = []
    for treatment, role in zip(pair, (INTERVENTION, COMPARATOR), strict=True):
        sides.append([arm for arm in arms if arm.treatment == treatment and arm.role == role])
        if not sides[-1]:
            return [], [], f"the file marks no arm with {treatment} as {role}"
    first, second = sides
    why = {
        (arm.series, arm.arm): _why_arm_is_out(arm, with_cautions, outcome)
        for arm in (*first, *second)
    }
    first, second = ([arm for arm in side if not why[arm.series, arm.arm]] for side in sides)
    for arm in first:
        if any(common_patients(arm, other) for other in second):
            why[arm.series, arm.arm] = "it has patients of an arm that it is set against"
    first = [arm for arm in first if not why[arm.series, arm.arm]]
    if not (first and second):
        return [], [], _reasons_by_arm(why)
    if obstacle := next(_obstacles(first, second), ""):
        return [], [], obstacle
    return first, second, _reasons_by_arm(why)


def _reasons_by_arm(why: dict[tuple[int, str], str]) -> str:
    """Say each reason once, after its arms; without them where it is that of all."""
    arms: dict[str, list[str]] = {}
    for (_, arm), reason in why.items():
        if reason:
            arms.setdefault(reason, []).append(arm)
    if len(arms) == 1 and len(*arms.values()) == len(why):
        return next(iter(arms))
    return "; ".join(f"{listing(in_order(own))}: {reason}" for reason, own in arms.items())


def _why_arm_is_out(arm: Any, with_cautions: bool, outcome: str | None) -> str:
    if arm.absent and not arm.by_rule:
        return str(arm.absent)
    return why_visit_is_out(arm._asdict(), outcome, with_cautions) or CHANCE[arm.randomised]


def _obstacles(first: list[Any], second: list[Any]) -> Iterator[str]:
    """Say why the arms of a study may not be added up and set against each other."""
    arms = [*first, *second]
    pairs = (pair for side in (first, second) for pair in combinations(side, 2))
    supposed = ({arm.imor for arm in side if is_supposed(arm)} for side in (first, second))
    yield from obstacles(
        [arm.arm for arm in arms],
        [arm.arm for pair in pairs if common_patients(*pair) for arm in pair],
        months=(arm.months for arm in arms),
        cohorts=(arm.cohort for arm in arms),
        outcomes=(arm.outcome for arm in arms),
        imors=max(supposed, key=len),
    )
