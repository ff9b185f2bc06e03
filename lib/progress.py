"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[str], None]
"""Takes the name of the step that begins, in a few words."""


def silent(_step: str) -> None:
    """Tell nobody."""
