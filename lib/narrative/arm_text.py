"""How two arms of a study differ, in words."""

from collections import Counter
from collections.abc import Callable
from math import isnan
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.estimates import NOT_A_COUNT
from lib.analysis.selection import NOT_STATED
from lib.analysis.settings import AS_REPORTED
from lib.narrative.numbers.contrast_text import (
    bounds_span,
    bounds_text,
    effect_notes,
    effect_text,
    effect_with_method,
    needed_text,
    of_hundred_text,
)
from lib.narrative.numbers.count_text import (
    ABSENT,
    ASSUMED_MARK,
    MEANINGS,
    assumed_mark,
    mark_footers,
    of_text,
)
from lib.narrative.numbers.tipping_text import pair_tipping_text
from lib.narrative.series_text import beside_enrolled, interval_name, supposition
from lib.phrases import capital, listing, months_text
from lib.stats.arm_contrast import Contrast
from lib.stats.effect_measures import Effect
from lib.stats.tipping_point import BOTH, FIRST, SECOND
from lib.studies.schema import ASSUMED, NO, YES

TOO_NARROW = (
    "What is counted are {}: the intervals take each for independent of the others, and are too "
    "narrow where several are of one patient"
)


TIPPINGS = {
    BOTH: "If the missing of both arms did otherwise, alike",
    FIRST: "If the missing of the first arm did otherwise",
    SECOND: "If the missing of the second arm did otherwise",
}
"""The columns of the table that say how unlike the missing must be, by whose odds are varied."""


def pair_title(pair: Pair) -> str:
    """Name two arms, their study and their month."""
    first, second = pair.first, pair.second
    return f"{first.study}, {first.arm} against {second.arm}, {months_text(first.months)}"


def pair_sentence(pair: Pair) -> str:
    """Compare two arms in a sentence, with natural frequencies and the counts behind them."""
    before, verb = supposition(pair.first.missing)
    has_interval = not isnan(pair.contrast.difference.low)
    shares = of_hundred_text(pair.hundred, pair.first.unit, pair.randomised, has_interval)
    said = [
        f"{pair_title(pair)}: {before}{shares} {verb} ({_counts(pair)})",
        f"Difference {_effect(pair, pair.contrast.difference)}",
        *([TOO_NARROW.format(pair.first.unit)] if _takes_joints_apart(pair) else []),
        *_if_otherwise(pair),
        f"{_chance(pair)} ({_design(pair)})",
        *(["With a caution"] if pair.first.caution or pair.second.caution else []),
    ]
    return f"{'. '.join(said)}."


def _if_otherwise(pair: Pair) -> list[str]:
    """Say what is left open by the rule for missing patients; nothing as reported."""
    if pair.first.missing == AS_REPORTED:
        return []
    is_tipping = pair.is_supposed and pair.bounds.missing > 0
    return [(pair_tipping_text(pair) if is_tipping else _bounds(pair)).rstrip(".")]


def _counts(pair: Pair) -> str:
    arms = (pair.first, pair.second)
    if pair.first.count == NOT_A_COUNT:
        return "time-to-event estimates, not counts"
    if all(pd.isna(arm.r) and pd.isna(arm.n) for arm in arms):
        return "counts not stated"
    return " against ".join(f"{of_text(arm)}{beside_enrolled(arm)}" for arm in arms)


def _bounds(pair: Pair) -> str:
    return bounds_text(pair.bounds, (pair.first.arm, pair.second.arm), bounds_mark(pair))


def bounds_mark(pair: Pair) -> str:
    """Mark bounds of all enrolled if they rest on an assumed number assessed."""
    return ASSUMED_MARK if ASSUMED in (pair.first.n_basis, pair.second.n_basis) else ""


def _chance(pair: Pair) -> str:
    known = {YES: "Randomised", NO: "Not randomised"}
    return known.get(pair.randomised, "Whether randomised is not stated")


def _design(pair: Pair) -> str:
    design = design_text(pair)
    return "design not stated" if design == NOT_STATED else f"design: {design}"


def pair_facts(pair: Pair) -> list[tuple[str, str]]:
    """Compare two arms in full: each number with its method, notes and cautions."""
    first, second, told = pair.first, pair.second, pair.contrast
    effects = (told.difference, told.ratio, told.odds_ratio)
    return [
        (f"{first.arm} (first)", _count_and_interval(first)),
        (f"{second.arm} (second)", _count_and_interval(second)),
        *((capital(effect.name), _effect(pair, effect, effect_with_method)) for effect in effects),
        ("Patients not assessed", _bounds(pair)),
        *([("If they did otherwise", pair_tipping_text(pair))] if pair.bounds.missing > 0 else []),
        ("Number needed to treat", needed_text(told.needed, first.unit)),
        ("Randomised", randomised_text(pair)),
        ("Design", design_text(pair)),
        ("Response means", outcome_text(first.outcome)),
        *(("Beside it", note) for note in pair_notes(pair)),
        *(("Caution", caution) for caution in _of_either(pair, "caution")),
    ]


