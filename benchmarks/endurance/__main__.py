"""Run all endurance scripts, one after the other: ``make endurance``, or with ``--full``."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = sorted(file.stem for file in HERE.glob("[a-z]*.py") if file.stem != "common")


def main() -> int:
    """Run the scripts; 1 if one of them ended with an error."""
    failed = 0
    for name in SCRIPTS:
        command = [sys.executable, "-m", f"benchmarks.endurance.{name}", *sys.argv[1:]]
        if subprocess.run(command, cwd=HERE.parents[1], check=False).returncode:
            print(f"{name}: FAILED", flush=True)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
