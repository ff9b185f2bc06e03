"""Headers that mean a column of the schema, besides its own name.

Case, spaces, underscores and punctuation never matter, and ``%`` is read as ``pct``.
"""

import re
import unicodedata
from functools import cache

SPELLINGS: dict[str, tuple[str, ...]] = {
    "study": ("study name", "study id", "study label", "trial", "author", "author year"),
    "year": ("publication year", "year of publication", "published", "pub year"),
    "design": ("study design", "study type", "type of study"),
    "arm": ("study arm", "treatment arm", "arm name", "group", "treatment group"),
    "treatment": ("therapy", "procedure", "treatment name"),
    "role": ("arm role", "arm type"),
    "n_enrolled": (
        "enrolled",
        "number enrolled",
        "n randomised",
        "n randomized",
        "n recruited",
        "recruited",
        "n baseline",
        "baseline n",
        "n treated",
    ),
    "months": (
        "month",
        "follow-up",
        "follow-up (months)",
        "follow-up month",
        "months of follow-up",
        "follow-up time (months)",
        "time (months)",
        "timepoint (months)",
        "visit (months)",
        "months since treatment",
    ),
    "n_assessed": (
        "n",
        "assessed",
        "number assessed",
        "n evaluated",
        "evaluated",
        "n analysed",
        "n analyzed",
        "n followed up",
        "n at visit",
        "n at follow-up",
        "total",
        "n total",
        "denominator",
        "sample size",
    ),
    "n_basis": ("basis of n", "n assessed basis", "denominator basis"),
    "responders": (
        "n responders",
        "number of responders",
        "n responding",
        "responding",
        "responded",
        "n responded",
        "number responding",
        "events",
        "r",
        "numerator",
    ),
    "rate_pct": (
        "rate",
        "rate percent",
        "response rate",
        "response rate (%)",
        "response rate percent",
        "response (%)",
        "responders (%)",
        "percent responding",
        "percent responders",
        "% responding",
        "% responders",
        "percent",
        "percentage",
        "%",
    ),
    "ci_low_pct": (
        "ci low",
        "ci lower",
        "ci lower (%)",
        "lower ci",
        "lower ci (%)",
        "lower 95% ci",
        "95% ci low",
        "95% ci lower",
        "ci low percent",
        "lcl",
    ),
    "ci_high_pct": (
        "ci high",
        "ci upper",
        "ci upper (%)",
        "upper ci",
        "upper ci (%)",
        "upper 95% ci",
        "95% ci high",
        "95% ci upper",
        "ci high percent",
        "ucl",
    ),
    "estimate": ("estimate type", "type of estimate", "estimator"),
    "outcome": ("outcome definition", "response definition", "definition of response"),
    "randomised": ("randomized", "is randomised", "is randomized", "random allocation"),
    "unit": ("unit of analysis", "counted unit"),
    "cohort": ("patient set", "subset", "subgroup"),
    "same_patients_as": ("same patients", "patients of arm", "crossed over from"),
    "caution": ("warning", "caveat"),
    "citation": ("reference", "publication"),
    "doi": ("doi link", "doi url"),
    "source": ("read from", "data source"),
    "note": ("notes", "comment", "comments", "remark", "remarks"),
}


def header_key(header: str) -> str:
    """Reduce a header to what is compared: lower-case letters and digits, with ``%`` as ``pct``."""
    folded = unicodedata.normalize("NFKC", header).casefold().replace("%", "pct")
    return re.sub(r"[\W_]+", "", folded)


@cache
def _names() -> dict[str, str]:
    return {
        header_key(spelling): name
        for name, others in SPELLINGS.items()
        for spelling in (name, *others)
    }


def find_column(header: str) -> str | None:
    """The name of the column that a header means, or None."""
    return _names().get(header_key(header))
