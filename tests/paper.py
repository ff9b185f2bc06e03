"""What a PDF that a browser printed holds."""

import re
import zlib

_PACKED = re.compile(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", re.DOTALL)


def sheets(pdf: bytes) -> int:
    """Count the pages; some browsers pack what says of them."""
    assert pdf.startswith(b"%PDF-")
    texts = [pdf, *(zlib.decompressobj().decompress(it) for it in _PACKED.findall(pdf))]
    return sum(len(re.findall(rb"/Type\s*/Page\b", text)) for text in texts)
