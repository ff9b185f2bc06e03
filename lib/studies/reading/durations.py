"""Months as text, and what was converted to them, since each conversion is told."""

from collections.abc import Iterable

from lib.studies.headers.time_units import DAYS_IN_MONTH as DAYS_IN_MONTH

_LISTED = 12  # conversions that are listed one by one


def format_months(months: float) -> str:
    """Write months with one decimal, or two below one month: 12, 5.5, 0.23."""
    return _round_months(months).rstrip("0").rstrip(".")


def conversion_notes(pairs: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Describe each distinct conversion: ``52 weeks = 12.0 months``; beyond 12, only their number.

    Parameters
    ----------
    pairs
        Each duration as typed, and its value in months.
    """
    told = sorted(set(pairs), key=lambda pair: (pair[1], pair[0]))
    lines = [f"{text} = {_round_months(months)} months" for text, months in told[:_LISTED]]
    more = len(told) - _LISTED
    return (*lines, f"and {more:,} more") if more > 0 else tuple(lines)


def _round_months(months: float) -> str:
    return f"{months:.2f}" if abs(months) < 1 else f"{months:.1f}"
