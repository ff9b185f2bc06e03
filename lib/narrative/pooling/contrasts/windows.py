"""Two treatments over several studies in each window of time, in sentences."""

from collections.abc import Sequence

from lib.analysis.pooling.contrasts.arm_contrasts import (
    PooledContrast,
    excludes_none,
    in_every,
)
from lib.analysis.pooling.contrasts.contrast_question import ODDS_RATIO, RISK_DIFFERENCE, RISK_RATIO
from lib.analysis.settings import View
from lib.narrative.numbers.count_text import (
    mark_footers,
    with_meanings,
)
from lib.narrative.pooling.contrasts.effects import (
    counted_text,
    effect_mark,
    effect_text,
    value_text,
)
from lib.narrative.pooling.contrasts.sentences import respond_text, rule_footer
from lib.narrative.pooling.contrasts.titles import pair_text, title_of_pair, title_rule
from lib.narrative.series_text import with_words
from lib.phrases import (
    capital,
    listing,
    months_text,
    with_noun,
)

MEANINGS = {
    RISK_RATIO: "the share responding with the first divided by that with the second",
    ODDS_RATIO: "the odds of responding with the first divided by those with the second",
    RISK_DIFFERENCE: "percentage points more responding with the first than with the second",
}
"""What each measure says of two treatments."""
NOT_A_COURSE = (
    "Each window is of its own studies, so the windows are not joined and no course over time."
)


def over_time_title(windows: Sequence[PooledContrast], rule: str) -> str:
    """Name the windows with their effects; `rule` for missing patients, in words."""
    pooled = [window for window in windows if window.is_pooled]
    shown = listing(
        f"{value_text(each.pooled.estimate, each.pooled.measure)} at {each.month:g}"
        for each in pooled
    )
    measure = windows[0].measure.lower()
    said = f" over time: {measure} {shown} months{title_rule(rule)}"
    return title_of_pair(windows[0], said)


def over_time_headline(windows: Sequence[PooledContrast]) -> str:
    """Say in which windows the interval excludes no difference, and which studies are in all."""
    (first, second), respond = windows[0].pair, respond_text(windows[0])
    pooled = [window for window in windows if window.is_pooled]
    kinds = {
        f"more {respond} with {first} than with {second}": [w for w in pooled if w.pooled.low > 0],
        f"fewer {respond} with {first} than with {second}": [
            w for w in pooled if w.pooled.high < 0
        ],
        "the interval includes no difference": [w for w in pooled if not excludes_none(w.pooled)],
        "nothing is pooled": [w for w in windows if not w.is_pooled],
    }
    told = [
        f"at {months_text(*(each.month for each in where))} {what}"
        for what, where in kinds.items()
        if where
    ]
    return f"{capital('; '.join(told))}. {same_studies_text(pooled)}"


def same_studies_text(pooled: Sequence[PooledContrast]) -> str:
    """Say how many of the studies are in all windows that are pooled."""
    if len(pooled) < 2:
        return ""
    same, every = in_every(pooled)
    studies = with_noun(len(every), "study", "studies")
    windows = "both windows" if len(pooled) == 2 else f"all {len(pooled)} windows"
    if len(same) == len(every):
        return f"All {studies} are in {windows}."
    are = "is" if len(same) == 1 else "are"
    return f"{len(same)} of {studies} {are} in {windows}."


def over_time_footer(windows: Sequence[PooledContrast], width: float, view: View) -> str:
    """Explain the figure of the windows."""
    shown = windows[0]
    is_at_centre = all(window.is_at_month for window in windows)
    said = {
        f"{pair_text(shown)}; response: {shown.outcome}.": True,
        f"{shown.measure}: {MEANINGS[shown.measure]}.": True,
        f"A window takes visits up to {months_text(width)} away, each in the nearest window.": (
            not is_at_centre
        ),
        rule_footer(shown, view.rule): True,
        f"Diamonds: {view.level}% intervals, REML with Knapp-Hartung.": True,
        NOT_A_COURSE: True,
        **dict.fromkeys(mark_footers(with_words(shown.visits)), True),
    }
    return " ".join(text for text, holds in said.items() if holds and text)


def over_time_alt(windows: Sequence[PooledContrast], rule: str) -> str:
    """Write the alt text of the figure of the windows; `rule` for missing patients, in words."""
    told = [
        f"{capital(months_text(each.month))}: {effect_text(each.pooled, effect_mark(each))}, "
        f"{with_noun(each.pooled.k, 'study', 'studies')}, "
        f"{counted_text(each, each.pooled)}."
        for each in windows
    ]
    return with_meanings([f"{over_time_title(windows, rule)}.", over_time_headline(windows), *told])
