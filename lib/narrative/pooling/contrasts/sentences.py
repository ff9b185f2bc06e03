"""Two treatments over several studies at a month, in sentences."""

from math import isfinite

from lib.analysis.arm_pairs import Pair
from lib.analysis.points import each_point
from lib.analysis.pooling.contrasts.arm_contrasts import (
    PooledContrast,
    SharesAt,
    excludes_none,
)
from lib.analysis.pooling.contrasts.contrast_question import (
    ODDS_RATIO,
    RISK_DIFFERENCE,
)
from lib.analysis.settings import AS_REPORTED, View
from lib.narrative.captions import WHAT_IF_COUNTS
from lib.narrative.numbers.contrast_text import FURTHEST, needed_text
from lib.narrative.numbers.count_text import (
    mark_footers,
    of_text,
    with_meanings,
)
from lib.narrative.numbers.refusals import refusal_text
from lib.narrative.pooling.contrasts.effects import (
    counted_text,
    effect_mark,
    effect_text,
    prediction_text,
    study_effect,
    study_effect_text,
    study_pairs,
    why_not_pooled,
)
from lib.narrative.pooling.contrasts.methods import ONLY_REML, methods_text, study_method
from lib.narrative.pooling.contrasts.titles import contrast_title, pair_text, when_text
from lib.narrative.pooling.heterogeneity_text import bar_footer, i2_text, p_text
from lib.narrative.pooling.pool_basis import not_pooled_text
from lib.narrative.series_text import TRIED, supposition, with_words
from lib.phrases import (
    capital,
    clause,
    few,
    listing,
    months_text,
    percent_text,
    with_noun,
)
from lib.stats.effect_measures import Effect
from lib.stats.meta_analysis.pooled_effect import EffectModel
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES

MOST_TOLD = 12
"""The most studies that an alt text tells one by one."""
MODELS = {
    EffectModel.REML: "random effects (REML)",
    EffectModel.MANTEL_HAENSZEL: "one common effect (Mantel-Haenszel)",
    EffectModel.GLMM: "logistic model (GLMM)",
}


def rule_footer(contrast: PooledContrast, rule: str) -> str:
    """Say under a figure how the missing count; blank as reported."""
    if contrast.is_supposed:
        return f"{rule}. {WHAT_IF_COUNTS}"
    return "" if rule == AS_REPORTED else f"{rule}, in both arms."


def contrast_headline(contrast: PooledContrast, rule: str) -> str:
    """Say what the effect is of, how sure it is, and whether the models agree.

    `rule` for missing patients, in words.
    """
    pool, (supposed, _) = contrast.pooled, supposition(rule)
    studies = with_noun(pool.k, "study", "studies")
    told = [
        f"{supposed}{contrast.measure.lower()} pooled over {studies} with "
        f"{counted_text(contrast, pool)}, in each of which chance made both arms; "
        f"{pool.level}% interval.",
        _sides(contrast),
        models_text(contrast),
    ]
    return capital(" ".join(filter(None, told)))


def respond_text(contrast: PooledContrast) -> str:
    """Give the verb of those who respond, which of supposed shares is no finding."""
    return "would respond" if contrast.is_supposed else "respond"


def _sides(contrast: PooledContrast) -> str:
    """Say on which side of no difference the interval lies."""
    pool = contrast.pooled
    if not excludes_none(pool):
        return "The interval includes no difference."
    more = "More" if pool.estimate > 0 else "Fewer"
    first, second = contrast.pair
    return f"{more} {respond_text(contrast)} with {first} than with {second}."


def models_text(contrast: PooledContrast) -> str:
    """Say what the other models give, and whether the answer hangs on the model."""
    others = [pool for pool in contrast.pools[1:] if not pool.reason]
    if not others:
        return ""
    told = listing(f"{effect_text(pool)} by {MODELS[pool.model]}" for pool in others)
    if contrast.disagrees:
        return f"The models disagree even in which arm has more: {told}."
    if contrast.hangs_on_model:
        return f"Whether no difference is excluded hangs on the model: {told}."
    return f"{capital(told)}."


def shares_text(contrast: PooledContrast, at: SharesAt) -> str:
    """Say what the effect comes to of a hundred patients, at a share of the second arm."""
    (first, second), respond = contrast.pair, respond_text(contrast)
    whose = "the median of the studies" if at.is_median else "set by the reader"
    share = f"At a share of {percent_text(at.second)} in the second arm ({whose})"
    if at.reason:
        return f"{share} nothing is told: {clause(refusal_text(at.reason))}."
    return (
        f"{share}, of 100 patients like these {at.second:.0f} {respond} with {second} and "
        f"{at.first:.0f} with {first} ({contrast.pooled.level}% interval {at.low:.1f} to "
        f"{at.high:.1f}%, the share of the second arm taken as known)."
    )


