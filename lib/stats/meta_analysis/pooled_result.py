"""What a pooled estimate says: its numbers, its methods in words, and the reasons for gaps."""

from dataclasses import dataclass
from math import nan

from lib.stats.meta_analysis.glmm import LARGEST_TAU

PREDICTION_FROM = 5
"""Studies from which a prediction interval is given."""

NO_STUDY = "There is no study to pool."
ONE_STUDY = "There is only one study, so there is nothing to pool."
ALL_NONE = "Nobody responded in any of the studies, so their spread cannot be estimated."
ALL_EVERYBODY = "Everybody responded in every study, so their spread cannot be estimated."
ALL_EXTREME = (
    "In each study either nobody or everybody responded: how much the studies differ has no "
    "finite estimate."
)
NO_SE = "there is no estimate with a standard error"
NO_COUNT = "nobody was assessed, or a count is not known"
TOO_FAR_APART = (
    "The studies lie too far apart for a common proportion to mean anything: the standard "
    f"deviation of their logits would be above {LARGEST_TAU:g}."
)
FEW = f"With fewer than {PREDICTION_FROM} studies a prediction interval says too little."
EMPTY_TAU2 = (
    "The studies differ less than chance alone would make them, so no value of tau2 fits and its "
    "interval is empty."
)
OPEN_TAU2 = f"tau2 has no upper end below {LARGEST_TAU**2:g}: there is too little to tell."
NOT_FOUND_TAU2 = "The interval of tau2 could not be found."


@dataclass(frozen=True)
class Method:
    """What each number of a `Pooled` is, in words."""

    name: str
    model: str
    interval: str
    prediction: str
    tau2: str
    i2: str
    q: str


_PREDICTION = (
    "where the true proportion of a new, similar study may lie: t with k - 1 degrees of freedom, "
    "approximate"
)
_I2 = "from tau2 and the typical variance within studies (Higgins & Thompson 2002), not from Q"

GLMM = Method(
    "GLMM",
    "random-intercept logistic model, maximum likelihood by adaptive Gauss-Hermite quadrature",
    "t with k - 1 degrees of freedom",
    _PREDICTION,
    "maximum likelihood, profile-likelihood interval",
    _I2 + "; 0.5 added for it where all or none responded",
    "Pearson's chi-squared test of equal proportions, k - 1 degrees of freedom",
)
REML = Method(
    "REML",
    "random-effects model of logits, inverse variance, 0.5 added to both counts where all or none "
    "responded",
    "Knapp-Hartung, t with k - 1 degrees of freedom, never narrower than without its correction",
    _PREDICTION,
    "restricted maximum likelihood, Q-profile interval",
    _I2,
    "Cochran's Q, chi-squared with k - 1 degrees of freedom",
)


@dataclass(frozen=True)
class Pooled:
    """Studies pooled. Proportions are from 0 to 1; what cannot be had is nan, with a reason."""

    method: Method
    level: int
    """Percent, of all intervals."""
    k: int
    n: float
    """Persons assessed, of all studies; nan where not told."""
    reason: str = ""
    """Why nothing is pooled: the numbers below are then nan. Empty where it is."""
    proportion: float = nan
    low: float = nan
    high: float = nan
    prediction_low: float = nan
    prediction_high: float = nan
    prediction_reason: str = ""
    logit: float = nan
    se: float = nan
    """Of the logit."""
    tau2: float = nan
    """Variance of the studies' logits."""
    tau2_low: float = nan
    tau2_high: float = nan
    """inf where there is no upper end."""
    tau2_reason: str = ""
    """Why an end of the interval of tau2 is missing."""
    i2_percent: float = nan
    """From 0 to 100."""
    q: float = nan
    q_p: float = nan

    @property
    def q_df(self) -> int:
        """Degrees of freedom of Q and of t."""
        return max(self.k - 1, 0)

    @property
    def details(self) -> str:
        """Details of methods, in one line."""
        how = self.method
        return (
            f"{how.name}: {how.model}. {self.level}% confidence interval: {how.interval}. "
            f"Prediction interval: {how.prediction}. tau2: {how.tau2}. I2: {how.i2}. Q: {how.q}."
        )
