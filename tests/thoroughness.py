"""How many examples a test tries: a fifth of the most with `CI=true`, an eighth otherwise."""

import os

from hypothesis import settings

THOROUGH = os.environ.get("CI") == "true"


def examples(most: int) -> settings:
    return settings(max_examples=max(2, most // (5 if THOROUGH else 8)))
