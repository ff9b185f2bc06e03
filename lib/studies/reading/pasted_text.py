"""What can be told of pasted text before it is read."""

import re

from lib.studies.reading.numbers import read_number
from lib.studies.schema import BY_NAME
from lib.studies.spellings import find_column


def looks_headless(text: str) -> bool:
    """Whether the first line holds no known header and at least one number."""
    line = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    delimiter = "\t" if "\t" in line else max(",;", key=line.count)
    cells = [cell.strip(' "') for cell in line.split(delimiter)]
    return not any(map(find_column, cells)) and any(map(_is_number, cells))


def _is_number(cell: str) -> bool:
    return read_number(cell, BY_NAME["rate_pct"]).value is not None
