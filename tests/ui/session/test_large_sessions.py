import gc
import weakref

import pytest
from streamlit.runtime.state import SafeSessionState, SessionState

from lib.ui.session import large_sessions
from lib.ui.session.large_sessions import SECONDS_TO_COME_BACK, close_gone, free_memory


class Server:
    """A server of which a test says who is there."""

    def __init__(self, *present):
        self.present, self.closed = {*present}, []

    def is_active_session(self, name):
        return name in self.present

    def close_session(self, name):
        self.closed.append(name)


@pytest.fixture(autouse=True)
def large(monkeypatch):
    held = {name: SafeSessionState(SessionState(), lambda: None) for name in ("Ana", "Ben")}
    for each in held.values():
        each["file"] = b"rows"
    monkeypatch.setattr(large_sessions, "_large", held)
    return held


def test_a_large_session_is_closed_once_its_visitor_stays_away(large):
    server, gone = Server("Ana"), {}
    assert not close_gone(server, gone, 0)
    assert not close_gone(server, gone, SECONDS_TO_COME_BACK - 1)
    assert close_gone(server, gone, SECONDS_TO_COME_BACK)
    assert server.closed == ["Ben"]
    assert [*large] == ["Ana"]
    assert not close_gone(server, gone, 2 * SECONDS_TO_COME_BACK)


def test_a_closed_session_holds_nothing_whoever_refers_to_it(large):
    ana, ben = large["Ana"], large["Ben"]
    server, gone = Server("Ana"), {}
    close_gone(server, gone, 0)
    close_gone(server, gone, SECONDS_TO_COME_BACK)
    assert not ben.filtered_state
    assert ana["file"] == b"rows"


def test_who_comes_back_in_time_has_the_whole_time_again():
    server, gone = Server("Ana"), {}
    close_gone(server, gone, 0)
    server.present.add("Ben")
    close_gone(server, gone, SECONDS_TO_COME_BACK - 1)
    server.present.remove("Ben")
    assert not close_gone(server, gone, SECONDS_TO_COME_BACK)
    assert server.closed == []


def test_a_session_that_was_frozen_with_the_modules_of_a_page_is_freed():
    class Session:
        pass

    session = Session()
    session.run = [session]
    known = weakref.ref(session)
    gc.freeze()
    del session
    gc.collect()
    assert known() is not None
    free_memory()
    assert known() is None
