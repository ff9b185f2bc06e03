from pathlib import Path

from lib.ui.session.dataset import CSV_VARIABLE, DEFAULT_CSV, studies_place


def test_the_argument_goes_before_the_variable(monkeypatch):
    monkeypatch.setenv(CSV_VARIABLE, "b.csv")
    monkeypatch.setattr("sys.argv", ["dashboard.py", "a.csv"])
    assert studies_place() == Path("a.csv")


def test_the_variable_goes_before_our_own_file(monkeypatch):
    monkeypatch.setattr("sys.argv", ["dashboard.py"])
    monkeypatch.setenv(CSV_VARIABLE, "b.csv")
    assert studies_place() == Path("b.csv")
    monkeypatch.delenv(CSV_VARIABLE)
    assert studies_place() == DEFAULT_CSV
