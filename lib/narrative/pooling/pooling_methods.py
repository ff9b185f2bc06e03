"""How each number of a pool was made, in words."""

from dataclasses import dataclass

from lib.stats.meta_analysis.pooled_result import Method, Pooled


@dataclass(frozen=True)
class MethodText:
    """What each number of a pool by one method is."""

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

METHODS = {
    Method.GLMM: MethodText(
        "random-intercept logistic model, maximum likelihood by adaptive Gauss-Hermite quadrature",
        "t with k - 1 degrees of freedom",
        _PREDICTION,
        "maximum likelihood, profile-likelihood interval",
        _I2 + "; 0.5 added for it where all or none responded",
        "Pearson's chi-squared test of equal proportions, k - 1 degrees of freedom",
    ),
    Method.REML: MethodText(
        "random-effects model of logits, inverse variance, 0.5 added to both counts where all or "
        "none responded",
        "Knapp-Hartung, t with k - 1 degrees of freedom, never narrower than without its "
        "correction",
        _PREDICTION,
        "restricted maximum likelihood, Q-profile interval",
        _I2,
        "Cochran's Q, chi-squared with k - 1 degrees of freedom",
    ),
}


def methods_text(pooled: Pooled) -> str:
    """Give the details of methods, in one line."""
    how = METHODS[pooled.method]
    return (
        f"{pooled.method.name}: {how.model}. {pooled.level}% confidence interval: {how.interval}. "
        f"Prediction interval: {how.prediction}. tau2: {how.tau2}. I2: {how.i2}. Q: {how.q}."
    )
