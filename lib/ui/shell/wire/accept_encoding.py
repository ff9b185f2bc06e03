"""Which encoding a browser takes (RFC 9110, 12.5.3)."""

from collections.abc import Sequence


def choose_encoding(accepted: str, offered: Sequence[str]) -> str | None:
    """Choose an encoding.

    Parameters
    ----------
    accepted
        The header `Accept-Encoding`, empty if there is none.
    offered
        Names of encodings, the best first.

    Returns
    -------
    The one that the browser likes most, of equals the best; None for the file as it is.
    """
    weights = _weights(accepted)
    weight = {name: weights.get(name, weights.get("*", 0.0)) for name in offered}
    wanted = max(offered, key=weight.__getitem__, default=None)
    if wanted is None or weight[wanted] <= 0 or weight[wanted] < weights.get("identity", 0.0):
        return None
    return wanted


def _weights(accepted: str) -> dict[str, float]:
    parts = (part.partition(";") for part in accepted.lower().split(","))
    return {name.strip(): _weight(parameter) for name, _, parameter in parts}


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if not name.strip():
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
