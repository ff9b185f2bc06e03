"""Firefox, by the protocol that it speaks itself (WebDriver BiDi): no other driver is needed."""

import json
import os
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from websockets.sync.client import ClientConnection, connect

# Firefox calls home when it starts, whatever page it shows: a proxy that is not there answers.
_QUIET = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost,127.0.0.1",
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
}
STORAGE_BLOCKED = {"network.cookie.cookieBehavior": 2, "dom.storage.enabled": False}
"""What a reader sets who forbids pages to keep anything."""

_START_SECONDS = 60


def firefox_path() -> str | None:
    """Where the system's Firefox is, if it has one."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A window of a running Firefox."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = count(1)
        self.ask("session.new", capabilities={})
        self._window = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(60))).get("id") != number:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self._window, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        """Give the value of an expression in the page, or what its promise comes to."""
        expression = f"(async () => JSON.stringify(await ({expression}) ?? null))()"
        target = {"context": self._window}
        answer = self.ask(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def click(self, x: float, y: float) -> None:
        there = {"type": "pointerMove", "x": round(x), "y": round(y)}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", there, *press)

    def press(self, key: str) -> None:
        self._act("key", *({"type": kind, "value": key} for kind in ("keyDown", "keyUp")))

    def print(self) -> bytes:
        """Give the page as a PDF of A4 sheets, without backgrounds."""
        sheet = {"width": 21.0, "height": 29.7}
        printed = self.ask("browsingContext.print", context=self._window, page=sheet)
        return b64decode(printed["data"])

    def _act(self, kind: str, *actions: dict[str, Any]) -> None:
        acts = [{"type": kind, "id": kind, "actions": list(actions)}]
        self.ask("input.performActions", context=self._window, actions=acts)


@contextmanager
def firefox(**more: Any) -> Iterator[Firefox]:
    """Start the system's Firefox without a screen; `more` are preferences."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        profile = Path(home) / "profile"
        profile.mkdir()
        (profile / "user.js").write_text(_user_js(_QUIET | more), "utf-8")
        command = [str(firefox_path()), "--headless", "--no-remote", "--profile", str(profile)]
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0", "--width", "1280", "--height", "900"],
            env={**os.environ, "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with connect(_address(profile), max_size=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.wait(20)


def _user_js(preferences: dict[str, Any]) -> str:
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
    return "\n".join(lines)


def _address(profile: Path) -> str:
    told = profile / "WebDriverBiDiServer.json"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if told.exists() and (text := told.read_text("utf-8")):
            server = json.loads(text)
            return f"ws://{server['ws_host']}:{server['ws_port']}/session"
        time.sleep(0.1)
    raise RuntimeError("Firefox did not start")
