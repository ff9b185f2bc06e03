import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


def _played(play: str, folder: Path) -> None:
    warnings = ["-W", "error", "-W", "ignore:This process:DeprecationWarning"]  # it has threads
    command = [sys.executable, *warnings, "-m", "tests.studies.crowd", play, str(folder)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    print(done.stdout)


def test_a_process_killed_at_any_step_of_a_save_leaves_the_old_file_or_the_new(tmp_path):
    _played("steps", tmp_path)


@pytest.mark.serial
def test_processes_killed_at_any_moment_lose_no_row_that_was_saved(tmp_path):
    _played("moments", tmp_path)


@pytest.mark.serial
def test_two_writers_and_twenty_readers_at_once_lose_no_row(tmp_path):
    _played("crowd", tmp_path)
