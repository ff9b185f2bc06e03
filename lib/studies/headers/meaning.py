"""What a header can mean."""

from dataclasses import dataclass
from typing import Literal, get_args

from lib.studies.headers.visit_times import VisitTime

HeaderMeasure = Literal[
    "responders",
    "n_assessed",
    "rate_pct",
    "n_enrolled",
    "ci_low_pct",
    "ci_high_pct",
    "failures",  # who did not respond
    "response",  # a rate or a count, the header does not say; or a text such as 15/19
    "interval",  # both ends in one cell
    "survival",  # the share still responding, of survfit
]
MEASURES: tuple[HeaderMeasure, ...] = get_args(HeaderMeasure)

OTHERS: tuple[str, ...] = (
    "author",  # a part of the study's name; with the year it names the study
    "patient",  # one row a patient: patient id, subject
    "record",  # a record number: of a patient, or of a study
    "visit",  # the label of a visit: its cells are times in words or visit numbers
    "measure",  # long results: what the value is
    "value",  # long results: the number
    "value_unit",  # long results: the unit of the value
    "compared_with",  # the other arm of a pair
    "strata",  # survfit: drug=A
    "n_at_risk",  # survfit: patients at risk, no denominator of the share
    "n_event",  # survfit: events of the curve, no responders
    "x",  # a digitiser's time
    "y",  # a digitiser's rate
    "row_number",  # only numbers the rows
)
"""What a column may hold besides a column of the schema or a measure."""


@dataclass(frozen=True)
class HeaderMeaning:
    """What a header says by its words alone; cells and arithmetic are for others to look at.

    Attributes
    ----------
    column
        A column of the schema, one of `MEASURES` or `OTHERS`; empty if the words do not say.
        A header such as ``3 mo`` has an empty column and a `time`.
    parts
        The measures of one cell where the header names several, in the order of the cell:
        ``n/N`` gives responders, n_assessed; ``n (%)`` gives responders, rate_pct. Then `column`
        is ``response``.
    unit
        Of a number: ``percent``, ``share``, ``count``. Of a time (`column` is months):
        ``months``, ``weeks``, ``days``, ``years``. Empty if the words do not say: ask.
    time
        A settled time that the header names (`months` is never None, 0 at baseline).
    open_time
        A time that the header names and that has to be asked: a range, a bound, a visit number.
    slot
        The arm that the header names by number or role: ``1``, ``2``, ``intervention``,
        ``control``. A number from 3 on may be a month (``resp12``).
    stem
        The words that were understood, without time, slot and N, to compare columns: ``resp1``
        and ``resp2`` have ``resp``, ``Drug A n`` has ``n``. Lower case, but a single letter keeps
        its case (n beside N).
    n
        The number assessed that the header states: ``(n=40)``.
    rest
        The words that were not understood, as typed, each run as one text: ``Drug A`` in
        ``Drug A n``, ``remission`` in ``remission_3m``.
    is_certain
        The words say it outright; else `column` is a guess, to be proposed with `why`.
    needs_pair
        The guess stands only if another column has the same `stem` and another `rest`, `slot` or
        time (``Drug A n`` beside ``Drug B n``); alone, ``Smokers n`` is a number of something else.
    why
        One sentence for the reader.
    forbidden
        Why a tempting meaning is not guessed, as a sentence. Then `column` is empty.
    """

    column: str = ""
    parts: tuple[str, ...] = ()
    unit: str = ""
    time: VisitTime | None = None
    open_time: VisitTime | None = None
    slot: str = ""
    stem: str = ""
    n: int | None = None
    rest: tuple[str, ...] = ()
    is_certain: bool = False
    needs_pair: bool = False
    why: str = ""
    forbidden: str = ""

    @property
    def is_measure(self) -> bool:
        """Whether the column holds a number of the results."""
        return self.column in MEASURES
