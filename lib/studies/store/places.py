"""Where the studies are: a file, or an address of a shared store."""

import os
from functools import cache
from pathlib import Path

from lib.studies.store.engines.engine import Engine
from lib.studies.store.engines.files import Files

CSV_VARIABLE = "RESPONSE_DECAY_CSV"
STORE_VARIABLE = "RESPONSE_DECAY_STORE"
DEFAULT_CSV = Path(__file__).parents[3] / "data" / "studies.csv"

StudiesPlace = Path | Engine
"""A file, or the engine of a shared store; text made of either can be shown to anybody."""


def default_path() -> Path:
    """Find the file of studies where none is named: from the environment, or the default."""
    return Path(os.environ.get(CSV_VARIABLE) or DEFAULT_CSV)


def default_place() -> StudiesPlace:
    """Find the studies where none are named: the shared store, or else the file."""
    return place(os.environ.get(STORE_VARIABLE, "")) or default_path()


def place(address: str) -> StudiesPlace | None:
    """Give the place of an address, which may be a path; None if it is blank."""
    if not address.strip():
        return None
    return _open_once(address)


def engine_of(place: StudiesPlace) -> Engine:
    """Give the engine of a place."""
    return Files(place) if isinstance(place, Path) else place


@cache
def _open_once(address: str) -> StudiesPlace:
    """A process has one engine for each store, which readers share."""
    return open_place(address)


def open_place(address: str) -> StudiesPlace:
    """Give the place of an address: a path, or a shared store that nobody else in here uses."""
    kind, is_shared, _ = address.partition("://")
    if not is_shared:
        return Path(address)
    if kind in ("postgresql", "postgres"):
        from lib.studies.store.engines.postgres.postgres import Postgres

        return Postgres(address)
    if kind in ("s3", "gs", "az"):
        from lib.studies.store.engines.objects.objects import Objects

        return Objects(address)
    raise SystemExit(f"{STORE_VARIABLE} names no kind of store that is known here: {kind}.")
