"""How the two processes talk: pieces of known length, each of a kind that one letter names.

Nothing is ever unpickled: a child that a file has taken over could then do so with its parent.
"""

import json
import struct
from typing import IO, Any

JOB, DATA, STEP, HEAD, TABLE, REFUSED = b"J", b"D", b"S", b"H", b"T", b"R"
WORKBOOK, PAGE = "workbook", "page"
"""The jobs of a child."""

NO_MEMORY = 4
"""The exit code of a child whose memory is used up."""

LONGEST = 1_500_000_000  # bytes of one frame

_FRAME = struct.Struct(">cQ")


class EndError(Exception):
    """The other process has ended, or does not keep to the frames."""


def write_frame(stream: IO[bytes], kind: bytes, body: bytes | memoryview) -> None:
    stream.write(_FRAME.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def write_json(stream: IO[bytes], kind: bytes, value: object) -> None:
    write_frame(stream, kind, json.dumps(value).encode())


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The kind and the body of the next frame; EndError if there is none."""
    start = stream.read(_FRAME.size)
    if len(start) < _FRAME.size:
        raise EndError
    kind, length = _FRAME.unpack(start)
    if length > LONGEST:
        raise EndError
    body = stream.read(length)
    if len(body) < length:
        raise EndError
    return kind, body


def read_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise EndError from error
