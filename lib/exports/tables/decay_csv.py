"""How fast each series falls, as a file to take away."""

import numpy as np
import pandas as pd

from lib.analysis.settings import View
from lib.exports.tables.points_csv import Stamp, stamped_csv
from lib.narrative.decay_table import Decay
from lib.narrative.numbers.fall_words import WORDS
from lib.stats.decay.half_life import METHOD
from lib.stats.persistence import INDEPENDENT
from lib.stats.retention import METHOD as METHOD_OF_LEFT
from lib.stats.risk_difference import NEWCOMBE


def decay_csv(decay: Decay, view: View, stamp: Stamp) -> bytes:
    """Write the numbers behind the table, with how and from what they were made on every row."""
    return stamped_csv(
        falls_as_written(decay).assign(
            change_interval_method=f"{NEWCOMBE}, {INDEPENDENT}",
            left_interval_method=f"{METHOD_OF_LEFT}, {INDEPENDENT}",
            half_life_method=METHOD,
            view_missing_patients=view.missing,
            view_interval_level_pct=view.level,
        ),
        stamp,
    )


def falls_as_written(decay: Decay) -> pd.DataFrame:
    """Give how fast each series falls as files have it: numbers only, rounded."""
    words = [name for name in WORDS if name != "label"]
    frame = decay.rows.drop(columns=words, errors="ignore").rename(columns={"label": "series"})
    numbers = frame.select_dtypes(np.number).columns
    frame[numbers] = frame[numbers].round(6)
    return frame
