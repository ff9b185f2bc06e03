import pytest

from tests.studies.store.places import ENGINES


@pytest.fixture(params=ENGINES)
def place(request, tmp_path):
    """An empty place of each kind."""
    if request.param == "files":
        return tmp_path / "studies.csv"
    raise ValueError(request.param)
