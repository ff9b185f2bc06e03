"""A list of slides as a parameter of an address."""

import base64
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from lib.slides.slide_json import ReadSlides, SlideProblem, read_slides, slides_json
from lib.slides.slide_list import Slide

LINK_MOST = 6000
"""Characters; many mail programs and servers cut or refuse longer addresses."""
BYTES_MOST = 500_000
"""Unpacked, so that a short link cannot fill the memory."""

_BASE64URL = re.compile("[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class SlideLink:
    """The slides as text for an address, or the reason why they do not fit."""

    text: str
    reason: str = ""


def slides_to_text(slides: Iterable[Slide], title: str = "") -> SlideLink:
    """Write a list of slides for the address: the file without spaces, deflated, in base64url."""
    data = slides_json(slides, title, indent=None)
    text = base64.urlsafe_b64encode(zlib.compress(data, 9)).rstrip(b"=").decode()
    if len(text) <= LINK_MOST and len(data) <= BYTES_MOST:
        return SlideLink(text)
    return SlideLink(
        "",
        f"These slides are too long for a link: {len(text):,} characters ({len(data):,} unpacked), "
        f"where {LINK_MOST:,} ({BYTES_MOST:,}) are the most. Pass on the file instead, or shorten "
        "the notes.",
    )


def slides_from_text(text: str) -> ReadSlides:
    """Read the slides of an address; never raises.

    Spaces and line breaks, which mail programs add to links, are ignored.
    """
    text = "".join(text.split()).rstrip("=")
    if len(text) > LINK_MOST:
        return _refusal(f"This link has more than {LINK_MOST:,} characters of slides.")
    if not text or not _BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        return _refusal("What this link says of slides is incomplete, or was changed on the way.")
    unpacked = _unpack(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return _refusal(unpacked) if isinstance(unpacked, str) else read_slides(unpacked, "link")


def _unpack(packed: bytes) -> bytes | str:
    """Inflate up to `BYTES_MOST`; a text says why that fails."""
    inflating = zlib.decompressobj()
    try:
        data = inflating.decompress(packed, BYTES_MOST)
    except zlib.error:
        return "What this link says of slides was changed on the way."
    if inflating.unconsumed_tail:
        return f"The slides of this link unpack to more than {BYTES_MOST:,} bytes."
    if not inflating.eof:
        return "This link is cut off before its last slide ends."
    return "Something follows the slides of this link." if inflating.unused_data else data


def _refusal(message: str) -> ReadSlides:
    fix = "Copy the link again in full, or ask for the slides as a file."
    return ReadSlides((), "", (SlideProblem(0, "", "", message, fix),))
