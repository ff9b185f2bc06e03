from threading import Event, Thread

import pytest

from lib.cache import Recent


def fail():
    raise ValueError("no file")


def test_the_second_thread_waits_for_the_first():
    started, may_end, values = Event(), Event(), []
    cache = Recent(1)

    def make():
        started.set()
        may_end.wait(10)
        return object()

    first = Thread(target=lambda: values.append(cache.get("a", make)))
    second = Thread(target=lambda: values.append(cache.get("a", fail)))
    first.start()
    started.wait(10)
    second.start()
    assert cache.peek("a") is None
    may_end.set()
    first.join()
    second.join()
    assert values[0] is values[1] is cache.peek("a")


def test_a_failure_is_not_kept():
    cache = Recent(1)
    with pytest.raises(ValueError, match="no file"):
        cache.get("a", fail)
    assert cache.get("a", lambda: 1) == 1


def test_the_value_that_was_used_longest_ago_makes_room():
    cache = Recent(2)
    for key in "abac":
        cache.get(key, key.upper)
    assert [cache.peek(key) for key in "abc"] == ["A", None, "C"]
