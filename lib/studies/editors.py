"""Who keeps rows, as it stands in the history."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Editor:
    """Someone who may keep rows.

    Attributes
    ----------
    name
        The name for the history.
    address
        The e-mail address that was signed in with; blank on a machine of one's own.
    """

    name: str
    address: str = ""
