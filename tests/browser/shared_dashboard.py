"""One dashboard on the real studies for all processes that test at once."""

from contextlib import ExitStack
from typing import Any

import pytest

from benchmarks import servers

_NAME = "dashboard"
_ENTRY = pytest.StashKey[str]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Start it before the first process of xdist, and end it after the last."""
    node.workerinput[_NAME] = _started(node.config)


def _started(config: pytest.Config) -> str:
    if _ENTRY not in config.stash:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        config.stash[_ENTRY] = servers.entry(stack.enter_context(servers.dashboard()))
    return config.stash[_ENTRY]


def address(config: pytest.Config) -> str | None:
    """Give the address of what runs for all processes, if there are several."""
    entry = getattr(config, "workerinput", {}).get(_NAME)
    return servers.learn(entry) if entry else None
