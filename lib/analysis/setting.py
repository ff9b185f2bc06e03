"""A setting: a field of a frozen value that says how a page asks for it, in words and in links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import Enum
from functools import cache
from typing import Any, TypeVar


class Control(Enum):
    """How a page asks for a setting."""

    LIST = "one of a list, at first the default or the first"
    OPTIONAL = "one of a list, at first none"
    RADIO = "one of a few, all in sight"
    SEGMENTS = "one of a few, in a row"
    SEVERAL = "any number of a list"
    RANGE = "the first and the last of an order"
    STEPS = "one of an order, by a slider"
    SLIDER = "one whole number of an order"
    SWITCH = "on or off"
    BOX = "ticked or not"
    NONE = "by a control of its own, or only by the address"


Found = Mapping[str, Sequence[Any]]
"""What settings can be set to in these data, by their names."""


def address_text(value: Any) -> str:
    """Write one value as an address does: `true`, `1.5`, `Wilson`."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)


@dataclass(frozen=True)
class Setting:
    """One thing that a reader can set.

    Attributes
    ----------
    name
        In the address and in lists of slides; the key of its control.
    label
        What its control is called.
    control
        How a page asks for it.
    default
        Its value when nothing is chosen; None where the data decide, or where that is nothing.
    choices
        The values that it can have; empty where the data say.
    field
        The field of the frozen value that holds it.
    text
        Writes one value for the address, which is also what its control shows.
    words
        Says in words what is set, from the whole frozen value; blank says nothing.
    selects
        Whether it keeps some rows and not others, unlike one that changes how numbers are made.
    help, placeholder
        Shown beside the control, and in it while nothing is chosen.
    most
        The most values of `SEVERAL`; None for no limit.
    former
        Pairs: what stood in addresses before, and what stands there now.
    arrange
        Brings the values of `SEVERAL` in order.
    """

    name: str
    label: str
    control: Control
    default: Any = None
    choices: tuple[Any, ...] = ()
    field: str = ""
    text: Callable[[Any], str] = address_text
    words: Callable[[Any], str] = lambda _: ""
    selects: bool = False
    help: str | None = None
    placeholder: str | None = None
    most: int | None = None
    former: tuple[tuple[str, str], ...] = ()
    arrange: Callable[[tuple[Any, ...]], tuple[Any, ...]] = tuple

    def texts(self, value: Any) -> tuple[str, ...]:
        """Write a value for the address: none, one or several texts."""
        if value is None:
            return ()
        return tuple(map(self.text, value if isinstance(value, list | tuple) else (value,)))

    def known_texts(self, found: Found) -> list[str]:
        """List what it can be set to, as texts; `found` has the values that the data say."""
        return list(dict.fromkeys(map(self.text, self.known(found))))

    def known(self, found: Found) -> Sequence[Any]:
        """List what it can be set to."""
        return self.choices or found.get(self.name, ())

    def present_text(self, text: str) -> str:
        """Give what stands in an address now for a text that may have stood there before."""
        return dict(self.former).get(text, text)

    def value(self, texts: Sequence[str], found: Found) -> Any:
        """Read a value from texts; what it cannot be set to is passed over.

        Returns
        -------
        The default where no text is known; None for a range that leaves nothing out.
        """
        known = {self.text(value): value for value in self.known(found)}
        now = map(self.present_text, texts)
        values = tuple(known[text] for text in now if text in known)
        if self.control is Control.RANGE:
            return _range(values, tuple(known.values()))
        if self.control is Control.SEVERAL:
            return self.arrange(values[: self.most]) or self.default
        return values[0] if values else self.default


def _range(values: tuple[Any, ...], known: tuple[Any, ...]) -> tuple[Any, Any] | None:
    first_and_last = tuple(sorted(values))
    if len(first_and_last) != 2 or first_and_last == (known[0], known[-1]):
        return None
    return first_and_last[0], first_and_last[1]


def setting(name: str, label: str, control: Control, **more: Any) -> Any:
    """Declare a field of a frozen value as a setting.

    Parameters
    ----------
    name, label, control, more
        As the attributes of `Setting`. A field without a `default` must be given.
    """
    default = more.get("default", MISSING)
    return field(default=default, metadata={"setting": Setting(name, label, control, **more)})


def settings_of(kind: Any, *names: str) -> tuple[Setting, ...]:
    """List the settings among the fields of a frozen value, or those of some names."""
    return tuple(each for each in _declared(kind) if not names or each.name in names)


@cache
def _declared(kind: Any) -> tuple[Setting, ...]:
    return tuple(
        replace(each.metadata["setting"], field=each.name)
        for each in fields(kind)
        if "setting" in each.metadata
    )


Settings = TypeVar("Settings")


def make(kind: type[Settings], values: Mapping[str, Any], **more: Any) -> Settings:
    """Make a frozen value of what is set, by the names of the settings, and of other fields."""
    named = {each.field: values[each.name] for each in settings_of(kind) if each.name in values}
    return kind(**named, **more)


def values_of(*frozen: Any) -> dict[str, Any]:
    """Give what is set in frozen values, by the names of the settings."""
    return {
        each.name: getattr(value, each.field)
        for value in frozen
        for each in settings_of(type(value))
    }
