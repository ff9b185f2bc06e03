"""Cells as a CSV that spreadsheets and programs read alike."""

import codecs
import csv
import io
from collections.abc import Iterable

BOM = codecs.BOM_UTF8
LINE_END = "\r\n"
"""Both characters, as RFC 4180 has it: the csv module quotes a cell with one of them only then."""


def csv_bytes(header: Iterable[str], records: Iterable[Iterable[str]]) -> bytes:
    """Write a header and records; what may be a formula must be inert already.

    UTF-8 with a byte order mark, since Excel guesses wrongly without one.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow(header)
    writer.writerows(records)
    return BOM + text.getvalue().encode()
