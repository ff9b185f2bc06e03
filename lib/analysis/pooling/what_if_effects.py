"""Pooled contrasts and changes by each usual odds ratio of the missing, and where they tip."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.pooling.changes.same_studies import SameStudies
from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast
from lib.analysis.what_if import study_arms
from lib.stats.meta_analysis.imor_effects import (
    Sides,
    change_tipping_point,
    contrast_tipping_point,
    pool_imor_changes,
    pool_imor_contrasts,
    suppose,
)
from lib.stats.meta_analysis.pooled_effect import PooledEffect
from lib.stats.missing import IMORS
from lib.stats.tipping_point import BOTH, SECOND, VARIED, TippingPoint


@dataclass(frozen=True, eq=False)
class WhatIfEffects:
    """What would be pooled of the same studies if the missing had done otherwise.

    Attributes
    ----------
    left_out
        The studies of which it is not known how many are missing on both sides.
    sides
        The arms, or the visits, of the others.
    pools
        By whose odds ratio is varied (of `VARIED`), a pool for each of `IMORS`; the missing of the
        other arm or visit are like the assessed.
    """

    left_out: tuple[str, ...]
    sides: Sides
    pools: Mapping[str, tuple[PooledEffect, ...]]

    @property
    def is_pooled(self) -> bool:
        """Whether there is a pool by any odds ratio."""
        return any(not pool.reason for pools in self.pools.values() for pool in pools)


def what_if_contrast(contrast: PooledContrast) -> WhatIfEffects:
    """Pool two treatments, by the measure of a contrast, whatever its own rule for the missing."""
    measure, level = contrast.pooled.measure, contrast.pooled.level
    left_out, sides = _known(contrast.firsts, contrast.seconds)

    def pool(each: Sides) -> PooledEffect:
        return pool_imor_contrasts(each, measure=measure, level=level)

    return WhatIfEffects(left_out, sides, _by_imor(VARIED, sides, pool))


def what_if_change(same: SameStudies) -> WhatIfEffects:
    """Pool a change, by its measure and correlation, whatever its own rule for the missing."""
    asked = same.change
    left_out, sides = _known(same.first, same.second)

    def pool(each: Sides) -> PooledEffect:
        return pool_imor_changes(
            each, measure=asked.measure, correlation=asked.correlation, level=asked.level
        )

    return WhatIfEffects(left_out, sides, _by_imor((BOTH, SECOND), sides, pool))


def tip_contrast(contrast: PooledContrast) -> dict[str, TippingPoint]:
    """Find by whose odds ratio is varied (of `VARIED`) where a pooled contrast is in doubt."""
    measure, level = contrast.pooled.measure, contrast.pooled.level
    _, sides = _known(contrast.firsts, contrast.seconds)
    return {
        varied: contrast_tipping_point(sides, measure=measure, varied=varied, level=level)
        for varied in VARIED
    }


def tip_change(same: SameStudies) -> TippingPoint:
    """Find the odds ratio of the later visits' missing at which a pooled change is in doubt."""
    asked = same.change
    _, sides = _known(same.first, same.second)
    return change_tipping_point(
        sides, measure=asked.measure, correlation=asked.correlation, level=asked.level
    )


def _known(first: pd.DataFrame, second: pd.DataFrame) -> tuple[tuple[str, ...], Sides]:
    """Name the studies of which it is not known how many are missing, and give the others."""
    shares = (study_arms(entries, 1.0).shares.share for entries in (first, second))
    is_known = ~np.isnan(sum(shares))
    lost = sorted(first.loc[~is_known, "study"])
    return tuple(lost), (study_arms(first[is_known], 1.0), study_arms(second[is_known], 1.0))


def _by_imor(
    every: Sequence[str], sides: Sides, pool: Callable[[Sides], PooledEffect]
) -> dict[str, tuple[PooledEffect, ...]]:
    return {varied: tuple(pool(suppose(sides, imor, varied)) for imor in IMORS) for varied in every}
