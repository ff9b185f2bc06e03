"""The arms at one month in words: which are not shown, and how two arms differ."""

from math import inf, isnan
from typing import Any

import pandas as pd

from lib.analysis.arm_pairs import Pair
from lib.analysis.estimates import NOT_A_COUNT
from lib.analysis.selection import NOT_STATED
from lib.narrative.numbers.contrast_text import (
    effect_notes,
    number_needed_text,
    of_hundred_text,
)
from lib.narrative.numbers.count_text import mark_footers
from lib.narrative.numbers.refusals import effect_refusal, refusal_text
from lib.narrative.series_text import SUPPOSED, TRIED
from lib.phrases import (
    capital,
    clause,
    in_sentence,
    listing,
    months_text,
    signed_span,
    signed_text,
    with_noun,
)
from lib.stats.effect_measures import Effect
from lib.stats.number_needed import Needed

NOT_A_COMPARISON = (
    "Each study chose its own patients, and its own definition of response: that one treatment "
    "stands above another here does not show that it is better. Only arms of one study are set "
    "against each other, below."
)


def seen_sentence(month: float, studies: list[str]) -> str:
    """Say which studies were seen at a month."""
    return f"At {months_text(month)}: {listing(studies)}."


def dots_headline(at: pd.DataFrame, month: float, within: float) -> str:
    """Say how many series have a visit at the month, with the lowest and the highest share."""
    reach = f" (or up to {months_text(within)} away)" if within else ""
    when = f"at {months_text(month)}{reach}"
    shown = at[at["absent"] == ""]
    if shown.empty:
        return f"No series has a number {when} by this rule for missing patients."
    best, worst = shown["rate_text"].iloc[0], shown["rate_text"].iloc[-1]
    supposed, verb = SUPPOSED[shown["missing"].iloc[0]]
    span = f"{supposed}{best if len(shown) == 1 else f'from {worst} to {best}'} {verb}"
    series = with_noun(len(shown), "series was", "series were")
    studies = with_noun(shown["study"].nunique(), "study", "studies")
    return f"{series} seen {when}, of {studies}: {span}."


def absent_sentences(at: pd.DataFrame) -> list[str]:
    """Say why each series without a number at the month has none."""
    lost = at[at["absent"] != ""]
    return [
        f"{in_sentence(label)}: {why}."
        for label, why in zip(lost["label"], lost["absent"], strict=True)
    ]


def pair_title(pair: Pair) -> str:
    """Name two arms, their study and their month."""
    first, second = pair.first, pair.second
    return f"{first.study}, {first.arm} against {second.arm}, {months_text(first.months)}"


def pair_sentence(pair: Pair) -> str:
    """Compare two arms in a sentence, with natural frequencies."""
    estimated = " (estimated)" if pair.first.count == NOT_A_COUNT else ""
    supposed, verb = SUPPOSED[pair.first.missing]
    shares = of_hundred_text(pair.hundred, pair.first.unit)
    return (
        f"{pair_title(pair)}: {supposed}{shares} {verb}{estimated}. "
        f"Difference {effect_text(pair.contrast.difference)}. "
        f"{_chance(pair)}."
    )


def effect_text(effect: Effect) -> str:
    """Write a difference (percentage points) or a ratio with its interval, or why there is none."""
    if effect.reason:
        return f"none: {clause(effect_refusal(effect))}"
    is_points = "difference" in effect.name
    value = f"{signed_text(effect.value)} points" if is_points else _ratio(effect.value)
    if effect.interval_reason:
        return f"{value}, no interval: {clause(refusal_text(effect.interval_reason))}"
    return f"{value} ({effect.level}% interval {_ends(effect)})"


def difference_text(effect: Effect) -> str:
    """Write a difference in percentage points as a column of a figure does."""
    value = signed_text(effect.value)
    return f"{value} (no interval)" if isnan(effect.low) else f"{value} ({_ends(effect)})"


def differences_footer(pairs: list[Pair], level: int) -> str:
    """Explain the marks that the figure of the differences uses."""
    drawn = [pair for pair in pairs if not isnan(pair.contrast.difference.low)]
    counted_arms = [_is_counted(pair.first) and _is_counted(pair.second) for pair in drawn]
    arms = [arm for pair in pairs for arm in (pair.first, pair.second)]
    tried = len({arm.row for arm in arms if arm.tried})
    hollow = any(arm.hollow for arm in arms)
    said = {
        f"{level}% intervals: Newcombe's hybrid score from counts.": any(counted_arms),
        f"{level}% intervals from published intervals where an arm has no count.": not all(
            counted_arms
        ),
        "No interval can be made here.": not drawn,
        "Hollow: a caution, or the number assessed assumed or not stated.": hollow,
        f"Ringed: {with_noun(tried, 'row', 'rows')} {TRIED}.": tried > 0,
    }
    told = [sentence for sentence, is_seen in said.items() if is_seen]
    marks = [] if not arms else mark_footers(pd.DataFrame(arms))
    return " ".join(["Risk differences, first arm less second.", *told, *marks])


