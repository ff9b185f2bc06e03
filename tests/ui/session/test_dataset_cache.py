import gc
from weakref import ref

from lib.studies.dataset import dataset_of
from lib.ui.session.dataset_cache import cache_on_dataset


def test_a_result_is_made_once_for_each_dataset_and_argument():
    made = []

    @cache_on_dataset(2)
    def rows(data, number=0):
        made.append((data.name, number))
        return [number]

    one, other = dataset_of(b"", "one"), dataset_of(b"", "other")
    assert rows(one, 1) is rows(one, 1)
    assert rows(one, number=1) is not rows(other, number=1)
    assert made == [("one", 1), ("one", 1), ("other", 1)]


def test_a_dataset_that_nobody_holds_is_let_go():
    @cache_on_dataset()
    def name(data):
        return data.name

    @cache_on_dataset()
    def holder(data):
        return lambda: data

    data = dataset_of(b"", "gone")
    name(data)
    holder(data)
    kept = ref(data)
    del data
    gc.collect()
    assert kept() is None
