"""Two treatments over several studies: the forest plot at a month, and the windows of time."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from lib.analysis.arm_pairs import Pair
from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast
from lib.analysis.pooling.contrasts.contrast_question import RISK_DIFFERENCE
from lib.charts.figure_options import Picture
from lib.charts.forest.effect_axis import (
    HEIGHT,
    LARGEST,
    ends_on_axis,
    finite_ends,
    new_study_bar,
    points_scale,
    ratio_scale,
    within_axis,
)
from lib.charts.forest.forest import Scale, forest
from lib.charts.looks import look_of
from lib.charts.spec import Forest, Line
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.pooling.contrasts.effects import (
    effect_mark,
    effect_span,
    effect_text,
    patients_text,
    study_effect,
    study_effect_text,
    study_pairs,
)
from lib.phrases import cut_apart, months_text, shorten
from lib.stats.meta_analysis.pooled_effect import EffectModel, PooledEffect

ARM_CHARS, COMPACT_ARM_CHARS = 32, 16
SHORT_MODELS = {
    EffectModel.REML: "Random effects",
    EffectModel.MANTEL_HAENSZEL: "Mantel-Haenszel",
    EffectModel.GLMM: "GLMM",
}


def contrast_forest(contrast: PooledContrast, level: int, picture: Picture) -> Forest:
    """Draw the studies that set two treatments against each other, and what is pooled of them."""
    pairs = study_pairs(contrast, level)
    most = max(pair.first.n + pair.second.n for pair in pairs)
    lines = [_study(pair, contrast.measure, most, picture) for pair in pairs]
    lines += [line for pool in contrast.pools for line in _pool(pool, contrast)]
    headers = ("Study", "r/N", f"{contrast.measure} (interval)")
    return _forest(lines, headers, contrast, picture)


def over_time_forest(windows: Sequence[PooledContrast], picture: Picture) -> Forest:
    """Draw the pooled effect of each window on a line of its own, never joined."""
    headers = ("Window", "Studies", "Patients", f"{windows[0].measure} (interval)")
    return _forest([_window(window) for window in windows], headers, windows[0], picture)


def _forest(
    lines: Sequence[Line], headers: Sequence[str], contrast: PooledContrast, picture: Picture
) -> Forest:
    scale = _scale(lines, contrast, picture)
    return forest([within_axis(line, scale) for line in lines], scale, headers, picture, HEIGHT)


def _study(pair: Pair, measure: str, most: float, picture: Picture) -> Line:
    effect, tried = study_effect(pair, measure), bool(pair.first.tried or pair.second.tried)
    name = pair.first.study
    return Line(
        f"{name} (tried, not saved)" if tried else name,
        (
            f"{pair.first.count_text} against {pair.second.count_text}",
            study_effect_text(effect, pair),
        ),
        effect.value,
        effect.low,
        effect.high,
        # A diamond is a pool.
        look=replace(look_of(pair.first, picture), symbol="square"),
        size=LARGEST * ((pair.first.n + pair.second.n) / most) ** 0.5,
        is_hollow=bool(pair.first.hollow or pair.second.hollow),
        is_tried=tried,
    )


def _pool(pool: PooledEffect, contrast: PooledContrast) -> list[Line]:
    """The diamond, and from enough studies up the bar of a new one."""
    if pool.reason:
        return []
    name = SHORT_MODELS[pool.model]
    texts = (
        f"k = {pool.k}, N = {patients_text(contrast, pool)}",
        effect_text(pool, effect_mark(contrast)),
    )
    diamond = Line(name, texts, *ends_on_axis(pool), "pooled")
    if pool.model is not EffectModel.REML or pool.prediction_reason:
        return [diamond]
    span = effect_span(*pool.prediction, pool.measure)
    return [diamond, new_study_bar(pool, (ABSENT, span))]


def _window(window: PooledContrast) -> Line:
    pool = window.pooled
    studies, persons = f"{pool.k}", patients_text(window, pool)
    texts = (studies, persons, effect_text(pool, effect_mark(window)))
    return Line(months_text(window.month), texts, *ends_on_axis(pool), "pooled")


def _scale(lines: Sequence[Line], contrast: PooledContrast, picture: Picture) -> Scale:
    more = _which(contrast, picture)
    ends = finite_ends(lines)
    if contrast.measure == RISK_DIFFERENCE:
        return points_scale(ends, "Percentage points more responding", more)
    title = f"{contrast.measure}: above 1 more responding"
    return ratio_scale(ends, title, parts=2, more=more)


def _which(contrast: PooledContrast, picture: Picture) -> str:
    """Say on the axis which treatments differ, as long as they can be told apart."""
    chars = COMPACT_ARM_CHARS if picture.compact else ARM_CHARS
    short = cut_apart(contrast.pair, partial(shorten, most=chars))
    first, second = (short[name] for name in contrast.pair)
    if first == second:
        return "with the first treatment than with the second"
    return f"with {first} than with {second}"
