"""How long-running work reports its progress."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Takes the name of the step that begins."""


def silent(_step: str) -> None:
    """Report nothing."""
