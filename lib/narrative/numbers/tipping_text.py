"""How unlike those assessed the missing must be before a change or a difference is in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan
from typing import Any

from lib.analysis.arm_pairs import Pair
from lib.analysis.estimates import MOST_DRAWN
from lib.analysis.series_change import SeriesChange
from lib.analysis.what_if import enrolment
from lib.narrative.numbers.count_text import ASSUMED_MARK
from lib.narrative.numbers.refusals import refusal_text
from lib.phrases import capital, listing, months_text
from lib.stats.arm_contrast import Enrolment
from lib.stats.missing import missing_share
from lib.stats.refusal import ModelRefusal
from lib.stats.tipping_point import BOTH, FIRST, TippingPoint
from lib.studies.schema import ASSUMED

FAR = 100.0
"""Odds ratios beyond this, and below 1 over it, are as good as all or none."""


@dataclass(frozen=True)
class _Varied:
    """Whose missing are varied, `the 14 missing at 12 months`, and what may come into doubt.

    `condition` is what holds of both arms; `counts` are those of the one arm or visit.
    """

    who: str
    result: str
    condition: str = ""
    counts: Enrolment | None = None
    mark: str = ""
    """That of assumed numbers assessed."""
    nothing: str = "0"
    """What the interval includes where it shows no effect."""
    is_clear: str = "exclude 0"
    """What it would do where it shows one."""


def change_tipping_text(told: SeriesChange, is_marked: bool = True) -> str:
    """Say how unlike those seen the missing of the last visit put the change in doubt.

    `is_marked`: whether it bears the mark of assumed numbers assessed where it rests on them.
    """
    found, last = told.tipping, enrolment(told.last)
    visits = (told.last, told.first)
    if found.lacking:
        at = listing(f"the visit at {months_text(visits[each].months)}" for each in found.lacking)
        return refusal_text(found.reason, arms=at)
    at = months_text(told.last.months)
    if found.reason is ModelRefusal.NOBODY_MISSING:
        return f"Nobody is missing at {at}{_mark(told.last) if is_marked else ''}."
    way = "fall" if told.change.points < 0 else "rise"
    missing = f"the {_missing(last)} missing at {at}"
    return _text(
        found, _Varied(missing, f"the {way}", counts=last, mark=_mark(*visits) if is_marked else "")
    )


def tipping_sentence(counted: Sequence[SeriesChange]) -> str:
    """Say of supposed shares whether the missing of the last visit can put the change in doubt.

    Of several series it says in how many they cannot; blank by other rules, and of a crowd.
    """
    if not counted or len(counted) > MOST_DRAWN or not counted[0].is_supposed:
        return ""
    if len(counted) == 1:
        return change_tipping_text(counted[0])
    sure = sum(_stays(told.tipping) for told in counted)
    return (
        "Whatever the missing of the last visit did, the change stays clear of 0 in "
        f"{sure or 'none'} of {len(counted)}."
    )


def _stays(found: TippingPoint) -> bool:
    never = (ModelRefusal.NEVER_MEETS_ZERO, ModelRefusal.NOBODY_MISSING)
    return found.excludes_zero and found.reason in never


def pair_tipping_text(pair: Pair, varied: str = BOTH, is_marked: bool = True) -> str:
    """Say how unlike those assessed the missing of both arms, or of one, put a difference in doubt.

    `varied` is one of `lib.stats.tipping_point.VARIED`, `is_marked` as for a change.
    """
    arms = (pair.first, pair.second)
    mark = _mark(*arms) if is_marked else ""
    found = pair.tipping if varied == BOTH else pair.tipping_of(varied)
    if found.lacking:
        return refusal_text(found.reason, arms=listing(arms[each].arm for each in found.lacking))
    if varied == BOTH:
        if found.reason is ModelRefusal.NOBODY_MISSING:
            return f"Nobody is missing in either arm{mark}."
        both = _Varied("the missing", "the difference", ", alike in both arms,", mark=mark)
        return _text(found, both)
    arm = pair.first if varied == FIRST else pair.second
    counts = enrolment(arm)
    if found.reason is ModelRefusal.NOBODY_MISSING:
        return f"Nobody is missing in {arm.arm}{_mark(arm) if is_marked else ''}."
    missing = f"the {_missing(counts)} missing of {arm.arm}"
    return _text(found, _Varied(missing, "the difference", counts=counts, mark=mark))


def pooled_tipping_text(
    found: TippingPoint, where: str, result: str, condition: str = "", mark: str = ""
) -> str:
    """Say how unlike those assessed the missing of all studies must be to put a pool in doubt.

    Those missing `where` are varied (` at 12 months`; blank for all), by the `condition` that holds
    of both arms (`, alike in both arms,`), and `result` is in doubt. Not of a pool that is refused.
    """
    if found.reason is ModelRefusal.NOBODY_MISSING:
        return f"Nobody is missing{where}{mark}."
    nothing, is_clear = "no difference", "lie on one side of that"
    who = f"the missing{where}"
    return _text(found, _Varied(who, result, condition, None, mark, nothing, is_clear))


def _text(found: TippingPoint, varied: _Varied) -> str:
    if found.reason:
        stays = (
            f"{varied.result} stays"
            if found.excludes_zero
            else f"the interval includes {varied.nothing}"
        )
        did = f"Whatever {varied.who} did{varied.condition or ','}"
        return f"{did} {stays}{varied.mark}."
    ends = ((found.below, "at most"), (found.above, "at least"))
    did = " or ".join(_did(imor, reach, varied) for imor, reach in ends if not isnan(imor))
    if found.excludes_zero:
        return f"{capital(varied.result)} is in doubt only if {did}{varied.mark}."
    return (
        f"With the missing like those assessed the interval includes {varied.nothing}; it would "
        f"{varied.is_clear} only if {did}{varied.mark}."
    )


def _did(imor: float, reach: str, varied: _Varied) -> str:
    """Say what the missing did: `at least 62% of the 14 missing responded (3.2 times the odds)`."""
    if imor == inf or imor == 0:
        return f"{'all' if imor else 'none'} of {varied.who}{varied.condition} responded"
    odds = f"{odds_text(imor)} of those assessed"
    if varied.counts is None:
        return f"{varied.who}{varied.condition} had {reach} {odds}"
    share = 100 * missing_share(varied.counts.responders, varied.counts.assessed, imor)
    return f"{reach} {_percent(share)} of {varied.who} responded ({odds})"


def _missing(counts: Enrolment) -> str:
    number = counts.enrolled - counts.assessed
    return "one" if number == 1 else f"{number:.0f}"


def _mark(*points: Any) -> str:
    return ASSUMED_MARK if any(point.n_basis == ASSUMED for point in points) else ""


def odds_text(imor: float) -> str:
    """Write an odds ratio: `3.2 times the odds`, `0.33 times the odds`."""
    if imor > FAR:
        return f"more than {FAR:g} times the odds"
    if imor < 1 / FAR:
        return f"less than {1 / FAR:g} times the odds"
    return f"{imor:.1f} times the odds" if imor >= 1 else f"{imor:.2f} times the odds"


def _percent(share: float) -> str:
    if 0 < share < 1 or 99 < share < 100:
        return f"{share:.1f}%"
    return f"{share:.0f}%"
