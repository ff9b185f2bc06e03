"""How many examples a test tries: all of them with `CI=true`, about a quarter otherwise."""

import os

from hypothesis import settings

THOROUGH = os.environ.get("CI") == "true"


def examples(most: int) -> settings:
    return settings(max_examples=most if THOROUGH else max(2, most // 4))
