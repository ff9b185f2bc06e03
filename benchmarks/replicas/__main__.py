"""How much replicas carry: readers who click, editors who save, programs that ask.

    python -m benchmarks.replicas [--short] [--only clicks many saves answers]

Readers and programs ask one process on a file, and 1, 2 and 4 replicas on PostgreSQL behind HAProxy
(`deploy/haproxy.cfg`, with as many lines). Editors are 1, 10 and 40 processes, on a file, on
PostgreSQL and on a store of objects. PostgreSQL syncs what it writes. The store of objects is in
memory on this machine: a real one adds the way to it, several times a save. `many`
are more and more readers of one process.

- `server ms`: processor time of replicas and HAProxy (not of PostgreSQL), which others on the
  machine change less than the time on the clock. One core gives 1000 ms a second.
- `ms a new view`: what the first who looks at a view costs; `ms a visit`: what one more session
  costs until its page is drawn.
- Those who ask share the machine with what answers: with as many cores as replicas, and others to
  ask from, there are more runs a second than here.
"""

import argparse
import itertools
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from benchmarks.replicas import answers, clicks, saves
from benchmarks.replicas.fleet import Fleet, on_postgres, one_on_files

FLEETS: tuple[Callable[[], AbstractContextManager[Fleet]], ...] = (
    one_on_files,
    *(partial(on_postgres, number) for number in (1, 2, 4)),
)
WRITERS = (1, 10, 40)
MANY = (1, 16, 60, 100)
PARTS = ("clicks", "answers", "many", "saves")


def main() -> None:
    """Run what is asked for."""
    options = _arguments()
    seconds, readers = (4.0, 16) if options.short else (20.0, 40)
    print(f"{os.cpu_count()} cores; load before: {_load()}")
    if {"clicks", "answers"} & set(options.only):
        _ask_fleets(options.only, readers, seconds)
    if "many" in options.only:
        _ask_one(seconds)
    if "saves" in options.only:
        print(f"\nEditors at once, {seconds:.0f} s\n{saves.HEADER}")
        for name, count in itertools.product(saves.PLACES, WRITERS):
            print(saves.measure(name, count, seconds), f"  load {_load()}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How much replicas carry.")
    parser.add_argument("--short", action="store_true", help="some minutes less")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    return parser.parse_args()


def _ask_fleets(parts: list[str], readers: int, seconds: float) -> None:
    print(f"{readers} readers at once, {answers.CONNECTIONS} connections of programs")
    print(f"{clicks.HEADER}\n{answers.HEADER}")
    for open_fleet in FLEETS:
        with open_fleet() as fleet:
            if "clicks" in parts:
                print(clicks.measure(fleet, readers, seconds), f"  load {_load()}", flush=True)
            if "answers" in parts:
                print(answers.measure(fleet, seconds / 2), f"  load {_load()}", flush=True)


def _ask_one(seconds: float) -> None:
    print(f"\nReaders at once of one process\n{clicks.HEADER}")
    with one_on_files() as fleet:
        for number in MANY:
            counted = replace(fleet, name=f"{number} open")
            print(clicks.measure(counted, number, 2 * seconds), f"  load {_load()}", flush=True)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    main()
