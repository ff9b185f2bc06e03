"""The schema, written once: every column of a studies file.

Reading and validation take names, units, ranges and wording from here, and a test checks that the
table in README.md has the same wording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lib.studies.spellings import SPELLINGS

ColumnKind = Literal["text", "number", "whole"]

PROPORTION, TIME_TO_EVENT = "proportion", "time_to_event"
REPORTED, ASSUMED = "reported", "assumed"
YES, NO = "yes", "no"
PERSONS_MOST = 10_000_000
MONTHS_MOST = 1200  # a hundred years; a larger value is a date or a typing error


@dataclass(frozen=True)
class Column:
    """One column of a studies file.

    Attributes
    ----------
    unit
        What a number counts: ``percent`` (0-100), ``months``, ``count`` (of what the row's
        column `unit` names), ``year``; empty for text.
    low, high
        Smallest and largest value allowed, in `unit`; `low` itself is refused when
        `low_excluded`.
    needed
        No row can be used without it. The rate is not listed here, since it may be given as
        `rate_pct` or as both counts; a rule across columns checks it.
    choices
        The only texts allowed, besides a blank, which means `default`.
    choice_spellings
        Other texts that mean a choice, as `header_key` gives them.
    longest
        Most characters of a text. A longer study or arm is an error, as it is part of links; any
        other longer text is a warning.
    """

    name: str
    kind: ColumnKind
    meaning: str
    example: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    low_excluded: bool = False
    needed: bool = False
    choices: tuple[str, ...] = ()
    choice_spellings: Mapping[str, str] = field(default_factory=dict, hash=False)
    default: str | None = None
    longest: int = 0

    @property
    def spellings(self) -> tuple[str, ...]:
        """Other headers that mean this column; see `lib.studies.spellings`."""
        return SPELLINGS[self.name]


COLUMNS: tuple[Column, ...] = (
    Column(
        "study",
        "text",
        "Short label of the study, usually first author and year. It is also the key in links.",
        "Kim 2010",
        needed=True,
        longest=100,
    ),
    Column(
        "year",
        "whole",
        "Year in which the study was published.",
        "2010",
        unit="year",
        low=0,
        high=9999,
    ),
    Column(
        "design",
        "text",
        "How the study was made, for instance a randomised trial, a case series or an audit.",
        "Randomised controlled trial",
        longest=100,
    ),
    Column(
        "arm",
        "text",
        "Label of the group of patients within the study that got the same treatment.",
        "Prolotherapy",
        needed=True,
        longest=100,
    ),
    Column(
        "treatment",
        "text",
        "The treatment, in the same words in every study, so that colours and filters agree.",
        "Prolotherapy",
        longest=100,
    ),
    Column(
        "role",
        "text",
        "Whether the arm is the treatment studied or what it is compared with.",
        "intervention",
        choices=("intervention", "comparator"),
    ),
    Column(
        "n_enrolled",
        "whole",
        "Patients who entered the arm.",
        "23",
        unit="count",
        low=1,
        high=PERSONS_MOST,
    ),
    Column(
        "months",
        "number",
        "Months from treatment to this visit.",
        "15",
        unit="months",
        low=0,
        low_excluded=True,
        high=MONTHS_MOST,
        needed=True,
    ),
    Column(
        "n_assessed",
        "whole",
        "Patients assessed at this visit: the denominator of the rate.",
        "19",
        unit="count",
        low=1,
        high=PERSONS_MOST,
    ),
    Column(
        "n_basis",
        "text",
        "Whether the number assessed is printed in the source (reported) or supposed (assumed).",
        ASSUMED,
        choices=(REPORTED, ASSUMED),
        default=REPORTED,
    ),
    Column(
        "responders",
        "whole",
        "Patients who responded at this visit: the numerator of the rate.",
        "15",
        unit="count",
        low=0,
        high=PERSONS_MOST,
    ),
    Column(
        "rate_pct",
        "number",
        "Percent responding at this visit, 0 to 100, with the decimals that are printed.",
        "58.7",
        unit="percent",
        low=0,
        high=100,
    ),
    Column(
        "ci_low_pct",
        "number",
        "Lower end of the published 95% interval, in percent.",
        "37.9",
        unit="percent",
        low=0,
        high=100,
    ),
    Column(
        "ci_high_pct",
        "number",
        "Upper end of the published 95% interval, in percent.",
        "79.5",
        unit="percent",
        low=0,
        high=100,
    ),
    Column(
        "estimate",
        "text",
        "What the rate is: a count over a count (proportion), or a Kaplan-Meier-like estimate "
        "that is no count (time_to_event).",
        TIME_TO_EVENT,
        choices=(PROPORTION, TIME_TO_EVENT),
        default=PROPORTION,
    ),
    Column(
        "outcome",
        "text",
        "What counted as a response, in the study's own definition.",
        ">=50% pain relief",
        longest=300,
    ),
    Column(
        "randomised",
        "text",
        "Whether chance decided who came into this arm or another; blank means not stated.",
        YES,
        choices=(YES, NO),
        choice_spellings={"y": YES, "true": YES, "1": YES, "n": NO, "false": NO, "0": NO},
    ),
    Column(
        "unit",
        "text",
        "What is counted, where it is not patients.",
        "joints",
        default="patients",
        longest=50,
    ),
    Column(
        "cohort",
        "text",
        "The set of patients, where one arm's points come from different sets.",
        "last seen after 12 months",
        longest=200,
    ),
    Column(
        "same_patients_as",
        "text",
        "Label of the arm of the same study whose patients are in this arm too, for instance after "
        "crossing over.",
        "Example placebo",
        longest=100,
    ),
    Column(
        "caution",
        "text",
        "One sentence that a reader must see with this number.",
        "A separate audit group, not a randomised comparator.",
        longest=500,
    ),
    Column(
        "citation",
        "text",
        "Where the study is published.",
        "Kim WM et al. J Altern Complement Med 2010;16(12):1285-1290.",
        longest=1000,
    ),
    Column(
        "doi",
        "text",
        "Digital Object Identifier of the publication; a web address in front "
        "(https://doi.org/) is taken off.",
        "10.1089/acm.2010.0031",
        longest=200,
    ),
    Column(
        "source",
        "text",
        "Where the number was read, for instance the abstract or a table of the article.",
        "Article abstract",
        longest=500,
    ),
    Column(
        "note",
        "text",
        "Anything else worth knowing about this number.",
        "15/19 is the only count that prints as 79%.",
        longest=2000,
    ),
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
SERIES: tuple[str, ...] = ("study", "arm", "outcome", "estimate", "unit", "cohort")
IDENTITY: tuple[str, ...] = (*SERIES, "months")
LABELS: tuple[str, ...] = ("study", "arm")
