"""Set up a shared store of the studies, and copy one store to another."""

import sys
from argparse import ArgumentParser, Namespace

from lib.phrases import with_noun
from lib.studies.store import store
from lib.studies.store.store import NotKeptError

_ADDRESS = "a path, postgresql://..., or s3://bucket/prefix"


def add_store(parser: ArgumentParser) -> None:
    """Declare the commands of `store`."""
    parser.description = (
        f"Set up a shared store of the studies, and copy one to another. A store is {_ADDRESS}. "
        "Exits with 1 if that cannot be done."
    )
    commands = parser.add_subparsers(metavar="WHAT", required=True)
    migrate = commands.add_parser("migrate", help="make the tables of PostgreSQL, or renew them")
    migrate.add_argument(
        "store", nargs="?", default="", help=f"${store.STORE_VARIABLE} if not named"
    )
    migrate.set_defaults(run=_migrate)
    copy = commands.add_parser("copy", help="copy versions and drafts, and check every hash")
    copy.add_argument("source", metavar="FROM", help=_ADDRESS)
    copy.add_argument("target", metavar="TO", help=_ADDRESS)
    copy.set_defaults(run=_copy)


def _migrate(asked: Namespace) -> int:
    try:
        steps = store.migrate(store.place(asked.store) or store.default_place())
    except NotKeptError as error:
        return _refuse(error)
    print(f"Steps taken: {', '.join(map(str, steps))}." if steps else "The tables are up to date.")
    return 0


def _copy(asked: Namespace) -> int:
    source, target = store.place(asked.source), store.place(asked.target)
    if source is None or target is None:
        print("Name both stores.", file=sys.stderr)
        return 2
    try:
        done = store.copy(source, target, lambda what: print(what, file=sys.stderr))
    except NotKeptError as error:
        return _refuse(error)
    print(
        f"{with_noun(done.versions, 'version')} copied, {done.known:,} there already, "
        f"{with_noun(done.drafts, 'draft')} copied; every hash is right. "
        f"In force: {f'version {done.in_force}' if done.in_force else 'none'}."
    )
    return 0


def _refuse(error: NotKeptError) -> int:
    print(f"{error.message} {error.advice}", file=sys.stderr)
    return 1
