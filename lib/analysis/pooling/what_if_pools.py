"""Pools of the shares of all enrolled, under what is supposed of the missing."""

import numpy as np
import pandas as pd

from lib.analysis.pooling.synthesis import Window
from lib.analysis.what_if import supposed_shares
from lib.stats.meta_analysis.pool import Method, Pooled, pool_estimates
from lib.stats.meta_analysis.pooled_result import FEWEST_STUDIES
from lib.stats.missing import IMORS
from lib.stats.refusal import Refusal


def poolable(window: Window) -> pd.DataFrame:
    """Give the entries of a window of which it is known how many are missing."""
    entries = window.entries
    known = supposed_shares(entries, window.pooled.level, 1.0)
    return entries[~np.isnan(known.share)]


def pools_by_imor(window: Window) -> list[tuple[float, Pooled]]:
    """Pool the same studies for each odds ratio of the missing in `IMORS`, by REML of logits.

    The studies are those of `poolable`; with fewer than three each pool is refused.
    """
    used, level = poolable(window), window.pooled.level
    return [(imor, _pool(used, level, imor)) for imor in IMORS]


def _pool(used: pd.DataFrame, level: int, imor: float) -> Pooled:
    persons = used["n"].to_numpy(float)
    if len(used) < FEWEST_STUDIES:
        return Pooled(Method.REML, level, len(used), persons.sum(), Refusal.TOO_FEW_QUALIFY)
    found = supposed_shares(used, level, imor)
    return pool_estimates(found.logit, found.se_logit, persons, level=level)
