"""A list of slides: each a view with a title and a note."""

from dataclasses import dataclass

AT_ONCE, BY_STUDY, BY_MONTH = "All at once", "Study by study", "Month by month"
REVEALS = (AT_ONCE, BY_STUDY, BY_MONTH)

Asked = tuple[tuple[str, tuple[str, ...]], ...]
"""The controls of a page that are not at their start, by their names in the address, in order."""


@dataclass(frozen=True)
class Slide:
    """A view with a title and a note.

    Attributes
    ----------
    page
        The page whose view it is, by its name in the address: `curves`, `compare`, ...
    asked
        What that page's controls are set to.
    title, note
        What stands over it, and what the speaker says.
    reveal
        One of `REVEALS`.
    version
        The data version it was made with, if it is to be shown with that one; else blank.
    """

    page: str
    asked: Asked = ()
    title: str = ""
    note: str = ""
    reveal: str = AT_ONCE
    version: str = ""
