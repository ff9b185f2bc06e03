"""Decode a file to UTF-8, or say why it is not text."""

import codecs
import re
from dataclasses import dataclass

from lib.studies.problems import FILE, Finding, facts
from lib.studies.rules import Rule

MOST_FILE_MEGABYTES = 200

_CHUNK = 1 << 20
_LETTERS = 4
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KINDS = (
    (b"PK\x03\x04", "it is an Excel workbook or another zip file"),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel or Word file"),
    (b"%PDF", "it is a PDF"),
    (b"\x1f\x8b", "it is compressed"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
    (b"PAR1", "it is a Parquet file"),
)


UNREADABLE = Rule(
    "unreadable",
    "The file can be opened",
    "error",
    (),
    "The file cannot be opened: {reason}.",
    "Check that it is there and may be read, or start the dashboard with another.",
)
TOO_LARGE = Rule(
    "too_large",
    "The file is not too large",
    "error",
    (),
    "The file has {size} MB; at most {most} MB are read.",
    "Split the file, or leave out what is not needed.",
)
NOT_TEXT = Rule(
    "not_text",
    "The file is text or a workbook",
    "error",
    (),
    "This is not a text file: {reason}.",
    "Open it in a spreadsheet and save it as 'CSV UTF-8'.",
)
ENCODING = Rule(
    "encoding",
    "The encoding is known",
    "error",
    (),
    "The text cannot be read: it is neither UTF-8, UTF-16 nor Windows-1252.",
    "Open it in a spreadsheet and save it as 'CSV UTF-8'.",
)
WINDOWS_1252 = Rule(
    "windows_1252",
    "The text is UTF-8 or UTF-16",
    "warning",
    (),
    "The file is not UTF-8, so it was read as Windows-1252. The first word with a special "
    "character reads '{word}'.",
    "If that word is wrong, save the file as 'CSV UTF-8' and import it again.",
)
RULES = (
    UNREADABLE,
    TOO_LARGE,
    NOT_TEXT,
    ENCODING,
    WINDOWS_1252,
)


@dataclass(frozen=True)
class Decoded:
    """The file as UTF-8 without a byte order mark; `refused` says why there is none."""

    utf8: bytes
    refused: Finding | None = None
    warning: Finding | None = None


def decode(data: bytes) -> Decoded:
    """Convert UTF-8, UTF-16 (with or without a byte order mark) or Windows-1252 bytes to UTF-8."""
    if len(data) > MOST_FILE_MEGABYTES * 1_000_000:
        return _refuse(TOO_LARGE, size=f"{len(data) / 1e6:,.0f}", most=MOST_FILE_MEGABYTES)
    for start, reason in _KINDS:
        if data.startswith(start):
            return _refuse(NOT_TEXT, reason=reason)
    decoded = _decode(data)
    if decoded.refused is None and b"\0" in decoded.utf8:
        return _refuse(NOT_TEXT, reason="it contains NUL bytes")
    return decoded


def _decode(data: bytes) -> Decoded:
    wide = _utf16(data)
    if wide is not None:
        try:
            return Decoded(data.decode(wide).removeprefix("\ufeff").encode())
        except UnicodeDecodeError:
            return _refuse(NOT_TEXT, reason="it starts like UTF-16, but is not")
    data = data.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(data):
        return Decoded(data)
    return _windows_1252(data)


def _utf16(data: bytes) -> str | None:
    """The UTF-16 variant of the bytes, from the byte order mark or the first letters; or None."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    # A header starts with letters; in UTF-16 each of them has a zero byte beside it.
    head = data[: 2 * _LETTERS]
    zeros = [byte == 0 for byte in head]
    if zeros == [False, True] * _LETTERS:
        return "utf-16-le"
    if zeros == [True, False] * _LETTERS:
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    # In chunks: one emoji makes the string of a large file take four bytes a character.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _windows_1252(data: bytes) -> Decoded:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return _refuse(ENCODING)
    special = re.search(r"\w*[^\x00-\x7f]\w*", text)
    word = special.group() if special else ""
    warning = Finding(WINDOWS_1252, facts=facts(word=word))
    return Decoded(text.encode(), warning=warning)


def _refuse(rule: Rule, **given: object) -> Decoded:
    return Decoded(b"", refused=Finding(rule, "", FILE, facts(**given)))
