"""Digital Object Identifiers, and where they lead."""

import re
from urllib.parse import quote

_DOI = re.compile(r"10\.\d{4,9}/\S+")


def doi_address(doi: str) -> str:
    """Give the address a DOI resolves at; blank for what is no DOI."""
    return f"https://doi.org/{quote(doi, safe='/()')}" if _DOI.fullmatch(doi) else ""