def pair_notes(pair: Pair) -> list[str]:
    """Say what two arms rest on that is not printed, and what their numbers take for granted."""
    told, unit = pair.contrast, pair.first.unit
    notes = [
        *(note for effect in (told.difference, told.ratio) for note in effect_notes(effect)),
        *effect_notes(told.odds_ratio),
        *mark_footers(pd.DataFrame([pair.first, pair.second])),
        *([MEANINGS[ASSUMED_MARK]] if bounds_mark(pair) else []),
    ]
    if _takes_joints_apart(pair):
        notes.append(f"{TOO_NARROW.format(unit)}.")
    return list(dict.fromkeys(notes))


def _takes_joints_apart(pair: Pair) -> bool:
    return pair.first.unit != "patients" and not isnan(pair.contrast.difference.low)


def _effect(pair: Pair, effect: Effect, write: Callable[[Effect], str] = effect_text) -> str:
    """Write an effect, marked where it rests on an assumed number assessed."""
    return f"{write(effect)}{'' if isnan(effect.low) else effect_mark(pair)}"


def effect_mark(pair: Pair) -> str:
    """Mark what is made from both arms if the number assessed of either is assumed."""
    return assumed_mark(pair.first) or assumed_mark(pair.second)


def _methods(told: Contrast) -> str:
    effects = (told.difference, told.ratio, told.odds_ratio)
    made = (f"{effect.name}: {effect.method}" for effect in effects if not isnan(effect.low))
    return "; ".join(made) or ABSENT


def randomised_text(pair: Pair) -> str:
    """Say whether chance made the arms, by the column `randomised` of both, and what follows."""
    if pair.randomised == YES:
        return "Yes, as the file says of both arms."
    differ = "the patients of the arms may differ in more than the treatment."
    arms = (pair.first, pair.second)
    if pair.randomised == NO:
        said = listing(dict.fromkeys(arm.arm for arm in arms if arm.randomised == NO))
        return f"No, as the file says of {said}: {differ}"
    silent = listing(dict.fromkeys(arm.arm for arm in arms if arm.randomised == ""))
    return f"Not stated for {silent}: {differ}"


def design_text(pair: Pair) -> str:
    """Give the design as it stands in the file."""
    return "; ".join(_of_either(pair, "design"))


def outcome_text(outcome: str) -> str:
    """Give the definition of response, or what it means that there is none."""
    if outcome == NOT_STATED:
        return "Not stated: whether both arms were judged alike is not known."
    return outcome


def several_arms(pairs: list[Pair]) -> list[str]:
    """Warn where comparisons share an arm and so are not independent."""
    uses = Counter(point.row for pair in pairs for point in (pair.first, pair.second))
    shared = [pair for pair in pairs if max(uses[pair.first.row], uses[pair.second.row]) > 1]
    return [
        f"{study}: one arm stands in several comparisons, so they are not independent of each "
        "other. Each takes its two arms for different patients; only the article says whether "
        "they are."
        for study in dict.fromkeys(pair.first.study for pair in shared)
    ]


def pairs_table(pairs: list[Pair]) -> pd.DataFrame:
    """Make the table of the differences, a row a pair, in words."""
    return pd.DataFrame(map(_table_row, pairs))


def _table_row(pair: Pair) -> dict[str, str]:
    first, second, told = pair.first, pair.second, pair.contrast
    bounds = {
        "Bounds, whatever those not assessed did": bounds_span(pair.bounds, bounds_mark(pair))
    }
    return {
        "Study": first.study,
        "First against second": f"{first.arm} against {second.arm}",
        "Months": f"{first.months:g}",
        "Responding / counted": f"{first.count_text} against {second.count_text}",
        "Responding": f"{first.rate_text} against {second.rate_text}",
        "Risk difference": _effect(pair, told.difference),
        **(bounds if first.missing != AS_REPORTED else {}),
        "Risk ratio": _effect(pair, told.ratio),
        "Odds ratio": _effect(pair, told.odds_ratio),
        "Number needed to treat": needed_text(told.needed, first.unit),
        **{name: pair_tipping_text(pair, varied) for varied, name in TIPPINGS.items()},
        "Intervals made by": _methods(told),
        "Randomised": pair.randomised,
        "Design": design_text(pair),
        "Beside it": " ".join(pair_notes(pair)),
        "Caution": " ".join(_of_either(pair, "caution")),
    }


def _of_either(pair: Pair, column: str) -> list[str]:
    """What each arm has in a column, once; what is not of both comes after its arm."""
    one, other = getattr(pair.first, column), getattr(pair.second, column)
    if one == other:
        return [one] if one else []
    return [f"{arm}: {said}" for arm, said in _by_arm(pair, column) if said]


def _by_arm(pair: Pair, column: str) -> list[tuple[str, str]]:
    return [(arm.arm, getattr(arm, column)) for arm in (pair.first, pair.second)]


def _count_and_interval(arm: Any) -> str:
    interval = (
        f"{arm.interval_level}% interval {arm.interval_text} ({interval_name(arm.interval_method)})"
        if arm.interval_text
        else f"no interval, because {arm.no_interval}"
    )
    count = "" if arm.count == NOT_A_COUNT else f" ({arm.count_text})"
    return f"{arm.rate_text}{count}; {interval}"
