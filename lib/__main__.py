"""``python -m lib COMMAND``: what can be done without the dashboard."""

import sys

from lib.commands.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
