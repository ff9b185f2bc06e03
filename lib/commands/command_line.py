"""The arguments of ``python -m lib``, and the command that they ask for."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from lib.commands.import_files import ImportOrder, import_files, instructions
from lib.commands.list_versions import HistoryOrder, list_versions, period
from lib.commands.stores import add_store
from lib.studies.check_files import check_files
from lib.studies.store import store


def main(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; wrong usage ends the program with 2."""
    asked = _parser().parse_args(arguments)
    return int(asked.run(asked))


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m lib", description="Response Decay without the dashboard.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands.add_parser("check", help="print every problem of studies files"))
    _add_import(commands.add_parser("import", help="read files as the page Import does"))
    _add_history(commands.add_parser("history", help="list saved versions, and remove old ones"))
    add_store(commands.add_parser("store", help="set up a shared store, copy one to another"))
    return parser


def _add_check(parser: ArgumentParser) -> None:
    parser.description = (
        "Print every problem of studies files. Exits with 1 if there are errors, and with 2 if a "
        "file cannot be opened."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV, TSV or .xlsx")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    parser.set_defaults(run=_check)


def _check(asked: Namespace) -> int:
    return check_files(asked.files, asked.json)


def _add_import(parser: ArgumentParser) -> None:
    parser.description = (
        "Read files in the way of the page Import, and print the rows that come out, what is "
        "proposed, what is asked and what is set aside. Exits with 0 if all rows can be used, "
        "with 1 if there are errors, and with 2 while questions are open."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--mapping", type=Path, help="what was said of files like these (.json)")
    parser.add_argument(
        "--answer", action="append", default=[], metavar="KEY=VALUE", help="answer a question"
    )
    parser.add_argument("--accept", action="store_true", help="take every proposal")
    parser.add_argument("--into", type=store.place, metavar="STUDIES", help="save the rows here")
    parser.add_argument("--by", default="", help="who saves, for the history")
    parser.add_argument("--why", default="", help="a sentence for the history")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    parser.set_defaults(run=_import)


def _import(asked: Namespace) -> int:
    said = instructions(asked.mapping, asked.answer)
    if isinstance(said, str):
        print(said, file=sys.stderr)
        return 2
    order = ImportOrder(
        asked.files, said, asked.accept, asked.into, asked.by, asked.why, asked.json
    )
    return import_files(order)


def _add_history(parser: ArgumentParser) -> None:
    parser.description = (
        "List the saved versions of a file of studies. With --keep, remove old ones: all versions "
        "of that time stay, of each month before the last one, and always the newest one and those "
        "that a link, a slide or a file of the dashboard names. Exits with 1 if there is no "
        "history, or if it cannot be changed."
    )
    parser.add_argument(
        "file",
        nargs="?",
        default="",
        metavar="STUDIES",
        help="the dashboard's if not named",
    )
    parser.add_argument(
        "--keep", type=_period, metavar="PERIOD", help="such as 1y, 6m, 8w or 90d: remove the older"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead")
    parser.set_defaults(run=_history)


def _period(text: str) -> timedelta:
    try:
        return period(text)
    except ValueError as error:
        said = f"'{text}' is no period: write 1y, 6m, 8w or 90d"
        raise ArgumentTypeError(said) from error


def _history(asked: Namespace) -> int:
    place = store.place(asked.file) or store.default_place()
    return list_versions(HistoryOrder(place, asked.keep, asked.dry_run, asked.json))
