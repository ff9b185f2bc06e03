"""Check the true sizes in a zip file before a parser trusts those that it declares."""

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lib.studies.problems import Finding, facts
from lib.studies.reading.limits import RefusedError
from lib.studies.reading.workbooks.part_scan import PartScan
from lib.studies.reading.workbooks.refusals import (
    MOST_UNPACKED_MEGABYTES,
    NOT_A_WORKBOOK,
    WORKBOOK_TOO_LARGE,
    outsize,
)

_CHUNK = 1 << 18
_PARTS_MOST = 10_000
_OVERLAP = 32  # bytes; longer than any mark below, which may span two chunks
# Parts that declare a document type are refused: its entities could expand to fill the memory. The
# second mark is UTF-16, in either byte order.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le")[:-1])
# Of formulas, with or without a namespace prefix; of hidden and merged cells and of superscripts;
# and of UTF-16, in which they are not seen. A false match only costs a second reading.
_MARKS = (
    *(b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/"),
    *(b"hidden=", b"hidden =", b"mergeCell", b"vertAlign", b"\xff\xfe<", b"\xfe\xff\0<"),
)


_OTHERS = {
    "word/document.xml": "it is a Word document",
    "ppt/presentation.xml": "it is a PowerPoint presentation",
    "xl/workbook.bin": "it is a binary Excel workbook (.xlsb)",
    "mimetype": "it is an OpenDocument file (.ods)",
}


@dataclass(frozen=True)
class ZipParts:
    """The parts of a zip file.

    Attributes
    ----------
    names
        All of them.
    special
        Those that may hold formulas, superscripts, hidden or merged cells.
    """

    names: tuple[str, ...]
    special: frozenset[str]


def inspect_zip(data: bytes) -> ZipParts:
    """Unpack every part in chunks, without keeping them.

    Raises
    ------
    RefusedError
        The parts unpack to more than `MOST_UNPACKED_MEGABYTES`, whatever sizes they declare; or one
        of them has tags that only an attack has.
    BadZipFile
        A part is damaged, declares a wrong size, has an unusual compression or declares a document
        type. On damaged files, zipfile raises other errors too.
    """
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _PARTS_MOST:
            raise outsize(f"it has more than {_PARTS_MOST:,} parts")
        _require_small(sum(entry.file_size for entry in entries))
        total = 0
        special: set[str] = set()
        for entry in entries:
            held, size, scan = b"", 0, PartScan()
            for piece in _pieces(archive, entry):
                size += len(piece)
                _require_small(total + size)
                held = held[-_OVERLAP:] + piece
                if any(mark in held for mark in _DOCTYPES):
                    raise BadZipFile("a document type is declared")
                scan.feed(piece)
                if entry.filename not in special and any(mark in held for mark in _MARKS):
                    special.add(entry.filename)
            if size != entry.file_size:
                raise BadZipFile("a part is not of the size that it declares")
            total += size
    return ZipParts(tuple(entry.filename for entry in entries), frozenset(special))


def _pieces(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    # With other methods, zipfile cannot limit how much it unpacks at a time.
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile("a part is packed in an unusual way")
    # zipfile stops at the declared size; with a larger one set, it reads to the true end, or until
    # the limit is passed.
    whole = copy(entry)
    whole.file_size = _most() + 2 * _CHUNK
    with archive.open(whole) as part:
        while piece := part.read(_CHUNK):
            yield piece


def _most() -> int:
    return MOST_UNPACKED_MEGABYTES * 1_000_000


def _require_small(size: int) -> None:
    if size > _most():
        raise RefusedError(Finding(WORKBOOK_TOO_LARGE, facts=facts(most=MOST_UNPACKED_MEGABYTES)))


def require_workbook(names: Sequence[str]) -> None:
    """Raise RefusedError for the parts of anything but an Excel workbook."""
    reasons = [reason for name, reason in _OTHERS.items() if name in names]
    if "[Content_Types].xml" not in names:
        reasons.append("it is a zip file of other things")
    if reasons:
        raise RefusedError(Finding(NOT_A_WORKBOOK, facts=facts(reason=reasons[0])))
