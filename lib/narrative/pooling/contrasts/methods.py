"""How pooled contrasts and those of each study are made, in words."""

from lib.analysis.pooling.contrasts.arm_contrasts import PooledContrast
from lib.analysis.pooling.contrasts.contrast_question import ODDS_RATIO, RISK_DIFFERENCE, RISK_RATIO
from lib.stats.risk_difference import NEWCOMBE
from lib.stats.risk_ratio import KOOPMAN, MIETTINEN_NURMINEN
from lib.stats.tipping_point import IMOR_METHOD, IMOR_RATIO_METHOD

STUDY_METHODS = {
    RISK_RATIO: KOOPMAN,
    ODDS_RATIO: MIETTINEN_NURMINEN,
    RISK_DIFFERENCE: NEWCOMBE,
}
"""How the interval of one study is made, as that of any two arms of one study."""
ONLY_REML = (
    "Mantel-Haenszel and GLMM are not given: they take counts, and supposed shares are none."
)
ADDED_TO_TABLES = "1/2 added to all four cells of studies with a 0"
ADDED_TO_SHARES = (
    "variances by the delta method from those of the supposed shares; 1/2 added to both counts of "
    "an arm where none, or all, of those assessed responded"
)


def study_method(contrast: PooledContrast) -> str:
    """Say how the interval of one study is made."""
    if not contrast.is_supposed:
        return STUDY_METHODS[contrast.measure]
    return IMOR_METHOD if contrast.measure == RISK_DIFFERENCE else IMOR_RATIO_METHOD


def methods_text(contrast: PooledContrast) -> str:
    """Give the details of methods in one line."""
    is_ratio, is_supposed = contrast.measure != RISK_DIFFERENCE, contrast.is_supposed
    scale = " of the logs of ratios" if is_ratio else " of differences"
    halves = ADDED_TO_SHARES if is_supposed else ADDED_TO_TABLES
    said = {
        f"REML: random-effects model{scale}, inverse variance; {halves}; interval: Knapp-Hartung, "
        "t with k - 1 degrees of freedom, never narrower than without its correction; prediction: "
        "t with k - 1; tau2: restricted maximum likelihood, Q-profile interval; I2 from tau2; Q: "
        "Cochran's.": True,
        "Mantel-Haenszel: one common effect from sums over the studies, nothing "
        "added.": not is_supposed,
        "GLMM: logistic model with an own level of each study and random log odds ratios, maximum "
        "likelihood, t with k - 1.": contrast.measure == ODDS_RATIO and not is_supposed,
    }
    return " ".join(text for text, holds in said.items() if holds)
