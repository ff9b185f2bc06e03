"""How much studies differ, in the words that all pools share."""


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
