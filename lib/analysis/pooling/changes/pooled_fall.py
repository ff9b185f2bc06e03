"""How much of the fall of a pooled line is other studies coming and going."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.pooling.synthesis import Window, pool_entries
from lib.stats.meta_analysis.pool import Method, Pooled


@dataclass(frozen=True)
class Fall:
    """How the pooled share falls from one window to a later one, and in whom; from 0 to 1.

    Attributes
    ----------
    first, later
        The pools of all studies that qualify with counts in each window.
    first_same, later_same
        Those of the studies that are in both.
    """

    first: Pooled
    later: Pooled
    first_same: Pooled
    later_same: Pooled

    @property
    def is_known(self) -> bool:
        """Whether all four are pooled."""
        return not any(
            pooled.reason for pooled in (self.first, self.later, self.first_same, self.later_same)
        )

    @property
    def whole(self) -> float:
        """By how much the pooled line falls; below 0 where it rises."""
        return self.first.proportion - self.later.proportion

    @property
    def within(self) -> float:
        """By how much it falls in the same studies."""
        return self.first_same.proportion - self.later_same.proportion

    @property
    def gone(self) -> float:
        """What comes of studies that are in the earlier window only."""
        return self.first.proportion - self.first_same.proportion

    @property
    def come(self) -> float:
        """What comes of studies that are in the later window only."""
        return self.later_same.proportion - self.later.proportion

    @property
    def between(self) -> float:
        """What comes of other studies: `gone` and `come` together."""
        return self.whole - self.within


def fall_between(windows: tuple[Window, Window], same: tuple[pd.DataFrame, pd.DataFrame]) -> Fall:
    """Pool all studies of two windows that have counts, and those that are the same in both.

    Parameters
    ----------
    windows
        The earlier and the later.
    same
        The entries in each of the studies that are in both.
    """
    every = [window.entries[~window.entries["is_published"].astype(bool)] for window in windows]
    pools = [
        _pool(window, entries)
        for part in (every, same)
        for window, entries in zip(windows, part, strict=True)
    ]
    return Fall(*pools)


def _pool(window: Window, entries: pd.DataFrame) -> Pooled:
    """Pool some entries of a window; all of them are pooled already, unless by another model."""
    pooled = window.pooled
    # Supposed shares are no counts.
    method = Method.REML if window.is_supposed else Method.GLMM
    if pooled.method is method and len(entries) == pooled.k:
        return pooled
    return pool_entries(entries, method, pooled.level)
