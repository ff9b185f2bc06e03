"""The reader's choices: one frozen value that defines a view completely."""

from dataclasses import dataclass

AS_REPORTED = "As reported"
NON_RESPONDERS = "Missing as non-responders"
RESPONDERS = "Missing as responders"
MISSING_RULES = (AS_REPORTED, NON_RESPONDERS, RESPONDERS)

METHOD_KEYS = {
    "Wilson": "wilson",
    "Clopper-Pearson": "clopper-pearson",
    "Jeffreys": "jeffreys",
    "Agresti-Coull": "agresti-coull",
}
"""The interval methods by the name a reader sees, and the name `lib.stats` knows."""


@dataclass(frozen=True)
class View:
    """A selection of the studies and the rules by which its numbers are made.

    Attributes
    ----------
    studies, treatments, designs, outcomes
        The values to keep; an empty tuple keeps all of them.
    months
        First and last month to keep (months since treatment), or None for all.
    method
        A key of `METHOD_KEYS`: how intervals are made from counts.
    level
        Confidence level in percent: one of `lib.stats.intervals.LEVELS`.
    missing
        One of `MISSING_RULES`: how enrolled patients without a result count.
    focus
        The study to set apart from the others, or None.
    """

    studies: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    designs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    months: tuple[float, float] | None = None
    method: str = "Wilson"
    level: int = 95
    missing: str = AS_REPORTED
    focus: str | None = None
