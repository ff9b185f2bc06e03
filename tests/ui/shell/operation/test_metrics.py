import pytest
from starlette.requests import Request

from lib import events
from lib.events import Event
from lib.ui.shell.operation import metrics
from lib.ui.shell.operation.metrics import Metrics, start_metrics
from lib.ui.shell.operation.monitors import METRICS_VARIABLE, serve_metrics
from lib.ui.shell.operation.readiness import Health, Readiness


@pytest.fixture
def ask(monkeypatch):
    monkeypatch.setenv(METRICS_VARIABLE, "1")
    yield lambda *headers: serve_metrics(Request({"type": "http", "headers": list(headers)}))
    events.ignore(start_metrics().count)
    start_metrics.cache_clear()


def lines(*happened, readiness=None):
    counted = Metrics(readiness or Readiness())
    for event in happened:
        counted.count(event)
    return counted.text().decode().splitlines()


def test_saves_are_counted_by_outcome():
    found = lines(*(Event("save", "save", how, 0.1) for how in ("saved", "conflict", "conflict")))
    assert 'response_decay_saves_total{outcome="saved"} 1.0' in found
    assert 'response_decay_saves_total{outcome="conflict"} 2.0' in found


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Event("rerun", seconds=0.1), 'rerun_seconds_count{outcome="done"}'),
        (Event("import", "cells", seconds=1), 'import_seconds_count{kind="cells"}'),
        (Event("export", "pptx", seconds=1), 'export_seconds_count{kind="pptx"}'),
        (Event("store", outcome="failed", seconds=1), 'store_seconds_count{outcome="failed"}'),
    ],
)
def test_lengths_are_counted(event, line):
    assert f"response_decay_{line} 1.0" in lines(event)


def test_what_has_no_length_or_is_unknown_is_left_out():
    assert lines(Event("save"), Event("other", seconds=1)) == lines()


def test_the_state_of_now_is_given(monkeypatch):
    monkeypatch.setattr(metrics, "count_sessions", lambda: 3)
    readiness = Readiness()
    readiness.last = Health(version="ab12cd34")
    readiness.drain()
    found = lines(readiness=readiness)
    assert "response_decay_sessions 3.0" in found
    assert "response_decay_draining 1.0" in found
    assert "response_decay_ready 0.0" in found
    assert 'response_decay_data_info{version="ab12cd34"} 1.0' in found


def test_a_monitor_is_answered(ask):
    answer = ask()
    assert answer.status_code == 200
    assert b"response_decay_sessions" in answer.body


def test_a_visitor_by_a_proxy_is_not(ask):
    assert ask((b"x-forwarded-for", b"10.0.0.1")).status_code == 404


def test_nobody_is_without_the_set_up(ask, monkeypatch):
    monkeypatch.delenv(METRICS_VARIABLE)
    assert ask().status_code == 404
