"""Which other sites may show figures of this dashboard in a frame."""

import logging
import os
import re
from functools import cache

EMBED_VARIABLE = "RESPONSE_DECAY_EMBED_IN"
"""Names the sites, separated by spaces, as `frame-ancestors` does."""

_SITE = re.compile(r"(https?://)?(\*|(\*\.)?[\w-]+(\.[\w-]+)*)(:(\d+|\*))?", re.ASCII)
_LOG = logging.getLogger("response_decay")


def embedding_sites() -> tuple[str, ...]:
    """Give the sites that the set-up lets embed figures; none by default."""
    return _sites(os.environ.get(EMBED_VARIABLE, ""))


@cache
def _sites(text: str) -> tuple[str, ...]:
    wrong = [site for site in text.split() if not _SITE.fullmatch(site)]
    if wrong:
        _LOG.warning("%s names what is no site: %s", EMBED_VARIABLE, " ".join(wrong))
    return tuple(site for site in text.split() if site not in wrong)
