"""What a rule is that a studies file is held against; each is declared beside what finds it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """What is wrong, how to mend it, and whether the row can be used all the same.

    Attributes
    ----------
    title
        What it asks of a file, in a few words.
    severity
        An error leaves its row out (or the file, when it names no row); a warning keeps it.
    columns
        The columns that it looks at, or which they are in words; none for the file as a whole.
        A rule over the numbers of a row is listed at the first of them.
    says, fix
        Templates: ``{header}`` is the column as the file spells it, ``{value}`` the cell as typed,
        any column name the cell of that row, and the rest are facts that the rule's finder adds.
        A fact that only some problems have follows the text before it without a space.
    """

    name: str
    title: str
    severity: Severity
    columns: tuple[str, ...]
    says: str
    fix: str
