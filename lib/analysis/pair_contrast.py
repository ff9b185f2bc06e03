"""How two arms differ, from their counts, their published estimates or their supposed shares."""

from math import nan
from typing import Any

import numpy as np
import pandas as pd

from lib.analysis.estimates import PUBLISHED_LEVEL
from lib.analysis.what_if import enrolment, is_supposed
from lib.stats.arm_contrast import Contrast, contrast
from lib.stats.effect_measures import Counts, Effect
from lib.stats.number_needed import number_needed
from lib.stats.refusal import Refusal
from lib.stats.risk_difference import Estimate, published_difference
from lib.stats.risk_ratio import KOOPMAN, MIETTINEN_NURMINEN
from lib.stats.tipping_point import IMOR_METHOD, imor_difference, imor_ratio


def pair_contrast(first: Any, second: Any, level: int, no_needed: Refusal | None) -> Contrast:
    """Compare two points of the estimate frame, named tuples, the first against the second.

    `level` is in percent; `no_needed` says why no number needed to treat may be told.
    """
    if is_supposed(first):
        return _supposed_contrast(first, second, level, no_needed)
    if has_counts(first) and has_counts(second):
        return contrast(Counts(first.r, first.n), Counts(second.r, second.n), level, no_needed)
    difference = published_difference(_estimate(first), _estimate(second), level)
    lost = tuple(arm.arm for arm in (first, second) if not has_counts(arm))
    why = Refusal.RATIO_NEEDS_COUNTS
    return Contrast(
        difference,
        Effect("risk ratio", KOOPMAN, level, reason=why, without_counts=lost),
        Effect("odds ratio", MIETTINEN_NURMINEN, level, reason=why, without_counts=lost),
        number_needed(difference, no_needed),
    )


def _supposed_contrast(first: Any, second: Any, level: int, no_needed: Refusal | None) -> Contrast:
    """Of supposed shares: intervals by the delta method, of ratios on the logarithm."""
    imors = (np.array(float(first.imor)), np.array(float(second.imor)))
    arms = (enrolment(first), enrolment(second))
    found = imor_difference(*arms, imors, level=level)
    span = (found.points.item(), found.low.item(), found.high.item())
    difference = Effect("risk difference", IMOR_METHOD, level, *span)
    return Contrast(
        difference,
        imor_ratio("RR", arms, imors, level),
        imor_ratio("OR", arms, imors, level),
        number_needed(difference, no_needed),
    )


def has_counts(point: Any) -> bool:
    """Whether the responders of a point and their denominator are known."""
    return bool(pd.notna(point.r) and pd.notna(point.n))


def _estimate(point: Any) -> Estimate:
    """The published estimate, or the counted one where only the other arm has no count."""
    level = PUBLISHED_LEVEL if pd.isna(point.interval_level) else int(point.interval_level)
    behind = point.n if pd.notna(point.n) else point.n_enrolled
    n = nan if pd.isna(behind) else float(behind)
    return Estimate(point.rate / 100, point.low / 100, point.high / 100, n, level)
