"""Frames and frozen values as JSON: numbers as numbers, nothing where nothing is known."""

import json
from collections.abc import Mapping
from math import inf, isfinite
from typing import Any

import numpy as np
import pandas as pd

IS_TRUE_OR_FALSE = {
    "qualifies",
    "in_change",
    "rests_on_assumed",
    "prediction_repeats_interval",
    "first_rests_on_assumed_number",
    "second_rests_on_assumed_number",
    "first_n_assessed_is_assumed",
    "second_n_assessed_is_assumed",
}
"""What a file calls `yes` or `no`."""
ODDS, INFINITE = ("imor", "missing_odds_ratio", "tipping_odds_ratio"), "infinity"
"""The names of odds ratios that can be infinite, and how that is said: JSON has no such number."""


def json_bytes(value: Any) -> bytes:
    """Write a value of frames' numbers and texts."""
    text = json.dumps(json_value(value), ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a frame, by the names of its columns."""
    columns = [frame[name].tolist() for name in frame.columns]
    names = list(map(str, frame.columns))
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def json_value(value: Any) -> Any:
    """Turn what is blank or no number into None, and numbers of numpy into numbers."""
    if isinstance(value, Mapping):
        return {name: _named(name, each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(each) for each in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if isfinite(value) else None
    return None if value is pd.NA or value == "" else value


def _named(name: str, value: Any) -> Any:
    if name in IS_TRUE_OR_FALSE and isinstance(value, str):
        return {"yes": True, "no": False}.get(value)
    if isinstance(value, float) and value == inf and any(odds in name for odds in ODDS):
        return INFINITE
    return json_value(value)
