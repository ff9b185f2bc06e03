import asyncio
import os
import signal
import time

import pytest

from lib.ui.shell.operation.drain import DRAIN_VARIABLE, drain_at_sigterm, drain_seconds


@pytest.fixture
def stops():
    """When the server's own handler is called."""
    found = []
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: found.append(time.monotonic()))
    yield found
    signal.signal(signal.SIGTERM, before)


def run(seconds, terms, lasting):
    """Send these signals while the app runs; gives when draining began."""
    begun = []

    async def live():
        with drain_at_sigterm(seconds, lambda: begun.append(time.monotonic())):
            for _ in range(terms):
                os.kill(os.getpid(), signal.SIGTERM)
                await asyncio.sleep(0.05)
            await asyncio.sleep(lasting)

    asyncio.run(live())
    return begun


def test_the_server_stops_after_the_time(stops):
    (begun,) = run(0.2, 1, 0.4)
    (stopped,) = stops
    assert 0.15 < stopped - begun < 0.4


def test_a_second_signal_stops_at_once(stops):
    (begun,) = run(5, 2, 0)
    (stopped,) = stops
    assert stopped - begun < 1


def test_without_a_time_nothing_is_put_before_the_server(stops):
    assert run(0, 1, 0) == []
    assert len(stops) == 1


@pytest.mark.usefixtures("stops")
def test_the_handler_is_put_back():
    before = signal.getsignal(signal.SIGTERM)
    run(5, 0, 0)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    ("text", "seconds"), [("", 0), ("30", 30), ("0.5", 0.5), ("-1", 0), ("soon", 0), ("inf", 0)]
)
def test_the_time_is_read(monkeypatch, text, seconds):
    monkeypatch.setenv(DRAIN_VARIABLE, text)
    assert drain_seconds() == seconds
