import asyncio
import gzip
import json
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers

from lib.studies.permissions import Editor
from lib.ui.api.routes import api_routes
from tests.conftest import ROOT


class Answer(NamedTuple):
    status: int
    headers: Headers
    sent: bytes

    @property
    def content(self):
        packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.sent) if packed else self.sent

    @property
    def json(self):
        return json.loads(self.content)


class Reader:
    """Asks the routes as a program does."""

    def __init__(self, base=""):
        self.app = Starlette(routes=api_routes(base))

    def __call__(self, path, *query, method="GET", text="", **headers):
        return asyncio.run(self.ask(path, *query, method=method, text=text, **headers))

    async def ask(self, path, *query, method="GET", text="", **headers):
        given = {"host": "localhost:8501", **headers}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "root_path": "",
            "query_string": (text or urlencode(query)).encode(),
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in given.items()],
        }
        sent = []

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        start, *bodies = sent
        content = b"".join(body["body"] for body in bodies)
        return Answer(start["status"], Headers(raw=start["headers"]), content)


EDITOR = Editor("Ada", "ada@clinic.example")


@pytest.fixture
def studies(tmp_path, monkeypatch):
    """The studies in a file of the test's own."""
    path = tmp_path / "studies.csv"
    path.write_bytes((ROOT / "data" / "studies.csv").read_bytes())
    monkeypatch.setattr("sys.argv", ["dashboard.py", str(path)])
    return path


@pytest.fixture
def read(studies):
    assert studies.exists()
    return Reader()
