"""How fast one series falls, in numbers, with what they rest on and why there is none."""

from math import nan
from typing import Any

from lib.analysis.series_change import SeriesChange
from lib.narrative.numbers.change_text import no_interval_text
from lib.narrative.numbers.count_text import joints_text
from lib.narrative.numbers.fall_words import persistence_condition
from lib.narrative.numbers.half_life_text import half_life_notes
from lib.narrative.numbers.refusals import refusal_text
from lib.stats.decay.half_life import HalfLife
from lib.stats.persistence import Visit

NOT_BOUNDED = "not bounded"


def fall_numbers(told: SeriesChange, half: HalfLife) -> dict[str, Any]:
    """Give the numbers of a series by their names in a file.

    Percent 0-100, percentage points, months, persons (or what the row counts); nan where refused,
    with the reason beside.
    """
    return {
        **_end("first", told.first, told.visits[0]),
        **_end("last", told.last, told.visits[-1]),
        **_change(told),
        **_bounds(told),
        **_both(told),
        **_half_life(told, half),
        "counted_as_independent": joints_text(told.unit),
    }


def _end(name: str, point: Any, visit: Visit) -> dict[str, Any]:
    return {
        f"{name}_months": visit.months,
        f"{name}_rate_pct": float(point.rate),
        f"{name}_responders": visit.responders,
        f"{name}_responders_are": point.count,
        f"{name}_counted": visit.assessed,
        f"{name}_counted_are": point.n_is,
    }


def _change(told: SeriesChange) -> dict[str, Any]:
    change = told.change
    mean, low, high = change.per_month
    return {
        "change_is": "" if told.left_out else told.way.rstrip(","),
        "not_counted_because": "; ".join(told.left_out),
        "change_points": change.points,
        "change_low": change.low,
        "change_high": change.high,
        "change_no_interval": no_interval_text(change),
        "mean_change_per_month_points": mean,
        "mean_change_per_month_low": low,
        "mean_change_per_month_high": high,
        "relative_change_pct": change.relative,
        "left_pct": told.retention.percent,
        "left_low_pct": told.retention.low,
        "left_high_pct": told.retention.high,
        "left_why": refusal_text(told.retention.reason or told.retention.interval_reason),
        "change_rests_on_assumed": _yes(told.is_assumed),
    }


def _bounds(told: SeriesChange) -> dict[str, Any]:
    return {
        "change_bound_low": told.bounds.low,
        "change_bound_high": told.bounds.high,
        "change_bounds_why": refusal_text(told.bounds.reason),
        "change_bounds_rest_on_assumed": _yes(told.has_assumed_bounds),
    }


def _both(told: SeriesChange) -> dict[str, Any]:
    both = told.both
    return {
        "both_visits_low": both.low,
        "both_visits_high": both.high,
        "both_visits_among": both.among,
        "both_visits_why": refusal_text(both.reason) or persistence_condition(told),
        "both_visits_rest_on_assumed": _yes(told.is_assumed and not both.reason),
    }


def _half_life(told: SeriesChange, half: HalfLife) -> dict[str, Any]:
    return {
        "half_life_months": nan if half.is_open else half.months,
        "half_life_low_months": half.low,
        "half_life_high_months": NOT_BOUNDED if half.is_open else round(half.high, 6),
        "half_life_visits": half.visits,
        "half_life_deviance": half.deviance,
        "half_life_df": half.df if half.is_fitted else nan,
        "half_life_p": half.p,
        "half_life_why": refusal_text(half.reason) or " ".join(half_life_notes(half)),
        "half_life_rests_on_assumed": _yes(half.is_fitted and told.has_assumed_fit),
    }


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
