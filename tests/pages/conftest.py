import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.cache import Recent
from lib.studies.permissions import Request
from tests.one_scan import no_polling, one_scan

__all__ = ["no_polling", "one_scan"]

ROOT = Path(__file__).parents[2]
DEFAULT = "explore/curves.py"

Open = Callable[..., AppTest]


@pytest.fixture(scope="module", autouse=True)
def many_datasets() -> Iterator[None]:
    """Tests go to and fro between more files than the dashboard keeps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lib.studies.loading._datasets", Recent(100))
        yield


def run_page(
    patch: pytest.MonkeyPatch, page: str, csv: Path | None, query: dict[str, str | list[str]]
) -> AppTest:
    patch.chdir(ROOT)
    patch.setattr("sys.argv", ["dashboard.py", *([str(csv)] if csv else [])])
    app = AppTest.from_file(str(ROOT / "pages" / "start.py"), default_timeout=20)
    for name, value in query.items():
        app.query_params[name] = value
    if page != DEFAULT:
        app.switch_page(page)
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Run a page as a visitor would meet it, on the real studies or on a file of one's own."""

    def run(page: str = DEFAULT, csv: Path | None = None, **query: str | list[str]) -> AppTest:
        return run_page(monkeypatch, page, csv, query)

    return run


@pytest.fixture(scope="session")
def read_app() -> Open:
    """As `open_app`, but run once for all tests that look at the same page and touch nothing."""

    @cache
    def run(page: str = DEFAULT, csv: Path | None = None, **query: str) -> AppTest:
        with pytest.MonkeyPatch.context() as patch:
            return run_page(patch, page, csv, query)

    return run


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a visitor on the machine that serves the page, who may keep rows."""
    here = Request("localhost", "", {"Host": "localhost", "Origin": "http://localhost"}, True)
    monkeypatch.setattr("lib.ui.editing.sign_in._request", lambda: here)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    """A copy of the real studies, to be changed."""
    return Path(shutil.copy(ROOT / "data" / "studies.csv", tmp_path))
