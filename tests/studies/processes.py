"""Processes of their own for what is killed, or done by many at once."""

import os
import sys
from collections.abc import Callable


def fork(run: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        run()
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def wait_for(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
