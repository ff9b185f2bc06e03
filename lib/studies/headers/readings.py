"""Which measure or time a header's concepts name together: one table, the first line that fits."""

from typing import NamedTuple

from lib.studies.headers.tokens import word_set

_RATES = "percent rate share"
_WHOSE = "people total response responder event"


class Word(NamedTuple):
    """A concept that neighbouring tokens name: from `start` to before `stop`."""

    concept: str
    text: str
    start: int
    stop: int


class ConceptReading(NamedTuple):
    """A line of the table.

    Attributes
    ----------
    needs, allows
        Concepts that must be there, and that may be there besides; no other may.
    certain
        The words say it outright.
    """

    needs: frozenset[str]
    allows: frozenset[str]
    column: str
    certain: bool = False


def _line(needs: str, allows: str, column: str, certain: bool = False) -> ConceptReading:
    return ConceptReading(frozenset(needs.split()), frozenset(allows.split()), column, certain)


READINGS = (
    _line("interval low high", f"{_RATES} {_WHOSE}", "interval", True),
    _line("interval low", f"{_RATES} {_WHOSE}", "ci_low_pct", True),
    _line("interval high", f"{_RATES} {_WHOSE}", "ci_high_pct", True),
    _line("low high", _RATES, "interval"),
    _line("low", f"{_RATES} {_WHOSE}", "ci_low_pct"),
    _line("high", f"{_RATES} {_WHOSE}", "ci_high_pct"),
    _line("interval", f"percent {_WHOSE}", "interval", True),
    _line("at_risk", "count people", "n_at_risk", True),
    _line("survival", f"{_RATES} time response", "survival"),
    _line("failure", f"{_RATES} {_WHOSE} count", "failures", True),
    _line("responder percent", f"{_RATES} {_WHOSE} assessed", "rate_pct", True),
    _line("response percent", f"{_RATES} {_WHOSE} assessed", "rate_pct", True),
    _line("responder rate", f"{_RATES} {_WHOSE}", "rate_pct", True),
    _line("response rate", f"{_RATES} {_WHOSE}", "rate_pct", True),
    _line("responder share", f"{_RATES} {_WHOSE}", "rate_pct"),
    _line("response share", f"{_RATES} {_WHOSE}", "rate_pct"),
    _line("event percent", f"{_RATES} people", "rate_pct"),
    _line("event rate", f"{_RATES} people", "rate_pct"),
    _line("event share", f"{_RATES} people", "rate_pct"),
    _line("percent", f"{_RATES} people", "rate_pct"),
    _line("rate", "share people", "rate_pct"),
    _line("share", "people", "rate_pct"),
    _line("count assessed response", "people total", "n_assessed"),
    _line("responder", f"count {_WHOSE}", "responders", True),
    _line("event", "count people total response", "responders"),
    _line("response count", "people total", "responders"),
    _line("response people", "", "responders"),
    _line("response", "", "response"),
    _line("enrolled count", "people total", "n_enrolled", True),
    _line("enrolled people", "total", "n_enrolled", True),
    _line("enrolled", "total", "n_enrolled"),
    _line("assessed count", "people total", "n_assessed", True),
    _line("assessed people", "total", "n_assessed", True),
    _line("assessed", "total", "n_assessed"),
    _line("assessed enrolled", "count people total", "n_assessed"),
    _line("total", "count people", "n_assessed"),
    _line("people", "count", "n_assessed"),
    _line("count", "", "n_assessed"),
    _line("time unit", "visit", "months", True),
    _line("visit unit", "", "months", True),
    _line("unit", "", "months", True),
    _line("visit", "time", "visit"),
    _line("time", "", "months"),
    _line("x", "", "x"),
    _line("y", "", "y"),
)

WEAK = word_set("percent rate share people total count interval low high enrolled assessed")
"""Concepts that name no response: with a word that is not understood, they may count anything."""


def read_concepts(concepts: frozenset[str]) -> ConceptReading | None:
    """The first line of the table that the concepts fit."""
    return next(
        (
            line
            for line in READINGS
            if line.needs <= concepts and concepts <= line.needs | line.allows
        ),
        None,
    )


MEASURED = word_set(
    "count response responder event total people rate percent share assessed enrolled failure"
)
"""Concepts of a measure, which an arm's number or letter may follow."""
