"""``python -m lib.studies.checking FILE``: the former name of ``python -m lib check FILE``."""

import sys
from collections.abc import Sequence
from pathlib import Path

from lib.studies.check_files import check_files

_USAGE = "Usage: python -m lib.studies.checking FILE.csv"


def main(arguments: Sequence[str]) -> int:
    """Print a file's problems; 1 if there are errors, 2 if the file cannot be opened."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(_USAGE, file=sys.stderr)
        return 2
    return check_files([Path(arguments[0])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
