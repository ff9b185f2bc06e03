"""What else the label of an arm, or the name of an event, says: ``Drug A (n=40)``, ``_arm_2``."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from lib.arrays import Floats
from lib.studies.encoded import Encoded
from lib.studies.intake.columns.column_use import ColumnUse

_SIZE = re.compile(
    r"^(?P<label>.*[^\s(\[,;])[\s,;]*[\[(]?\s*[nN]\s*[=:]\s*(?P<size>[0-9]+)\s*[\])]?$"
)
_EVENT = re.compile(r".*_arm_(?P<arm>[0-9]+)[a-z]?$")


def split_sizes(labels: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The labels without the number of patients in them, and these numbers; "" for none."""
    held = Encoded.of(labels)
    texts = held.texts.to_pylist()
    found = [_SIZE.match(text.strip()) for text in texts]
    if not any(found):
        return labels, pd.Series("", labels.index, dtype="str")
    bare = [each["label"] if each else text for each, text in zip(found, texts, strict=True)]
    sizes = [each["size"] if each else "" for each in found]
    return held.spread(bare, labels.index), held.spread(sizes, labels.index)


def sizes_in(cells: pd.DataFrame, uses: Mapping[str, ColumnUse]) -> Floats:
    """The number of patients that the label of each row's arm states; NaN for none."""
    for header, use in uses.items():
        if use.means in ("arm", "treatment") and not use.arm:
            _, sizes = split_sizes(cells[header])
            return np.array([float(size) if size else np.nan for size in sizes], float)
    return np.full(len(cells), np.nan)


def event_arms(cells: pd.Series) -> pd.Series | None:
    """The arm of each event of REDCap, if the events have several; else None."""
    held = Encoded.of(cells)
    found = [_EVENT.match(text.strip()) for text in held.texts.to_pylist()]
    arms = [f"arm {each['arm']}" if each else "" for each in found]
    return held.spread(arms, cells.index) if len(set(arms) - {""}) > 1 else None


def names_arms(cells: pd.DataFrame, uses: Mapping[str, ColumnUse]) -> bool:
    """Whether the times of rows name their arms too."""
    return any(
        use.means == "months" and event_arms(cells[header]) is not None
        for header, use in uses.items()
    )
