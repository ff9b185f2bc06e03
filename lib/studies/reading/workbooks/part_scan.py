"""A first look at the XML of a workbook, before anything builds a tree of it or waits for a tag.

Parsers that take a document in pieces begin anew at each piece with a tag that has not ended: one
of megabytes takes hours (CVE-2023-52425). And a tree of a million levels takes gigabytes.
"""

from typing import Any
from xml.parsers import expat

from lib.studies.reading.workbooks.refusals import outsize

TAG_MOST = 1_000_000  # bytes between < and >
DEPTH_MOST = 256  # that of libxml2

_SPACES = b" \t\r\n"
_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0<", *(bytes([b]) for b in _SPACES))


class PartScan:
    """Takes a part piece by piece; RefusedError for tags that are too long or too deep.

    What is not well-formed is left alone from there on: the parsers of it stop there, too. The
    pieces have to be large, since the scan begins anew with a tag like any parser.
    """

    def __init__(self) -> None:
        self._fed = self._depth = 0
        self._ends: list[str] = []
        self._parser: Any = expat.ParserCreate()
        if hasattr(self._parser, "SetReparseDeferralEnabled"):
            self._parser.SetReparseDeferralEnabled(False)  # what waits would count as one tag
        self._parser.ordered_attributes = True  # faster than a dict
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._ends.append
        self._is_xml = True

    def feed(self, piece: bytes) -> None:
        if not self._fed:
            self._is_xml = piece.startswith(_STARTS)
        self._fed += len(piece)
        if self._is_xml:
            self._parse(piece)

    def _parse(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece)
        except expat.ExpatError:
            self._is_xml = False
            return
        self._depth -= len(self._ends)
        self._ends.clear()
        if self._fed - self._parser.CurrentByteIndex > TAG_MOST:
            raise outsize(f"a tag in it has more than {TAG_MOST:,} characters")

    def _start(self, _tag: str, _attributes: list[str]) -> None:
        self._depth += 1
        if self._depth - len(self._ends) > DEPTH_MOST:
            raise outsize(f"its tags stand in one another more than {DEPTH_MOST} deep")
