"""Two treatments over several studies as tables, in words."""

from collections.abc import Iterator, Sequence

import pandas as pd

from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast, shares_at
from lib.analysis.pooling.contrasts.contrast_question import ContrastQuestion
from lib.analysis.settings import View
from lib.narrative.numbers.contrast_text import needed_text
from lib.narrative.numbers.count_text import ABSENT
from lib.narrative.pooling.contrasts.effects import (
    effect_mark,
    effect_text,
    patients_text,
    prediction_text,
    study_effect,
    study_effect_text,
    study_pairs,
)
from lib.narrative.pooling.contrasts.methods import methods_text, study_method
from lib.narrative.pooling.contrasts.sentences import (
    MODELS,
    added_texts,
    left_out_texts,
    shares_text,
)
from lib.narrative.pooling.contrasts.titles import pair_text
from lib.narrative.series_text import TRIED
from lib.phrases import capital, months_text, with_noun

HOW = "How it was made"


def contrast_table(
    contrast: PooledContrast, question: ContrastQuestion, view: View
) -> pd.DataFrame:
    """Make the table of the forest plot: its studies, its results and its rules."""
    first, second = (f"{name}: responding / counted" for name in contrast.pair)
    names = ("Study", "Visit", first, second, f"{contrast.measure} (interval)", HOW)
    rows = [*_studies(contrast, view), *_pools(contrast), *_rules(contrast, question, view)]
    return pd.DataFrame(rows, columns=list(names))


def _studies(contrast: PooledContrast, view: View) -> Iterator[tuple[str, ...]]:
    how = f"{view.level}% interval, {study_method(contrast)}"
    for pair in study_pairs(contrast, view.level):
        tried = f" ({TRIED})" if pair.first.tried or pair.second.tried else ""
        yield (
            f"{pair.first.study}{tried}",
            months_text(pair.first.months),
            pair.first.count_text,
            pair.second.count_text,
            study_effect_text(study_effect(pair, contrast.measure), pair),
            how,
        )


def _pools(contrast: PooledContrast) -> Iterator[tuple[str, ...]]:
    when, mark = months_text(contrast.month), effect_mark(contrast)
    for pool in contrast.pools:
        counts = tuple(f"N = {number:,.0f}{mark}" for number in contrast.persons(pool))
        name = f"{capital(MODELS[pool.model])}, {with_noun(pool.k, 'study', 'studies')}"
        yield (name, when, *counts, effect_text(pool, mark), f"{pool.level}%")
    new = prediction_text(contrast.pooled)
    yield ("A new, similar study", when, ABSENT, ABSENT, new, "by random effects (REML)")


def _rules(
    contrast: PooledContrast, question: ContrastQuestion, view: View
) -> Iterator[tuple[str, ...]]:
    at = shares_at(contrast, question.share)
    told = {
        "In patients": shares_text(contrast, at),
        "Number needed to treat": needed_text(at.needed) if at.needed else "",
        "Left out": " ".join(left_out_texts(contrast)),
        "Arms added up": " ".join(added_texts(contrast)),
        "Rows with a caution": "Included by the reader." if question.with_cautions else "",
        "Missing patients": view.rule,
        "Definition of response": contrast.outcome,
        "Details of methods": methods_text(contrast),
    }
    yield from ((name, "", "", "", "", text) for name, text in told.items() if text)


def over_time_table(windows: Sequence[PooledContrast], rule: str) -> pd.DataFrame:
    """Make the table of the windows, a row each; `rule` for missing patients, in words."""
    return pd.DataFrame(
        {
            "First against second": pair_text(window),
            "Window": months_text(window.month),
            "Studies": f"{window.pooled.k}",
            "Patients": patients_text(window, window.pooled),
            f"{window.measure} (interval)": effect_text(window.pooled, effect_mark(window)),
            "A new, similar study": prediction_text(window.pooled),
            "Which studies": ", ".join(window.studies) or ABSENT,
            "Missing patients": rule,
            HOW: methods_text(window),
        }
        for window in windows
    )
