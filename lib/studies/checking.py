"""``python -m lib.studies.checking FILE.csv`` prints the problems of a file."""

import sys

from lib.studies.validation.report import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