def _is_counted(arm: Any) -> bool:
    return not pd.isna([arm.r, arm.n]).any()


def pair_facts(pair: Pair) -> list[tuple[str, str]]:
    """Compare two arms in full: each number with its method, notes and cautions."""
    first, second, told = pair.first, pair.second, pair.contrast
    effects = (told.difference, told.ratio, told.odds_ratio)
    notes = [note for effect in effects for note in effect_notes(effect)]
    return [
        (f"{first.arm} (first)", _count_and_interval(first)),
        (f"{second.arm} (second)", _count_and_interval(second)),
        *((capital(effect.name), _with_method(effect)) for effect in effects),
        ("Number needed to treat", needed_text(told.needed)),
        ("Randomised", randomised_text(pair)),
        ("Response means", outcome_text(first.outcome)),
        *(("Beside it", note) for note in dict.fromkeys(notes)),
        *(("Caution", caution) for caution in _cautions(pair)),
    ]


def _chance(pair: Pair) -> str:
    if pair.first.design == NOT_STATED:
        return "Whether randomised is not stated"
    return f"{'Randomised' if pair.is_randomised else 'Not randomised'}, as the design column says"


def randomised_text(pair: Pair) -> str:
    """Say whether the arms were randomised, by the design column, and what follows from it."""
    design = pair.first.design
    if design == NOT_STATED:
        return "Not stated in the design column: taken as not randomised."
    if pair.is_randomised:
        return f"Yes, as the design column says: {design}."
    return (
        f"No, as the design column says: {design}. "
        "The patients of the arms may differ in more than the treatment."
    )


def outcome_text(outcome: str) -> str:
    """Give the definition of response, or what it means that there is none."""
    if outcome == NOT_STATED:
        return "Not stated: whether both arms were judged alike is not known."
    return outcome


def needed_text(needed: Needed) -> str:
    """Write and explain the number needed to treat, or say why it has no interval."""
    told = number_needed_text(needed)
    if needed.kind:
        more = "more" if needed.kind == "NNTB" else "fewer"
        told += f": so many treated for one {more} to respond"
    if needed.interval_reason:
        return f"{told}. {refusal_text(needed.interval_reason)}"
    return told if needed.reason else f"{told}. {needed.method}."


def several_arms(pairs: list[Pair]) -> list[str]:
    """Warn where comparisons share an arm and so are not independent."""
    rows = [point.row for pair in pairs for point in (pair.first, pair.second)]
    shared = [pair for pair in pairs if max(map(rows.count, (pair.first.row, pair.second.row))) > 1]
    return [
        f"{study}: one arm stands in several comparisons, so they are not independent of each "
        "other. Each takes its two arms for different patients; only the article says whether "
        "they are."
        for study in dict.fromkeys(pair.first.study for pair in shared)
    ]


def pairs_table(pairs: list[Pair]) -> pd.DataFrame:
    """Make the table of the differences, a row a pair, in words."""
    return pd.DataFrame(
        {
            "Study": pair.first.study,
            "First against second": f"{pair.first.arm} against {pair.second.arm}",
            "Months": f"{pair.first.months:g}",
            "Responding / counted": f"{pair.first.count_text} against {pair.second.count_text}",
            "Responding": f"{pair.first.rate_text} against {pair.second.rate_text}",
            "Risk difference": effect_text(pair.contrast.difference),
            "Risk ratio": effect_text(pair.contrast.ratio),
            "Odds ratio": effect_text(pair.contrast.odds_ratio),
            "Number needed to treat": number_needed_text(pair.contrast.needed),
            "Randomised": "yes" if pair.is_randomised else "no",
        }
        for pair in pairs
    )


def _cautions(pair: Pair) -> list[str]:
    """Each caution once; one that is not of both arms comes after its arm."""
    first, second = pair.first, pair.second
    if first.caution == second.caution:
        return [first.caution] if first.caution else []
    return [f"{arm.arm}: {arm.caution}" for arm in (first, second) if arm.caution]


def _count_and_interval(arm: Any) -> str:
    interval = (
        f"{arm.interval_level}% interval {arm.interval_text}"
        if arm.interval_text
        else f"no interval, because {arm.no_interval}"
    )
    count = "" if arm.count == NOT_A_COUNT else f" ({arm.count_text})"
    return f"{arm.rate_text}{count}; {interval}"


def _with_method(effect: Effect) -> str:
    text = effect_text(effect)
    return text if isnan(effect.low) else f"{text}, {effect.method}"


def _ends(effect: Effect) -> str:
    if "difference" in effect.name:
        return signed_span(effect.low, effect.high)
    high = "no upper end" if effect.high == inf else _ratio(effect.high)
    return f"{_ratio(effect.low)} to {high}"


def _ratio(ratio: float) -> str:
    if ratio == inf:
        return "infinite"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"
