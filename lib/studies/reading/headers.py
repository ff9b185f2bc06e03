"""Match the headers of a file to the columns of the schema."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from lib.studies.problems import Finding, facts
from lib.studies.rules import Rule
from lib.studies.schema import BY_NAME, COLUMNS
from lib.studies.spellings import find_column, header_key

# Names that the typed rows use for other things.
_RESERVED = ("row", "rate_decimals")
_ALIKE = 0.8
_OTHER_UNIT = re.compile("week|day|year", re.IGNORECASE)


DUPLICATE_HEADER = Rule(
    "duplicate_header",
    "Each column is there once",
    "error",
    ("every column",),
    "Two columns mean the same: {headers}.",
    "Rename one of them, or delete it.",
)
MISSING_COLUMN = Rule(
    "missing_column",
    "The columns that are needed are there",
    "error",
    ("every column that is needed",),
    "There is no column '{column}'. {meaning}{hint}",
    "Add a column '{column}', for instance with {example}; or, on the page Import, choose "
    "which column holds it.",
)
SIMILAR_HEADER = Rule(
    "similar_header",
    "No header is misspelt",
    "warning",
    ("every column that is not there",),
    "'{value}' is not a known column, but looks like '{column}'. It stays as an extra column.",
    "If '{column}' is meant, rename it.",
)
RULES = (
    DUPLICATE_HEADER,
    MISSING_COLUMN,
    SIMILAR_HEADER,
)


def column_names(header: Sequence[str]) -> list[str]:
    """The schema's name for each header it knows, else the header itself, else the column letter.

    Names are unique: a second column with the same meaning gets its header and its letter.
    """
    names: list[str] = []
    for place, text in enumerate(header):
        name, apart = _name_of(text, place), text
        while name in names:
            name = apart = f"{apart} (column {column_letter(place)})"
        names.append(name)
    return names


def header_by_name(header: Sequence[str]) -> dict[str, str]:
    """The header as typed for each name of `column_names`; the name itself if that differs."""
    return {
        name: text if text and name == _name_of(text, place) else name
        for place, (name, text) in enumerate(zip(column_names(header), header, strict=True))
    }


def _name_of(text: str, place: int) -> str:
    if not text:
        return f"column {column_letter(place)}"
    known = find_column(text)
    if known is None and text in _RESERVED:
        return f"{text} (in the file)"
    return known or text


def column_letter(place: int) -> str:
    """The letter of a column in a spreadsheet: 0 is A, 26 is AA."""
    place += 1
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_duplicates(header: Sequence[str]) -> list[Finding]:
    """Find schema columns that two headers mean, in the same or another spelling."""
    names = [_name_of(text, place) for place, text in enumerate(header)]
    twice = [name for name, count in Counter(names).items() if count > 1]
    return [
        Finding(
            DUPLICATE_HEADER,
            name,
            facts=facts(headers=_list_headers(header, names, name), value=name),
        )
        for name in twice
    ]


def _list_headers(header: Sequence[str], names: Sequence[str], wanted: str) -> str:
    return " and ".join(
        f"'{text}' (column {column_letter(place)})"
        for place, (text, name) in enumerate(zip(header, names, strict=True))
        if name == wanted
    )


def find_missing(headers: Mapping[str, str]) -> list[Finding]:
    """Find required columns that are missing, and extra ones that look like a misspelt column."""
    extra = {name: header for name, header in headers.items() if name not in BY_NAME}
    gone = [column.name for column in COLUMNS if column.name not in headers]
    alike = {header: near for header in extra.values() if (near := similar_column(header, gone))}
    missing = _missing_columns(headers)
    findings = [
        Finding(
            MISSING_COLUMN,
            name,
            facts=facts(
                meaning=BY_NAME[name].meaning, hint=_hint(name, extra.values(), alike), value=""
            ),
        )
        for name in missing
    ]
    return findings + [
        Finding(SIMILAR_HEADER, near, facts=facts(value=header))
        for header, near in alike.items()
        if near not in missing
    ]


def _missing_columns(headers: Mapping[str, str]) -> list[str]:
    needed = [column.name for column in COLUMNS if column.needed and column.name not in headers]
    return needed if has_rate(headers) else [*needed, "rate_pct"]


def has_rate(headers: Mapping[str, str]) -> bool:
    """Whether the columns give a rate: as a percentage, or as two counts."""
    return "rate_pct" in headers or {"responders", "n_assessed"} <= headers.keys()


def similar_column(header: str, gone: Sequence[str]) -> str | None:
    """The column among the missing ones whose spelling is closest to a header."""
    spellings = {
        header_key(spelling): name for name in gone for spelling in (name, *BY_NAME[name].spellings)
    }
    found = get_close_matches(header_key(header), spellings, n=1, cutoff=_ALIKE)
    return spellings[found[0]] if found else None


def _hint(name: str, headers: Iterable[str], alike: Mapping[str, str]) -> str:
    near = [header for header in alike if alike[header] == name]
    if near:
        return f" Is it the column '{near[0]}'?"
    other = [header for header in headers if _OTHER_UNIT.search(header)]
    if name == "months" and other:
        return f" If it is the column '{other[0]}', its values have to be made months."
    return ""
