"""What every pool asks of the numbers that it is given: one a study, and counts that can be."""

import numpy as np
from numpy.typing import ArrayLike

from lib.arrays import Floats


def study_numbers(*values: ArrayLike) -> list[Floats]:
    """Give arrays of one number a study, shape (k,) each; ValueError for other shapes."""
    arrays = [np.asarray(each, dtype=np.float64) for each in values]
    if any(each.ndim != 1 or each.size != arrays[0].size for each in arrays):
        raise ValueError("give one number a study, in arrays of one length")
    return arrays


def require_counts(responders: Floats, assessed: Floats) -> None:
    """Raise ValueError unless those known are whole numbers, ``0 <= responders <= assessed``."""
    persons = np.concatenate([responders, assessed])
    persons = persons[~np.isnan(persons)]
    if np.any(persons < 0) or np.any(np.isinf(persons)) or np.any(responders > assessed):
        raise ValueError("responders must lie between 0 and assessed")
    if np.any(persons != np.rint(persons)):
        raise ValueError("responders and assessed must be whole numbers")
