"""Digital Object Identifiers and their web addresses."""

import re
from urllib.parse import quote

DOI_PATTERN = r"10\.[0-9]{4,9}/\S+"
"""What a DOI looks like, for `re` and for Arrow, without the ends of the text."""


def doi_address(doi: str) -> str:
    """Give the web address of a DOI; blank for a text that is not a DOI."""
    return f"https://doi.org/{quote(doi, safe='/()')}" if re.fullmatch(DOI_PATTERN, doi) else ""
