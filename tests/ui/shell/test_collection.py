import gc
import inspect

from streamlit.runtime.scriptrunner import script_runner

from lib.ui.shell import collection
from lib.ui.shell.collection import SeldomCollector, collect_seldom


def test_a_second_collection_within_a_second_is_left_out(monkeypatch):
    now, made = [100.0], []
    monkeypatch.setattr(collection.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(collection.gc, "collect", lambda generation: made.append(generation) or 7)
    seldom = SeldomCollector()
    assert [seldom.collect(2), seldom.collect(2)] == [7, 0]
    now[0] += collection.SECONDS
    assert seldom.collect(2) == 7
    assert made == [2, 2]


def test_it_is_the_module_in_all_else():
    assert SeldomCollector().get_count is gc.get_count


def test_streamlit_uses_it_after_each_run(monkeypatch):
    monkeypatch.setattr(script_runner, "gc", gc)
    collect_seldom()
    assert isinstance(script_runner.gc, SeldomCollector)
    assert "gc.collect(" in inspect.getsource(script_runner)
