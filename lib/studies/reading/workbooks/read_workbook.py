"""Read a workbook of any kind into sheets of cells; the content decides what kind it is."""

from lib.progress import Progress
from lib.studies.reading.grid import Sheet
from lib.studies.reading.workbooks.excel import read_excel
from lib.studies.reading.workbooks.old_excel import read_old_excel
from lib.studies.reading.workbooks.open_document import is_open_document, read_open_document
from lib.studies.reading.workbooks.refusals import ZIPPED


def read_workbook(data: bytes, step: Progress) -> tuple[str, tuple[Sheet, ...]]:
    """The kind of a workbook, and its sheets; RefusedError if it cannot be read."""
    if not data.startswith(ZIPPED):
        return "old Excel workbook", read_old_excel(data, step)
    if is_open_document(data):
        return "OpenDocument spreadsheet", read_open_document(data, step)
    return "Excel workbook", read_excel(data, step)
