"""Windows of the other engines: Firefox, Firefox that stores nothing, and WebKitGTK."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, NamedTuple, Protocol

import pandas as pd
import pytest

from benchmarks import servers
from lib.charts.curves.curves import curves
from lib.charts.figure_options import SLIDE, Picture
from lib.charts.plotly.figure import plotly_figure
from lib.exports.document import document
from lib.exports.figure_export import FigureExport, RevealStep, SlideExport
from lib.exports.tables.points_csv import Stamp
from tests.browser import shared_dashboard
from tests.engines.firefox import STORAGE_BLOCKED, firefox, firefox_path
from tests.engines.webkit import webkit, webkit_path

pytest_configure_node = shared_dashboard.pytest_configure_node


class Window(Protocol):
    """What a test does with a window of a browser."""

    def open(self, address: str) -> None: ...
    def run(self, expression: str) -> Any: ...
    def click(self, x: float, y: float) -> None: ...
    def press(self, key: str) -> None: ...


class Engine(NamedTuple):
    needs: str
    path: Callable[[], str | None]
    start: Callable[[], AbstractContextManager[Window]]


ENGINES = {
    "Firefox": Engine("firefox-esr", firefox_path, firefox),
    "Firefox without storage": Engine(
        "firefox-esr", firefox_path, partial(firefox, **STORAGE_BLOCKED)
    ),
    "WebKitGTK": Engine("webkit2gtk-driver and xvfb", webkit_path, webkit),
}


# `ByProgram` runs the tests of one engine in one process, so that it starts once.
@pytest.fixture(scope="session", params=ENGINES)
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    engine = ENGINES[request.param]
    if engine.path() is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing(f"{request.param} is not on this machine; Debian's package is {engine.needs}")
    with engine.start() as shown:
        yield shown


@pytest.fixture(scope="session")
def dashboard(request: pytest.FixtureRequest) -> Iterator[str]:
    if shared := shared_dashboard.address(request.config):
        yield shared
        return
    with servers.dashboard() as address:
        yield address


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory, real_points: pd.DataFrame) -> str:
    """Address of a slide as one HTML file."""
    whole = curves(real_points, (), Picture())
    step = plotly_figure(curves(real_points, (), Picture(room=SLIDE)))
    stamp = Stamp("Curves", "studies.csv", "abcd1234", "22 November 2026")
    table = pd.DataFrame({"Study": ["Kim 2010"], "Responding": ["58.7%"]})
    figure = FigureExport("One", whole, "One falls.", "Wilson.", table, (), (), stamp)
    path = tmp_path_factory.mktemp("written") / "slides.html"
    path.write_bytes(document([SlideExport(figure, "", (RevealStep("All", step),))], "One"))
    return path.as_uri()
