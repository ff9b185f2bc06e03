"""How much studies differ, in the words that all pools share."""

from lib.stats.meta_analysis.pooled_effect import PooledEffect


def i2_text(percent: float) -> str:
    """Write and explain I2, in percent from 0 to 100."""
    return (
        f"{percent:.0f}%: about so much of the spread of what the studies found is more than "
        "chance within them."
    )


def p_text(p: float) -> str:
    """Write a p value after its letter: `= 0.03`, `< 0.001`."""
    if p < 0.001:
        return "< 0.001"
    return f"= {p:.3f}" if p < 0.1 else f"= {p:.2f}"


def bar_footer(pool: PooledEffect) -> str:
    """Explain the bar of the prediction interval of pooled effects; blank where there is none."""
    if pool.reason or pool.prediction_reason:
        return ""
    repeats = "; it repeats the diamond's, as tau is estimated as 0" * (pool.tau2 == 0)
    return f"Bar: {pool.level}% prediction interval, approximate{repeats}."
