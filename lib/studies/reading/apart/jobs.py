"""What is read apart: workbooks and web pages. Only the child does it."""

from lib.progress import Progress
from lib.studies.reading.apart.frames import PAGE
from lib.studies.reading.delimited.html_tables import read_html
from lib.studies.reading.grid import Sheet
from lib.studies.reading.workbooks.read_workbook import read_workbook


def read_here(job: str, data: bytes, step: Progress) -> tuple[str, tuple[Sheet, ...]]:
    """The kind of a file, and its sheets; RefusedError if it cannot be read."""
    if job == PAGE:
        return "HTML table", read_html(data.decode())
    return read_workbook(data, step)
