import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_nothing_is_lost_that_was_saved_in_a_crowd_or_before_a_kill(address, tmp_path):
    warnings = ["-W", "error", "-W", "ignore:This process:DeprecationWarning"]  # it has threads
    command = [sys.executable, *warnings, "-m", "tests.studies.store.engines.crowd"]
    done = subprocess.run(
        [*command, address, str(tmp_path)], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    print(done.stdout)
