"""The estimate frame as files and tables to take away."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.settings import View
from lib.exports.tables.csv_text import BOM, LINE_END
from lib.narrative.numbers.count_text import joints_text
from lib.studies.reading.formula_escape import escape_cells, escape_formula

COLUMNS = {
    "study": "study",
    "arm": "arm",
    "treatment": "treatment",
    "role": "role",
    "design": "design",
    "year": "year",
    "outcome": "outcome",
    "estimate": "estimate",
    "unit": "unit",
    "cohort": "cohort",
    "months": "months",
    "rate": "rate_shown_pct",
    "rate_pct": "rate_published_pct",
    "low": "interval_low_pct",
    "high": "interval_high_pct",
    "interval_method": "interval_method",
    "interval_level": "interval_level_pct",
    "no_interval": "why_no_interval",
    "ci_low_pct": "published_low_pct",
    "ci_high_pct": "published_high_pct",
    "r": "responders",
    "n": "counted",
    "n_is": "counted_is",
    "is_assumed": "rests_on_assumed",
    "n_assessed": "n_assessed",
    "count": "count_is",
    "no_rate": "why_no_rate",
    "n_enrolled": "n_enrolled",
    "imor": "missing_odds_ratio",
    "least": "range_low_pct",
    "most": "range_high_pct",
    "no_range": "why_no_range",
    "caution": "caution",
    "citation": "citation",
    "doi": "doi",
    "source": "source",
    "note": "note",
}
"""The columns of the frame that a file carries, and what the file calls them."""


@dataclass(frozen=True)
class Stamp:
    """What every exported file says of itself; no date where it must always be the same file."""

    title: str
    file: str
    version: str
    date: str


def points_csv(points: pd.DataFrame, view: View, stamp: Stamp) -> bytes:
    """Write exactly the points shown, with how and from what they were made on every row."""
    frame = points_as_written(points)
    frame["rests_on_assumed"] = np.where(frame["rests_on_assumed"], "yes", "no")
    return stamped_csv(
        frame.assign(
            row_is=np.where(points["tried"], "tried, not saved", "saved"),
            view_missing_patients=view.rule,
            view_interval_method=view.interval_name,
            view_interval_level_pct=view.level,
        ),
        stamp,
    )


def points_as_written(points: pd.DataFrame) -> pd.DataFrame:
    """Give the points under the names that files call them by, rounded as files have them."""
    frame = points[list(COLUMNS)].rename(columns=COLUMNS)
    ends = [f"{name}_{end}_pct" for name in ("interval", "range") for end in ("low", "high")]
    numbers = ["rate_shown_pct", *ends]
    frame[numbers] = frame[numbers].round(6)
    persons = ["responders", "counted"]
    frame[persons] = frame[persons].astype("Int64")
    frame["counted_as_independent"] = frame["unit"].map(joints_text)
    return frame


def problems_csv(problems: pd.DataFrame, stamp: Stamp) -> bytes:
    """Write the problems found in a file, a row a problem."""
    return stamped_csv(problems, stamp)


def stamped_csv(frame: pd.DataFrame, stamp: Stamp) -> bytes:
    """Stamp every row and write the frame.

    Text that a spreadsheet would run as a formula is given a leading apostrophe.
    """
    stamped = frame.assign(
        title=stamp.title,
        data_file=stamp.file,
        data_version=stamp.version,
        exported=stamp.date,
    )
    harmless = escape_cells(stamped).rename(columns=escape_formula)
    return BOM + harmless.to_csv(index=False, lineterminator=LINE_END).encode()
