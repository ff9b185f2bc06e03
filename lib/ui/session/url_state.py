"""What a link or a slide asks of a page: what the data have of it, and what is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from lib.slides.slide_list import PageSettings

NO_LONGER_THERE = "This slide names what is not in the data now; it was left out:"


@dataclass(frozen=True)
class UsableAddress:
    """What can be done of what was asked.

    Attributes
    ----------
    values
        What controls are set to, by their names in the address.
    notes
        What was asked and is not there.
    fallbacks
        What is shown in place of something that cannot be, a sentence each.
    """

    values: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()

    def one(self, name: str, otherwise: str) -> str:
        """Give what one control is set to."""
        return next(iter(self.values.get(name, ())), otherwise)


def usable(asked: PageSettings, choices: Mapping[str, Sequence[str]]) -> UsableAddress:
    """Keep of what was asked what a page's controls can be set to.

    Parameters
    ----------
    asked
        From anywhere: nothing of it is trusted.
    choices
        What each control can be set to, as it stands in the address.
    """
    values = {
        name: known
        for name, wanted in asked
        if (known := tuple(value for value in wanted if value in choices.get(name, ())))
    }
    notes = tuple(
        f"{name} “{value}”"
        for name, wanted in asked
        for value in wanted
        if value not in choices.get(name, ())
    )
    return UsableAddress(values, notes)


def asked_of(values: Mapping[str, Any], start: Mapping[str, Any]) -> PageSettings:
    """Name what is not at its start, as the address does.

    A list or a tuple is several values, anything else is one.
    """
    return tuple(
        (name, _texts(value))
        for name, value in values.items()
        if _texts(value) != _texts(start[name])
    )


def query(asked: PageSettings) -> str:
    """Write what is asked as the address does."""
    return urlencode([(name, value) for name, values in asked for value in values])


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(map(_text, value))
    return (_text(value),)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)
