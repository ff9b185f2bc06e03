from pathlib import Path

from lib.ui.session.dataset import CSV_VARIABLE, DEFAULT_CSV, csv_path


def test_the_argument_goes_before_the_variable(monkeypatch):
    monkeypatch.setenv(CSV_VARIABLE, "b.csv")
    monkeypatch.setattr("sys.argv", ["dashboard.py", "a.csv"])
    assert csv_path() == Path("a.csv")


def test_the_variable_goes_before_our_own_file(monkeypatch):
    monkeypatch.setattr("sys.argv", ["dashboard.py"])
    monkeypatch.setenv(CSV_VARIABLE, "b.csv")
    assert csv_path() == Path("b.csv")
    monkeypatch.delenv(CSV_VARIABLE)
    assert csv_path() == DEFAULT_CSV
