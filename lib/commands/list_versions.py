"""List the versions of a file of studies without the dashboard, and remove old ones."""

import getpass
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.phrases import with_noun
from lib.studies.store import store
from lib.studies.store.store import NotKeptError, Pruning, StudiesPlace, Version

_DAYS = {"d": 1, "w": 7, "m": 365.25 / 12, "y": 365.25}
_LONGEST = 365_250  # days, since the calendar has an end
_PERIOD = re.compile(r"([0-9]{1,4})([dwmy])")
_UNITS = ("bytes", "kB", "MB", "GB")


@dataclass(frozen=True)
class HistoryOrder:
    """What is asked of the command.

    Attributes
    ----------
    keep
        How far back all versions stay; None to remove nothing.
    is_trial
        Whether only to say what would go.
    """

    place: StudiesPlace
    keep: timedelta | None = None
    is_trial: bool = False
    as_json: bool = False


def period(text: str) -> timedelta:
    """Read a period such as `1y`, `6m`, `8w` or `90d`; ValueError if it is none."""
    found = _PERIOD.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(text)
    return timedelta(days=min(int(found[1]) * _DAYS[found[2]], _LONGEST))


def list_versions(order: HistoryOrder) -> int:
    """List the versions of a file, or remove old ones; 1 if that cannot be done."""
    past = store.history(order.place)
    for problem in past.problems:
        print(problem, file=sys.stderr)
    if order.keep is None:
        _print(order, past.versions, None)
        return int(not past.versions)
    try:
        since = datetime.now(UTC) - order.keep
        pruning = store.prune(order.place, since, _user(), order.is_trial)
    except NotKeptError as error:
        print(f"{error.message} {error.advice}", file=sys.stderr)
        return 1
    _print(order, pruning.stay, pruning)
    return 0


def _print(order: HistoryOrder, stay: Sequence[Version], pruning: Pruning | None) -> None:
    if order.as_json:
        gone = [_record(each) for each in pruning.gone] if pruning else []
        told = {"file": str(order.place), "versions": [_record(each) for each in stay]}
        print(json.dumps(told | {"gone": gone}, ensure_ascii=False, indent=2))
    elif pruning is None:
        print(f"{order.place}: {with_noun(len(stay), 'version')}.")
        for version in stay:
            print(_line(version))
    else:
        _print_pruning(order, pruning)


def _print_pruning(order: HistoryOrder, pruning: Pruning) -> None:
    going = "would go" if order.is_trial else "removed"
    for version in pruning.gone:
        print(f"{_line(version)}: {going}")
    linked = f", {pruning.linked:,} of them only because something names them"
    print(
        f"{order.place}: {with_noun(len(pruning.gone), 'version')} {going} "
        f"({_size(pruning.freed)}), {len(pruning.stay):,} stay{linked if pruning.linked else ''}."
    )
    print("All of the time asked for stay, and of each month before the last one.")
    if order.is_trial:
        print("Nothing was removed.")


def _line(version: Version) -> str:
    who = version.who or "not known"
    return (
        f"{version.number} ({version.version}), {version.when:%Y-%m-%d %H:%M} UTC, {who}: "
        f"{version.why}{_state(version)}"
    )


def _state(version: Version) -> str:
    if version.in_force:
        return " [current]"
    return " [never in use]" if version.never_in_force else ""


def _record(version: Version) -> dict[str, Any]:
    return {**vars(version), "when": version.when.isoformat(), "version": version.version}


def _size(count: int) -> str:
    size, unit = float(count), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:,.{int(unit > 0)}f} {_UNITS[unit]}"


def _user() -> str:
    """Who runs the command, for those who wait to save."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "The command 'history'"
