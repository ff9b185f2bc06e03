import json

import pytest

from lib.commands.command_line import main
from lib.studies.store import store
from tests.studies.keeping import DAYS, written, written_on


@pytest.fixture
def path(tmp_path):
    return written_on(tmp_path, DAYS)


def test_the_versions_are_listed_newest_first(path, capsys):
    assert main(["history", str(path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"{path}: 7 versions."
    assert said[1].endswith("Ana Silva: One more study [current]")
    assert said[-1].endswith(
        "2024-03-01 12:00 UTC, not known: As it was before the first save here"
    )


def test_a_file_without_a_history_is_listed_as_that(tmp_path, capsys):
    assert main(["history", str(written(tmp_path))]) == 1
    assert "studies.csv: 0 versions." in capsys.readouterr().out


def test_a_dry_run_says_what_would_go_and_removes_nothing(path, capsys):
    assert main(["history", str(path), "--keep", "1y", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.count(": would go\n") == 3
    assert f"{path}: 3 versions would go (" in said
    assert ", 4 stay.\n" in said
    assert said.endswith("Nothing was removed.\n")
    assert len(store.history(path).versions) == 7


def test_old_versions_are_removed_but_for_those_that_something_names(path, capsys):
    store.mark_linked(path, store.history(path).versions[-1].version)
    assert main(["history", str(path), "--keep", "1y"]) == 0
    said = capsys.readouterr().out
    assert f"{path}: 2 versions removed (" in said
    assert "5 stay, 1 of them only because something names them." in said
    assert [each.number for each in store.history(path).versions] == [7, 6, 5, 3, 1]


def test_what_goes_can_be_read_by_a_program(path, capsys):
    assert main(["history", str(path), "--keep", "52w", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["number"] for each in told["gone"]] == [4, 2, 1]
    assert [each["in_force"] for each in told["versions"]] == [True, False, False, False]


def test_a_file_without_a_history_cannot_be_pruned(tmp_path, capsys):
    assert main(["history", str(written(tmp_path)), "--keep", "1y"]) == 1
    assert "studies.csv has no history. Nothing was changed." in capsys.readouterr().err


@pytest.mark.parametrize("period", ["", "1", "y", "1y1", "1.5y", "1h", "99999y"])
def test_a_period_that_is_none_is_told(path, capsys, period):
    with pytest.raises(SystemExit) as ended:
        main(["history", str(path), "--keep", period])
    assert ended.value.code == 2
    assert "is no period: write 1y, 6m, 8w or 90d" in capsys.readouterr().err


def test_the_file_of_the_dashboard_is_meant_where_none_is_named(path, capsys, monkeypatch):
    monkeypatch.setenv(store.CSV_VARIABLE, str(path))
    assert main(["history"]) == 0
    assert f"{path}: 7 versions." in capsys.readouterr().out


def test_a_period_longer_than_the_calendar_keeps_all(path, capsys):
    assert main(["history", str(path), "--keep", "9999y"]) == 0
    assert "0 versions removed (0 bytes), 7 stay." in capsys.readouterr().out
