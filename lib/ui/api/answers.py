"""Answers that are made once, in threads, a few at a time, and kept for whoever asks next."""

import asyncio
import gzip
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

from lib.cache import Recent
from lib.ui.api.problems import ProblemError
from lib.ui.shell.wire.accept_encoding import choose_encoding
from lib.ui.shell.wire.light_middleware import is_known

MOST_AT_ONCE = 2
"""Answers that are made at the same time: pages of sessions need the processors, too."""
MOST_WAITING = 16
"""Answers that are made or wait; who asks for another one then is to come back."""
MOST_HELD, MOST_BYTES = 128, 2_000_000
"""Answers that are kept, and how large one may be that is, compressed."""

LASTING, CHANGING = "public, max-age=31536000, immutable", "no-cache"


@dataclass(frozen=True)
class PackedAnswer:
    """An answer, compressed.

    Attributes
    ----------
    packed, media
        What is sent, and its type.
    tag
        Changes with what it holds.
    key
        What it answers, which may be of newer data than were asked for; None is not kept.
    name
        That of a file to take away.
    """

    packed: bytes
    tag: str
    media: str
    key: Hashable
    name: str = ""

    @classmethod
    def of(cls, content: bytes, media: str, key: Hashable, name: str = "") -> "PackedAnswer":
        """Pack what is answered."""
        tag = sha256(content).hexdigest()[:20]
        return cls(gzip.compress(content, 6, mtime=0), tag, media, key, name)


Make = Callable[[], PackedAnswer]


class AnswerCache:
    """Makes answers, and keeps the last ones by what they answer."""

    def __init__(self) -> None:
        self._held: Recent[Hashable, PackedAnswer] = Recent(MOST_HELD)
        self._at_work: dict[Hashable, asyncio.Task[PackedAnswer]] = {}
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)

    async def get(self, key: Hashable, make: Make) -> PackedAnswer:
        """Give the answer of a key; None is the key of what is not kept.

        Whoever asks for what is being made waits without a thread.
        """
        held = None if key is None else self._held.peek(key)
        if held:
            return held
        of = object() if key is None else key
        work = self._at_work.get(of)
        if work is None:
            work = self._begin(of, make)
            work.add_done_callback(partial(self._end, of))
        return await asyncio.shield(work)

    def _begin(self, key: Hashable, make: Make) -> "asyncio.Task[PackedAnswer]":
        if len(self._at_work) >= MOST_WAITING:
            raise ProblemError("busy", "Ask again in a moment.")
        work = asyncio.get_running_loop().create_task(self._in_turn(make))
        self._at_work[key] = work
        return work

    async def _in_turn(self, make: Make) -> PackedAnswer:
        async with self._turns:
            return await run_in_threadpool(make)

    def _end(self, key: Hashable, work: "asyncio.Task[PackedAnswer]") -> None:
        del self._at_work[key]
        if work.cancelled() or work.exception():
            return
        answer = work.result()
        if answer.key is not None and len(answer.packed) <= MOST_BYTES:
            self._held.get(answer.key, lambda: answer)


async def response_to(
    answer: PackedAnswer, asked: Headers, is_head: bool, headers: dict[str, str]
) -> Response:
    """Send an answer as it is accepted, unless it is there already."""
    accepted = ",".join(asked.getlist("accept-encoding"))
    encoding = choose_encoding(accepted, ["gzip"])
    tag = f'"{answer.tag}{"-gzip" if encoding else ""}"'
    headers |= {"Vary": "Accept-Encoding", "ETag": tag}
    if is_known(tag, asked):
        return Response(status_code=304, headers=headers)
    if encoding:
        content, headers["Content-Encoding"] = answer.packed, encoding
    else:
        content = await run_in_threadpool(gzip.decompress, answer.packed)
    if answer.name:
        headers["Content-Disposition"] = f'attachment; filename="{answer.name}"'
    headers["Content-Length"] = str(len(content))
    return Response(b"" if is_head else content, headers=headers, media_type=answer.media)
