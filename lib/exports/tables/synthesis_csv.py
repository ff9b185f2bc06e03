"""What qualifies for each window and what is pooled, as a file to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from lib.analysis.points import each_point
from lib.analysis.pooling.new_study import NewStudy
from lib.analysis.pooling.question import PoolingQuestion, Worth
from lib.analysis.pooling.synthesis import Window
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.numbers.refusals import pool_refusal, refusal_text
from lib.narrative.pooling.new_study_text import why_not
from lib.narrative.pooling.pool_basis import (
    arms_texts,
    assumed_text,
    pooled_as,
    published_texts,
)
from lib.narrative.pooling.pooling_methods import methods_text
from lib.narrative.pooling.pooling_text import repeats_interval
from lib.narrative.pooling.synthesis_text import published_statement, statement
from lib.stats.meta_analysis.bayes.pool import INTERVAL_LEVEL

NEW_STUDY_COLUMNS = (
    "worth_pct",
    "new_studies_over_worth_pct",
    "new_study_why_none",
    "new_study_pct",
    "new_study_low_pct",
    "new_study_high_pct",
    "middle_study_pct",
    "middle_study_low_pct",
    "middle_study_high_pct",
    "bayes_studies",
    "bayes_counted",
    "bayes_tau",
    "bayes_tau_low",
    "bayes_tau_high",
    "bayes_tau_prior_scale",
    "bayes_level_pct",
)
"""What a window tells of a new, similar study, by Bayes."""
COLUMNS = (
    "window_centre_months",
    "row",
    "study",
    "arm",
    "outcome",
    "estimate",
    "unit",
    "cohort",
    "qualifies",
    "why_not",
    "months",
    "visits_not_used",
    "responders",
    "counted",
    "count_is",
    "counted_is",
    "n_enrolled",
    "missing_odds_ratio",
    "rests_on_assumed",
    "pooled_as",
    "share_pct",
    "low_pct",
    "high_pct",
    "interval_method",
    "interval_level_pct",
    "caution",
    "row_is",
    "studies",
    "level_pct",
    "method",
    "tau2",
    "tau2_low",
    "tau2_high",
    "tau2_why",
    "i2_pct",
    "q",
    "q_df",
    "q_p",
    "prediction_low_pct",
    "prediction_high_pct",
    "prediction_why_none",
    "prediction_repeats_interval",
    "arms_added_up",
    "published_estimates",
    "assumed_numbers",
    *NEW_STUDY_COLUMNS,
)


def synthesis_csv(
    news: Sequence[NewStudy], asked: PoolingQuestion, worth: Worth, stamp: Stamp
) -> bytes:
    """Write a row for each series in each window, and one for each window's pool.

    Percentages are 0 to 100; tau2 is the variance of logits, tau their standard deviation. Blank is
    what cannot be had.

    Parameters
    ----------
    news
        What each window tells of a new study, by the prior of `worth`.
    """
    question, view = asked.question, asked.view
    windows = [new.window for new in news]
    rows = [row for new in news for row in _rows(new, worth)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    persons = ["responders", "counted", "studies", "q_df", "bayes_studies", "bayes_counted"]
    frame[persons] = frame[persons].astype("Int64")
    return stamped_csv(
        frame.assign(
            treatment=question.treatment,
            definition_asked_for=question.outcome,
            window_half_width_months=question.width,
            rows_with_cautions_included="yes" if question.with_cautions else "no",
            definitions_stated_the_same=statement(windows, asked) or "no",
            published_estimates_included=published_statement(windows, asked) or "no",
            arms_chosen="; ".join(question.arms),
            view_missing_patients=view.rule,
            view_interval_method=view.interval_name,
            view_interval_level_pct=view.level,
        ),
        stamp,
    )


def _rows(new: NewStudy, worth: Worth) -> Iterator[dict[str, Any]]:
    *series, pool = window_rows(new.window)
    yield from series
    yield pool | new_study_numbers(new, worth)


def new_study_numbers(new: NewStudy, worth: Worth) -> dict[str, Any]:
    """Give what a window tells of a new study by the names of `NEW_STUDY_COLUMNS`, or why not."""
    known = {
        "worth_pct": worth.percent,
        "bayes_tau_prior_scale": new.tau_scale,
        "bayes_level_pct": INTERVAL_LEVEL,
    }
    pool = new.pool
    if pool is None:
        return known | {"new_study_why_none": why_not(new)}
    shares = {
        "new_studies_over_worth_pct": new.chance_over(worth.percent),
        "new_study_pct": pool.new_median,
        "new_study_low_pct": pool.new_low,
        "new_study_high_pct": pool.new_high,
        "middle_study_pct": pool.median,
        "middle_study_low_pct": pool.low,
        "middle_study_high_pct": pool.high,
    }
    return {
        **known,
        **{name: round(100 * share, 6) for name, share in shares.items()},
        "bayes_studies": pool.k,
        "bayes_counted": pool.n,
        "bayes_tau": round(pool.tau_median, 6),
        "bayes_tau_low": round(pool.tau_low, 6),
        "bayes_tau_high": round(pool.tau_high, 6),
    }


def window_rows(window: Window) -> Iterator[dict[str, Any]]:
    """Give a row for each series in a window, and one for its pool."""
    for point in each_point(window.judged):
        as_what = {"pooled_as": pooled_as(point, window)}
        row = {"window_centre_months": window.centre, "row": "series"}
        yield row | _series(point) | as_what
    yield {"window_centre_months": window.centre, "row": "pool"} | _pool(window)


def _series(point: Any) -> dict[str, Any]:
    known = {
        "study": point.study,
        "arm": point.arm,
        "outcome": point.outcome,
        "estimate": point.estimate,
        "unit": point.unit,
        "cohort": point.cohort,
        "qualifies": "no" if point.why_not else "yes",
        "why_not": point.why_not,
        "row_is": "tried, not saved" if point.tried else "saved",
    }
    if not point.inside:
        return known
    return known | {
        "months": point.months,
        "visits_not_used": point.unused,
        "responders": point.r,
        "counted": point.n,
        "count_is": point.count,
        "counted_is": point.n_is,
        "n_enrolled": point.n_enrolled,
        "missing_odds_ratio": point.imor,
        "rests_on_assumed": "yes" if point.is_assumed else "no",
        "share_pct": round(point.rate, 6),
        "low_pct": round(point.low, 6),
        "high_pct": round(point.high, 6),
        "interval_method": point.interval_method,
        "interval_level_pct": point.interval_level,
        "caution": point.caution,
    }


def _pool(window: Window) -> dict[str, Any]:
    pooled = window.pooled
    counted = {
        "studies": pooled.k,
        "counted": pooled.n,
        "level_pct": pooled.level,
        "why_not": pool_refusal(pooled),
        "rests_on_assumed": "yes" if assumed_text(window) else "no",
    }
    if pooled.reason:
        return counted
    return counted | {
        "share_pct": round(100 * pooled.proportion, 6),
        "low_pct": round(100 * pooled.low, 6),
        "high_pct": round(100 * pooled.high, 6),
        "method": methods_text(pooled),
        "tau2": round(pooled.tau2, 6),
        "tau2_low": round(pooled.tau2_low, 6),
        "tau2_high": round(pooled.tau2_high, 6),
        "tau2_why": refusal_text(pooled.tau2_reason),
        "i2_pct": round(pooled.i2_percent, 6),
        "q": round(pooled.q, 6),
        "q_df": pooled.q_df,
        "q_p": pooled.q_p,
        "prediction_low_pct": round(100 * pooled.prediction_low, 6),
        "prediction_high_pct": round(100 * pooled.prediction_high, 6),
        "prediction_why_none": refusal_text(pooled.prediction_reason),
        "prediction_repeats_interval": "yes" if repeats_interval(pooled) else "no",
        "arms_added_up": " ".join(arms_texts(window)),
        "published_estimates": " ".join(published_texts(window)),
        "assumed_numbers": assumed_text(window),
    }
