"""Digital Object Identifiers and their web addresses."""

import re
from urllib.parse import quote

_DOI = re.compile(r"10\.\d{4,9}/\S+")


def doi_address(doi: str) -> str:
    """Give the web address of a DOI; blank for a text that is not a DOI."""
    return f"https://doi.org/{quote(doi, safe='/()')}" if _DOI.fullmatch(doi) else ""
