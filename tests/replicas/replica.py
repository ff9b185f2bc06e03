"""A replica of the dashboard, and HAProxy before two of them, as processes of a test."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.servers import ROOT
from tests.thoroughness import THOROUGH

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"

_PATIENCE = 40.0


def why_no_haproxy() -> str:
    """Why HAProxy cannot be started here; with CI=true that is a failure."""
    if haproxy():
        return ""
    assert not THOROUGH, "HAProxy is not installed"
    return "HAProxy is not installed"


def haproxy() -> str | None:
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")


def status(url: str, cookie: str = "") -> tuple[int, str]:
    """Status and body of an answer; 0 where nobody answers."""
    asked = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(url: str, code: int, seconds: float = _PATIENCE) -> None:
    until = time.monotonic() + seconds
    while (found := status(url)[0]) != code:
        assert time.monotonic() < until, f"{url} answers {found}, not {code}"
        time.sleep(0.1)


class Program:
    """A program whose output goes into a file."""

    def __init__(self, command: list[str], variables: dict[str, str], log: Path) -> None:
        self.log = log
        self._command, self._variables = command, variables
        self.start()

    def start(self) -> None:
        own = {name: text for name, text in os.environ.items() if "STREAMLIT" not in name}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=own | self._variables,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float = 15) -> float:
        """Wait for the end; gives how long that took."""
        began = time.monotonic()
        self.process.wait(seconds)
        return time.monotonic() - began

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def start_replica(port: int, variables: dict[str, str], folder: Path) -> Program:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true"]
    return Program(command, variables, folder / f"replica-{port}")


def start_haproxy(listen: int, ports: list[int], folder: Path) -> Program:
    variables = haproxy_variables(listen, ports)
    return Program([str(haproxy()), "-f", str(CONFIGURATION)], variables, folder / "haproxy")


def haproxy_variables(listen: int, ports: list[int]) -> dict[str, str]:
    first, second = (f"127.0.0.1:{port}" for port in ports)
    return {"LISTEN": f"127.0.0.1:{listen}", "REPLICA_A": first, "REPLICA_B": second}
