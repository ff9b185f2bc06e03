"""The arguments of ``python -m lib``, and the command that they ask for."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from lib.commands.import_files import ImportOrder, import_files, instructions
from lib.studies.check_files import check_files


def main(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; wrong usage ends the program with 2."""
    asked = _parser().parse_args(arguments)
    return int(asked.run(asked))


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m lib", description="Response Decay without the dashboard.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands.add_parser("check", help="print every problem of studies files"))
    _add_import(commands.add_parser("import", help="read files as the page Import does"))
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
    parser.add_argument("--into", type=Path, metavar="STUDIES", help="save the rows to this file")
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
