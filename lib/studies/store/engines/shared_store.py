"""What every shared store does alike: its readers look at the present version together."""

from collections.abc import Callable

from lib.studies.dataset import Dataset
from lib.studies.store.engines.reader import VersionReader

NAME = "studies.csv"


class SharedStore:
    """The present version of a store; `look` and `fetch` as in `VersionReader`."""

    def __init__(self, look: Callable[[], str], fetch: Callable[[str], bytes]) -> None:
        self._reader = VersionReader(NAME, look, fetch)

    @property
    def name(self) -> str:
        """The name of the file, for those who download it."""
        return NAME

    def load(self) -> Dataset:
        """Give the present version: out of reach, the last one that was read."""
        return self._reader.load()

    def trouble(self) -> str:
        """Say that the store is out of reach; blank while it is not."""
        return self._reader.trouble()

    def present_hash(self) -> str:
        """Give the hash of the present version; blank if there is none."""
        return self._reader.present_hash()
