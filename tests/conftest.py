import csv
import gc
import io
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from lib.analysis.estimates import estimates
from lib.analysis.selection import choose, with_series
from lib.analysis.settings import View
from lib.narrative.series_text import with_words
from lib.studies.schema import COLUMNS
from lib.studies.validation.validate import check
from lib.ui.unsaved.keep import DAYS_VARIABLE
from tests.thoroughness import THOROUGH

# The thousands of modules loaded here stay: to walk them at each full collection takes a tenth of
# the time of all tests.
gc.set_threshold(20_000, 20, 20)

# Unsaved work is stored beside the studies, which here are those of the checkout.
os.environ.setdefault(DAYS_VARIABLE, "0")

# How long an example takes is the machine's affair, never a failure.
settings.register_profile("dev", deadline=None, max_examples=15)
settings.register_profile("ci", deadline=None, max_examples=100)
settings.load_profile("ci" if THOROUGH else "dev")

ROOT = Path(__file__).parents[1]


class ByProgram(LoadScopeScheduling):  # type: ignore[misc]
    """Runs in one process what shares a program that starts slowly: a browser, or replicas."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        folder = file.rpartition("/")[0]
        return folder + test.partition("[")[2] if folder.endswith("engines") else folder


# The marks of xdist for this (`xdist_group`) go by a name of a test that pytest 9.2 cannot change.
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByProgram | None:
    return ByProgram(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


Rows = Callable[..., pd.DataFrame]


def as_csv(*rows: dict[str, Any]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in COLUMNS])
    writer.writeheader()
    writer.writerows({"study": "A 2001", "arm": "Drug", "months": 3} | row for row in rows)
    return text.getvalue().encode()


@pytest.fixture(scope="session")
def write_csv() -> Callable[..., bytes]:
    return as_csv


@pytest.fixture(scope="session")
def typed() -> Rows:
    """Rows from dicts, the way a file's rows come: written, read, checked."""

    check_once = cache(check)

    def make(*rows: dict[str, Any]) -> pd.DataFrame:
        checked = check_once(as_csv(*rows))
        assert len(checked.rows) == len(rows), checked.problems.to_string()
        return checked.rows.copy()

    return make


@pytest.fixture(scope="session")
def real_rows() -> pd.DataFrame:
    return check((ROOT / "data" / "studies.csv").read_bytes()).rows


@pytest.fixture(scope="session")
def points_of() -> Rows:
    def make(
        rows: pd.DataFrame, view: View | None = None, tried: frozenset[int] = frozenset()
    ) -> pd.DataFrame:
        view = view or View()
        chosen = choose(with_series(rows, tried), view)
        return with_words(estimates(chosen, view)).reset_index()

    return make


@pytest.fixture(scope="session")
def real_points(real_rows: pd.DataFrame, points_of: Rows) -> pd.DataFrame:
    return points_of(real_rows)


@pytest.fixture(scope="session")
def many_rows(typed: Rows) -> Callable[[int], pd.DataFrame]:
    """Rows of so many made-up studies, three visits each."""

    def make(studies: int) -> pd.DataFrame:
        return typed(
            *(
                {
                    "study": f"Study {i:03} 2000",
                    "months": months,
                    "n_assessed": 40,
                    "responders": 10 + (i * 7 + months) % 30,
                    "n_enrolled": 44,
                    "treatment": f"Drug {i % 3}",
                }
                for i in range(studies)
                for months in (3, 6, 12)
            )
        )

    return make
