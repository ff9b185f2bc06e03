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
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "Windows-1252 (Western Europe)",
    "windows-1250": "Windows-1250 (Central Europe)",
    "windows-1251": "Windows-1251 (Cyrillic)",
    "iso-8859-1": "ISO 8859-1 (Latin 1)",
    "iso-8859-2": "ISO 8859-2 (Latin 2)",
    "iso-8859-15": "ISO 8859-15 (Latin 9)",
    "mac-roman": "Mac Roman",
    "cp437": "Code page 437 (DOS)",
    "cp850": "Code page 850 (DOS)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
}
"""The encodings that a reader can name, with their names for display."""

_COPY = " Copy the table into a spreadsheet first."
_UNPACK = " Unpack it first."
_EXPORT = " Export the data from the program that made it."
# How a file that is no text starts, what it is, and what to do besides.
_KINDS = (
    (b"PK\x03\x04", "it is an Excel workbook or another zip file", ""),
    (b"\xd0\xcf\x11\xe0", "it is an old Excel or Word file", ""),
    (b"%PDF", "it is a PDF", _COPY),
    (b"{\\rtf", "it is a formatted text (RTF)", _COPY),
    (b"\x1f\x8b", "it is compressed", _UNPACK),
    (b"BZh", "it is compressed", _UNPACK),
    (b"\xfd7zXZ", "it is compressed", _UNPACK),
    (b"7z\xbc\xaf", "it is compressed", _UNPACK),
    (b"Rar!", "it is compressed", _UNPACK),
    (b"\x89PNG", "it is a picture", _COPY),
    (b"\xff\xd8\xff", "it is a picture", _COPY),
    (b"GIF8", "it is a picture", _COPY),
    (b"II*\0", "it is a picture", _COPY),
    (b"MM\0*", "it is a picture", _COPY),
    (b"PAR1", "it is a Parquet file", _EXPORT),
    (b"$FL2", "it is an SPSS file", _EXPORT),
    (b"$FL3", "it is an SPSS file", _EXPORT),
    (b"<stata_dta>", "it is a Stata file", _EXPORT),
    (b"HEADER RECORD*******", "it is a SAS file", _EXPORT),
    (bytes(12) + b"\xc2\xea\x81\x60", "it is a SAS file", _EXPORT),
    (b"SQLite format 3", "it is a database", _EXPORT),
    (b"MIME-Version:", "it is a web page with its pictures (.mht)", _COPY),
)
_SPECIAL = re.compile(r"[^\x00-\x7f]")
_WORD_MOST = 80  # characters on each side
_JSON = re.compile(rb"\s*[\[{]\s*[\"\[{]")
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"


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
    "Open it in a spreadsheet and save it as 'CSV UTF-8'.{hint}",
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
OTHER_ENCODING = Rule(
    "other_encoding",
    "The encoding is the one that was named",
    "error",
    (),
    "The text cannot be read as {encoding}.",
    "Choose another encoding, or let it be found out.",
)
RULES = (
    UNREADABLE,
    TOO_LARGE,
    NOT_TEXT,
    ENCODING,
    OTHER_ENCODING,
    WINDOWS_1252,
)


@dataclass(frozen=True)
class Decoded:
    """The file as UTF-8 without a byte order mark; `refused` says why there is none."""

    utf8: bytes
    encoding: str = ""
    refused: Finding | None = None
    warning: Finding | None = None


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Convert a text to UTF-8.

    Without an encoding, UTF-8, UTF-16 (with or without a byte order mark) and Windows-1252 are
    found out.
    """
    if len(data) > MOST_FILE_MEGABYTES * 1_000_000:
        return _refuse(TOO_LARGE, size=f"{len(data) / 1e6:,.0f}", most=MOST_FILE_MEGABYTES)
    for start, reason, hint in _KINDS:
        if data.startswith(start):
            return _refuse(NOT_TEXT, reason=reason, hint=hint)
    if _JSON.match(data) and data.rstrip()[-1:] in (b"]", b"}"):
        return _refuse(NOT_TEXT, reason="it is JSON", hint=_EXPORT)
    if _XML_TABLE in data[:2000]:
        return _refuse(NOT_TEXT, reason="it is an XML spreadsheet of Excel 2003", hint="")
    decoded = _decode_as(data, encoding) if encoding else _decode(data)
    if decoded.refused is None and b"\0" in decoded.utf8:
        return _refuse(NOT_TEXT, reason="it contains NUL bytes", hint="")
    return decoded


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode with the encoding that a reader names; one not of `ENCODINGS` is refused."""
    wide = _utf16(data) if encoding == "utf-16" else None
    try:
        text = data.decode(wide or encoding) if encoding in ENCODINGS else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        return _refuse(OTHER_ENCODING, encoding=ENCODINGS.get(encoding, encoding))
    return Decoded(text.removeprefix("\ufeff").encode(), encoding)


def _decode(data: bytes) -> Decoded:
    wide = _utf16(data)
    if wide is not None:
        try:
            return Decoded(data.decode(wide).removeprefix("\ufeff").encode(), "utf-16")
        except UnicodeDecodeError:
            return _refuse(NOT_TEXT, reason="it starts like UTF-16, but is not", hint="")
    data = data.removeprefix(codecs.BOM_UTF8)
    if _is_utf8(data):
        return Decoded(data, "utf-8")
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
    warning = Finding(WINDOWS_1252, facts=facts(word=_special_word(text)))
    return Decoded(text.encode(), "windows-1252", warning=warning)


def _special_word(text: str) -> str:
    """The first word with a special character; of a very long one, what stands around that."""
    special = _SPECIAL.search(text)
    if not special:
        return ""
    at = special.start()
    before = re.search(r"\w*\Z", text[max(0, at - _WORD_MOST) : at])
    after = re.match(r"\w*", text[at + 1 : at + 1 + _WORD_MOST])
    return "".join(found.group() if found else "" for found in (before, special, after))


def _refuse(rule: Rule, **given: object) -> Decoded:
    return Decoded(b"", refused=Finding(rule, "", FILE, facts(**given)))
