"""Texts as codes, so that each distinct text of a column is looked at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Codes = NDArray[np.int32] | NDArray[np.int64]


@dataclass(frozen=True)
class Encoded:
    """A column as its distinct texts, and which of them each row holds."""

    texts: pa.Array
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, column: pd.Series) -> "Encoded":
        held = pa.array(column.array, pa.large_string())
        whole = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
        coded = whole.dictionary_encode()
        return cls(coded.dictionary, coded.indices.to_numpy())

    @cached_property
    def is_blank(self) -> bool:
        """Whether no row holds a text: most columns of most files, which need no closer look."""
        return len(self.texts) == 0 or (len(self.texts) == 1 and self.texts[0].as_py() == "")

    def spread(self, texts: Sequence[str], index: pd.Index) -> pd.Series:
        """A column of which each row has what `texts` gives for its distinct text."""
        taken = pa.array(texts, pa.large_string()).take(pa.array(self.codes))
        return pd.Series(pd.array(taken, dtype="str"), index)

    def is_any_of(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows hold one of the texts: a tenth of the time of the same asked of a column."""
        hit: NDArray[np.bool_] = np.asarray(pc.is_in(self.texts, pa.array(texts, self.texts.type)))
        return hit[self.codes]

    def rows_where(self, hit: NDArray[np.bool_], index: pd.Index) -> NDArray[np.int64]:
        """The rows whose text is one of those hit."""
        if not hit.any():
            return np.empty(0, np.int64)
        return index.to_numpy()[hit[self.codes]]


def together(codes: Sequence[Codes]) -> Codes:
    """One code for each combination, counted from 0 without gaps."""
    groups = np.zeros(len(codes[0]), np.int64)
    for each in codes:
        if each.size and each.max() > 0:
            groups = pd.factorize(groups * (each.max() + 1) + each)[0].astype(np.int64)
    return groups
