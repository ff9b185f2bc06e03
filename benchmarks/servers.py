"""Start a server on a free port of this machine, and end it with everything it started."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benchmarks" / "peers"
STUDIES = ROOT / "data" / "studies.csv"

_TOKEN = re.compile(r"[?]token=([\w-]+)")
_tokens: dict[str, str] = {}
"""What the servers that run printed at their start, by their address."""
_processes: "dict[str, subprocess.Popen[bytes]]" = {}
"""The servers that run, by their address."""

_START_SECONDS = 60
_STOP_SECONDS = 5


@contextmanager
def dashboard(
    csv: Path = STUDIES,
    *options: str,
    root: Path = ROOT,
    variables: Mapping[str, str] | None = None,
    under: Sequence[str] = (),
    port: int = 0,
    python: Path | None = None,
) -> Iterator[str]:
    """Run this dashboard on `csv` as its users do; gives its address.

    `options` are more words for the command line, such as "--server.address", "0.0.0.0"; `root` is
    a folder with another version of the code; `variables` are more of the environment; `under` is
    the command that watches it, where one does; `port` is any that is free, if it is 0; `python`
    is one with other packages.
    """
    named = {"RESPONSE_DECAY_CSV": str(csv), **(variables or {})}
    with _streamlit(root / "dashboard.py", root, named, options, under, port, python) as url:
        yield url


@contextmanager
def code_of(commit: str) -> Iterator[Path]:
    """Check out an older version of the code in a folder of its own, to measure against."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "code"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True)


@contextmanager
def app(script: Path, folder: Path, *options: str) -> Iterator[str]:
    """Run another app with the parts of this one, settings and secrets those of `folder`."""
    with _streamlit(script, folder, {"PYTHONPATH": str(ROOT)}, options) as url:
        yield url


@contextmanager
def stock_page(csv: Path = STUDIES) -> Iterator[str]:
    """Run the stock page on `csv`, where no settings of ours reach it; gives its address."""
    with TemporaryDirectory() as empty:
        variables = _for_peers(csv) | {"HOME": empty}
        with _streamlit(PEERS / "stock_page.py", Path(empty), variables) as url:
            yield url


@contextmanager
def peers() -> Iterator[Path]:
    """Install Dash and Panel in a virtual environment of their own; gives its Python."""
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / "bin" / "python"
        install = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "dash",
            "panel",
            "plotly",
            "pandas",
        ]
        subprocess.run(install, check=True)
        yield python


@contextmanager
def dash_page(python: Path, csv: Path = STUDIES) -> Iterator[str]:
    """Run the stock page of Dash; gives its address."""
    port = _free_port()
    variables = _for_peers(csv) | {"PORT": str(port)}
    with _server([str(python), str(PEERS / "dash_page.py")], PEERS, variables, port) as (url, _):
        yield url


@contextmanager
def panel_page(python: Path, csv: Path = STUDIES) -> Iterator[str]:
    """Run the stock page of Panel; gives its address."""
    port = _free_port()
    command = [str(python), "-m", "panel", "serve", "panel_page.py", "--port", str(port)]
    with _server(command, PEERS, _for_peers(csv), port) as (url, _):
        yield f"{url}/panel_page"


def _for_peers(csv: Path) -> dict[str, str]:
    return {"STOCK_PAGE_CSV": str(csv), "PYTHONPATH": str(ROOT)}


@contextmanager
def _streamlit(
    script: Path,
    folder: Path,
    variables: Mapping[str, str],
    options: Sequence[str] = (),
    under: Sequence[str] = (),
    port: int = 0,
    python: Path | None = None,
) -> Iterator[str]:
    port = port or _free_port()
    command = [*under, str(python or sys.executable), "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.headless", "true", *options]
    with _server(command, folder, variables, port, "/_stcore/health") as (url, log):
        if printed := _TOKEN.search(log.read_text(errors="replace")):
            _tokens[url] = printed[1]
        try:
            yield url
        finally:
            _tokens.pop(url, None)


@contextmanager
def _server(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], port: int, health: str = "/"
) -> Iterator[tuple[str, Path]]:
    """Run a command that serves a port; gives its address, and the file of what it prints."""
    inherited = {key: os.environ[key] for key in os.environ if not key.startswith("STREAMLIT_")}
    with TemporaryDirectory() as scratch:
        log = Path(scratch) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**inherited, **variables},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that it can be ended with its children
            )
        url = f"http://localhost:{port}"
        try:
            _wait_until_it_answers(f"{url}{health}", process, log)
            _processes[url] = process
            yield url, log
        finally:
            _processes.pop(url, None)
            _end(process)


def entry(url: str, path: str = "/") -> str:
    """Give the address of a page by which whoever started a server enters, to save."""
    address = urlsplit(url + path)
    token = f"token={_tokens[url]}" if url in _tokens else ""
    query = "&".join(filter(None, [address.query, token]))
    return address._replace(path=address.path or "/", query=query).geturl()


def processor_seconds(url: str) -> float:
    """Give the processor time of a server so far, without its children (on Linux)."""
    return processor_seconds_of(_processes[url].pid)


def processor_seconds_of(process: int) -> float:
    """Give the processor time of a process so far, without its children (on Linux)."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def learn(entered: str) -> str:
    """Give the address of a server that another process started, from how one enters there."""
    url = "{0.scheme}://{0.netloc}".format(urlsplit(entered))
    if token := _TOKEN.search(entered):
        _tokens[url] = token[1]
    return url


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    for ending in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, ending)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return
