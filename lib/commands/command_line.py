"""The arguments of ``python -m lib``, and the command that they ask for."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from lib.studies.check_files import check_files


def main(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; wrong usage ends the program with 2."""
    asked = _parser().parse_args(arguments)
    return int(asked.run(asked))


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m lib", description="Response Decay without the dashboard.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_check(commands.add_parser("check", help="print every problem of studies files"))
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
