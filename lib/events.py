"""What happens in a process, for those who count it or write it down.

Nobody listens unless the set-up asks for it. An event never says who did something, nor anything
of what is in a row or in the name of a file.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

RERUN, SAVE, IMPORT, EXPORT, STORE = "rerun", "save", "import", "export", "store"

DONE, FAILED, STOPPED = "done", "failed", "stopped"


@dataclass
class Event:
    """Something that happened.

    Attributes
    ----------
    kind
        Which of its name: the step of an import, the format of a file.
    outcome
        How it ended.
    seconds
        How long it took; None if it has no length.
    """

    name: str
    kind: str = ""
    outcome: str = DONE
    seconds: float | None = None


Listener = Callable[[Event], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call a listener for each event from now on."""
    if listener not in _listeners:
        _listeners.append(listener)


def ignore(listener: Listener) -> None:
    """Call a listener no more."""
    if listener in _listeners:
        _listeners.remove(listener)


def report(event: Event) -> None:
    """Tell all who listen of an event."""
    for listener in _listeners:
        listener(event)


@contextmanager
def measure(name: str, kind: str = "") -> Iterator[Event]:
    """Report how long something takes and how it ends; its outcome may be set meanwhile."""
    event, began = Event(name, kind), time.perf_counter()
    try:
        yield event
    except Exception:
        if event.outcome == DONE:
            event.outcome = FAILED
        raise
    except BaseException:  # as Streamlit ends a run for the next one
        event.outcome = STOPPED
        raise
    finally:
        event.seconds = time.perf_counter() - began
        report(event)
