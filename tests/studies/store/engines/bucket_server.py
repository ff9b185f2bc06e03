"""A small object store for tests, which speaks as much of S3 as is needed.

A condition (`If-Match`, `If-None-Match`) holds in the same moment as the write, as in S3:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "tester",
    "AWS_SECRET_ACCESS_KEY": "no secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ALLOW_HTTP": "true",
}
_DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


class BucketServer(ThreadingHTTPServer):
    """Objects in memory, by path.

    Attributes
    ----------
    is_away
        Whether everything is refused.
    lost_answers
        How many writes to come true and yet be answered with an error.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.lock = Lock()
        self.is_away = False
        self.lost_answers = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that were killed."""


class _Handler(BaseHTTPRequestHandler):
    server: BucketServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"] or 0))
        path = self._path()
        with self.server.lock:
            present = self.server.objects.get(path)
            status = self._condition(present)
            if status == 200 and not self.server.is_away:
                self.server.objects[path] = data
        if status == 200 and self.server.lost_answers:
            self.server.lost_answers -= 1
            status = 503
        self._answer(status, tag=_tag(data))

    def _condition(self, present: bytes | None) -> int:
        if self.headers["If-None-Match"] == "*" and present is not None:
            return 412
        wanted = self.headers["If-Match"]
        if wanted and present is None:
            return 404
        return 412 if wanted and wanted != _tag(present or b"") else 200

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if "list-type" in asked:
            self._list(asked)
            return
        with self.server.lock:
            data = self.server.objects.get(self._path())
        if data is None:
            self._answer(404)
        elif span := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"] or ""):
            first, last = int(span[1]), min(int(span[2]), len(data) - 1)
            part = f"bytes {first}-{last}/{len(data)}"
            self._answer(206, data[first : last + 1], _tag(data), part)
        else:
            self._answer(200, data, _tag(data))

    def do_POST(self) -> None:
        """Delete several, as the client does also for one."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        bucket = self._path().strip("/")
        keys = re.findall("<Key>(.*?)</Key>", body)
        with self.server.lock:
            for key in keys:
                self.server.objects.pop(f"/{bucket}/{key}", None)
        gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _list(self, asked: dict[str, list[str]]) -> None:
        start = f"{self._path().rstrip('/')}/"
        prefix, after = asked.get("prefix", [""])[0], asked.get("continuation-token", [""])[0]
        with self.server.lock:
            keys = sorted(each.removeprefix(start) for each in self.server.objects)
        found = [key for key in keys if key.startswith(prefix) and key > after]
        page, rest = found[:1000], found[1000:]
        items = "".join(
            f"<Contents><Key>{escape(quote(key))}</Key><Size>1</Size>"
            f"<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for key in page
        )
        more = f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if rest else ""
        self._answer(200, f"<ListBucketResult>{items}{more}</ListBucketResult>".encode())

    def _path(self) -> str:
        return unquote(urlsplit(self.path).path)

    def _answer(self, status: int, data: bytes = b"", tag: str = "", part: str = "") -> None:
        if self.server.is_away:
            status, data, part = 403, b"", ""
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", _DATE)
        if tag:
            self.send_header("ETag", tag)
        if part:
            self.send_header("Content-Range", part)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _tag(data: bytes) -> str:
    return f'"{hashlib.md5(data).hexdigest()}"'


@contextmanager
def serve() -> Iterator[BucketServer]:
    """A server that answers until the end."""
    server = BucketServer()
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def environment(server: BucketServer) -> dict[str, str]:
    """What leads a client to a server."""
    host, port = server.server_address[:2]
    return {**_ENVIRONMENT, "AWS_ENDPOINT_URL": f"http://{host!s}:{port}"}
