"""Times in words: ``wk 12``, ``6-month follow-up``, ``Visit 2 (Week 12)``, ``baseline``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VisitTime:
    """When a visit was, as a text says it.

    Attributes
    ----------
    months
        Months after treatment; 0 at baseline; None where the text does not settle it (then
        `doubt` says why).
    is_baseline
        Before or at treatment: ``baseline``, ``screening``, ``pre-treatment``, ``week 0``.
    is_range
        Two ends, as ``12-18 months``; `ends` has them in months.
    is_ordinal
        A visit number without a time, as ``Visit 3``, ``T6``, ``wave 2``; `ends` has the number.
    ends
        What could be meant where `months` is None: the ends of a range or the bound (``>12
        months``) in months, the number of a visit, each of several times.
    typed
        The part of the text that says the time.
    unit
        ``months``, ``weeks``, ``days``, ``years``; empty at baseline or for a visit number.
    doubt
        Why the time has to be asked, as a sentence; empty if it is settled.
    rest
        The words that say something else, as typed: ``arm_1``, ``follow-up`` is none.
    """

    months: float | None = None
    is_baseline: bool = False
    is_range: bool = False
    is_ordinal: bool = False
    ends: tuple[float, ...] = ()
    typed: str = ""
    unit: str = ""
    doubt: str = ""
    rest: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it is one time: months after treatment, or baseline."""
        return self.months is not None


def read_time(text: str, unit: str = "") -> VisitTime | None:
    """Read a time from a cell or header; None if there is none.

    Parameters
    ----------
    unit
        The unit of a bare number (``12``); without it, a bare number is no time.
    """
    return VisitTime(typed=text, unit=unit) if unit else None
