from collections.abc import Iterator

import pytest

from lib.studies.reading import sheets
from lib.studies.reading.apart.jobs import read_here


@pytest.fixture(autouse=True, scope="module")
def in_this_process() -> Iterator[None]:
    """Files are read here, where limits can be set; `apart/` tries the other process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "read_apart", read_here)
        yield
