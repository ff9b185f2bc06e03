"""Arms of one study that are not compared, and why."""

from dataclasses import dataclass
from enum import Enum, auto


class Unlike(Enum):
    """Why arms of one study are not compared; `lib/narrative` has the sentence of each."""

    NO_INTERVENTION = auto()
    NO_COMPARATOR = auto()
    NO_ROLE = auto()
    ONE_ARM = auto()
    HOLDS_THE_OTHER = auto()
    HOLD_A_THIRD = auto()
    OUTCOME = auto()
    UNIT = auto()
    COHORT = auto()
    ESTIMATE = auto()
    MONTHS = auto()
    BY_RULE = auto()


@dataclass(frozen=True)
class Unpaired:
    """Arms of one study that are not compared.

    Attributes
    ----------
    study, arms
        Their labels: of two arms the intervention first.
    why
        The reason.
    facts
        What fills the gaps of its sentence, in order.
    """

    study: str
    arms: tuple[str, ...]
    why: Unlike
    facts: tuple[str, ...] = ()
