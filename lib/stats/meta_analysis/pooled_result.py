"""A pooled estimate: its numbers, its method, and the reasons for what is missing."""

from dataclasses import dataclass
from enum import Enum, auto
from math import nan

from lib.stats.refusal import Refusal

FEWEST_STUDIES = 3
"""Studies that a pool needs."""
PREDICTION_FROM = 5
"""Studies from which a prediction interval is given."""


class Method(Enum):
    """The model by which studies are pooled."""

    GLMM = auto()
    """Random-intercept logistic model of counts, by maximum likelihood."""
    REML = auto()
    """Random-effects model of logits, by restricted maximum likelihood."""


@dataclass(frozen=True)
class Pooled:
    """Studies pooled. Proportions are from 0 to 1; what is not given is nan, with a reason."""

    method: Method
    level: int
    """Percent, of all intervals."""
    k: int
    n: float
    """Persons assessed, of all studies; nan where not told."""
    reason: Refusal | None = None
    """Why nothing is pooled: the numbers below are then nan."""
    unusable: int = 0
    """Studies without counts or without a standard error, where nothing is pooled for that."""
    proportion: float = nan
    low: float = nan
    high: float = nan
    prediction_low: float = nan
    prediction_high: float = nan
    prediction_reason: Refusal | None = None
    logit: float = nan
    se: float = nan
    """Of the logit."""
    tau2: float = nan
    """Variance of the studies' logits."""
    tau2_low: float = nan
    tau2_high: float = nan
    """inf where there is no upper end."""
    tau2_reason: Refusal | None = None
    """Why an end of the interval of tau2 is missing."""
    i2_percent: float = nan
    """From 0 to 100."""
    q: float = nan
    q_p: float = nan

    @property
    def q_df(self) -> int:
        """Degrees of freedom of Q and of t."""
        return max(self.k - 1, 0)
