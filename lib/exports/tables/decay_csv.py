"""How fast each series falls, as a file to take away."""

import numpy as np
import pandas as pd

from lib.analysis.settings import WHAT_IF, View
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.decay_table import Decay
from lib.narrative.numbers.fall_words import WORDS
from lib.stats.decay.half_life import METHOD
from lib.stats.persistence import INDEPENDENT
from lib.stats.retention import METHOD as METHOD_OF_LEFT
from lib.stats.risk_difference import NEWCOMBE
from lib.stats.tipping_point import IMOR_METHOD


def decay_csv(decay: Decay, view: View, stamp: Stamp) -> bytes:
    """Write the numbers behind the table, with how and from what they were made on every row."""
    return stamped_csv(
        falls_as_written(decay).assign(
            **_methods(view),
            view_missing_patients=view.rule,
            view_interval_level_pct=view.level,
        ),
        stamp,
    )


def _methods(view: View) -> dict[str, str]:
    """Name how the numbers are made; blank where “What if” has none."""
    if view.missing == WHAT_IF:
        made = (f"{IMOR_METHOD}, {INDEPENDENT}", "", "")
    else:
        made = (f"{NEWCOMBE}, {INDEPENDENT}", f"{METHOD_OF_LEFT}, {INDEPENDENT}", METHOD)
    names = ("change_interval_method", "left_interval_method", "half_life_method")
    return dict(zip(names, made, strict=True))


def falls_as_written(decay: Decay) -> pd.DataFrame:
    """Give how fast each series falls as files have it: numbers only, rounded."""
    words = [name for name in WORDS if name != "label"]
    frame = decay.rows.drop(columns=words, errors="ignore").rename(columns={"label": "series"})
    numbers = frame.select_dtypes(np.number).columns
    frame[numbers] = frame[numbers].round(6)
    return frame
