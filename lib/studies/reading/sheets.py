"""Read any file into sheets of cells."""

from lib.progress import Progress, silent
from lib.studies.reading.grid import FIND_OUT, SheetFile, TextFormat


def read_sheets(
    data: bytes, name: str = "", how: TextFormat = FIND_OUT, step: Progress = silent
) -> SheetFile:
    """Read a file into the cells of every sheet; the content decides what kind of file it is.

    Apostrophes that our downloads put before formulas are taken off. Nothing is raised: a file that
    cannot be read gives no sheets, and findings that say why.
    """
    raise NotImplementedError