def contrast_facts(contrast: PooledContrast, at: SharesAt) -> list[tuple[str, str]]:
    """Explain in full how the studies were pooled and how much they differ."""
    pool, mark = contrast.pooled, effect_mark(contrast)
    needed = needed_text(at.needed) if at.needed else "None without these shares."
    low, high = pool.tau2_low**0.5, pool.tau2_high**0.5
    ends = f" ({pool.level}% interval {low:.2f} to {high:.2f})" if isfinite(low + high) else ""
    unit = "differences" if contrast.measure == RISK_DIFFERENCE else "logs of the ratios"
    return [
        *((capital(MODELS[each.model]), effect_text(each, mark)) for each in contrast.pools),
        ("In patients", shares_text(contrast, at)),
        ("Number needed to treat", needed),
        ("A new, similar study", prediction_text(pool)),
        (
            "tau",
            f"{pool.tau2**0.5:.3f}{ends}: how far the true effects of studies lie apart, as the "
            f"standard deviation of the {unit}. {refusal_text(pool.tau2_reason)}".rstrip(),
        ),
        ("I²", i2_text(pool.i2_percent)),
        ("Q", f"{pool.q:.2f} with {pool.k - 1} degrees of freedom, p {p_text(pool.q_p)}"),
        *([("Left out of the ratio", left_out_of_ratio(contrast))] if pool.left_out else []),
        *([("Arms added up", " ".join(sums))] if (sums := added_texts(contrast)) else []),
        ("Details of methods", methods_text(contrast)),
    ]


def left_out_of_ratio(contrast: PooledContrast) -> str:
    """Name the studies that tell nothing of a ratio; blank where there are none."""
    if not (names := contrast.not_in_ratio):
        return ""
    return (
        f"{listing(few(names))}: none or all respond in both arms, which tells nothing of a ratio."
    )


def added_texts(contrast: PooledContrast) -> list[str]:
    """Tell of which arms the counts of a study are the sum, a sentence a study."""
    told = []
    for side in (contrast.firsts, contrast.seconds):
        for entry in each_point(side[side["arms_added"] > 1]):
            told.append(f"{entry.study}: {entry.arm} are added up to {of_text(entry)}.")
    return told


def study_sentence(pair: Pair, measure: str) -> str:
    """Tell the two arms of a study and how they differ."""
    effect = study_effect(pair, measure)
    return (
        f"{pair.first.study}: {of_text(pair.first)} against {of_text(pair.second)}, "
        f"{study_effect_text(effect, pair)}."
    )


def contrast_alt(contrast: PooledContrast, view: View) -> str:
    """Write the alt text of the forest plot."""
    pairs = study_pairs(contrast, view.level)
    told = [study_sentence(pair, contrast.measure) for pair in pairs[:MOST_TOLD]]
    if (more := len(pairs) - MOST_TOLD) > 0:
        told.append(f"And {with_noun(more, 'more study', 'more studies')}.")
    title = f"{contrast_title(contrast, view.rule)}."
    return with_meanings([title, contrast_headline(contrast, view.rule), *told])


def contrast_footer(contrast: PooledContrast, view: View) -> str:
    """Explain the marks of the forest plot, and how its numbers were made."""
    pool, method = contrast.pooled, study_method(contrast)
    is_odds, is_supposed = contrast.measure == ODDS_RATIO, contrast.is_supposed
    out = [each.study for each in contrast.left_out if each.is_whole]
    arms = with_words(contrast.visits)
    effects = [study_effect(pair, contrast.measure) for pair in study_pairs(contrast, view.level)]
    said = {
        f"{pair_text(contrast)}; response: {contrast.outcome}.": True,
        f"Visits up to {months_text(contrast.within)} away.": not contrast.is_at_month,
        rule_footer(contrast, view.rule): True,
        not_pooled_text(out, "With both treatments"): True,
        "Squares: a study each, larger for more patients.": True,
        "What lies beyond the axis ends at its edge.": any(map(_runs_on, effects)),
        f"Whiskers: {view.level}% intervals ({method}).": True,
        f"Diamond: pooled, {pool.level}% interval, REML with Knapp-Hartung.": is_supposed,
        ONLY_REML: is_supposed,
        f"Diamonds: pooled, {pool.level}% intervals, REML with Knapp-Hartung and "
        "Mantel-Haenszel.": not (is_odds or is_supposed),
        f"Diamonds: pooled, {pool.level}% intervals, REML with Knapp-Hartung, Mantel-Haenszel and "
        "GLMM.": is_odds and not is_supposed,
        bar_footer(pool): True,
        left_out_of_ratio(contrast): True,
        " ".join(added_texts(contrast)): True,
        "Hollow: a caution, or an assumed number assessed.": arms["hollow"].any(),
        **dict.fromkeys(mark_footers(arms), True),
        f"Ringed: rows {TRIED}.": arms["tried"].any(),
    }
    return " ".join(text for text, holds in said.items() if holds and text)


def _runs_on(effect: Effect) -> bool:
    """Whether a study's ratio or its interval lies beyond any axis; a difference never does."""
    is_ratio = "ratio" in effect.name
    return is_ratio and (effect.low < 1 / FURTHEST or effect.high > FURTHEST)


def left_out_texts(contrast: PooledContrast) -> list[str]:
    """Say of each study that is left out, or arms of it, why."""
    return [
        f"{each.study}: {each.why}."
        if each.is_whole
        else f"{each.study}, of which one arm is in: {each.why}."
        for each in contrast.left_out
    ]


def needed_for_a_contrast(contrast: PooledContrast | None, rule: str) -> str:
    """Say in a sentence what it would take to pool two treatments, where nothing is pooled.

    `rule` for missing patients, in words.
    """
    enrolled = "" if rule == AS_REPORTED else ", of which it is known how many were enrolled,"
    takes = (
        f"Two treatments are pooled over {FEWEST_STUDIES} studies or more in which chance made "
        f"both arms, with counts of patients{enrolled} by one definition of response"
    )
    if contrast is None:
        return f"{takes}; here no study has two such arms."
    why = clause(why_not_pooled(contrast.pooled)).split(";")[0]
    return f"{takes}; {when_text(contrast)}, of {pair_text(contrast)}, {why}."
