"""Programs that ask the same addresses again, without a session."""

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from benchmarks.endurance.common import require
from benchmarks.replicas.fleet import Fleet

CURVE = "/api/v1/curve.json"
CONNECTIONS = 8
HEADER = f"{'':22}" + "".join(
    f"{name:>14}{'server ms':>11}" for name in ("304/s", "curve/s", "page/s")
)


def measure(fleet: Fleet, seconds: float) -> str:
    """Give a line of figures: nothing new, the curve from memory, a view as HTML from memory."""
    status, tag, body = ask(_connect(fleet), CURVE, {})
    require(status == 200, status)
    view = f"/view/{json.loads(body)['data']['version']}/curves.html"
    cases = (
        (CURVE, {"If-None-Match": tag}, 304),
        (CURVE, {"Accept-Encoding": "gzip"}, 200),
        (view, {"Accept-Encoding": "gzip"}, 200),
    )
    return f"{fleet.name:22}" + "".join(_case(fleet, *case, seconds) for case in cases)


def _connect(fleet: Fleet) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(fleet.address).netloc, timeout=60)


def ask(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, str, bytes]:
    """Ask once; gives the status, the ETag and the body."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers.get("ETag", ""), answer.read()


def _case(fleet: Fleet, path: str, headers: dict[str, str], expects: int, seconds: float) -> str:
    connections = [_connect(fleet) for _ in range(CONNECTIONS)]
    for connection in connections:  # each replica has made it before anything is timed
        require(ask(connection, path, headers)[0] == expects, path)
    counts: list[int] = []
    used, start = fleet.processor_seconds(), time.perf_counter()

    def repeat(connection: http.client.HTTPConnection) -> None:
        count = 0
        while time.perf_counter() < start + seconds:
            if ask(connection, path, headers)[0] != expects:
                return
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=repeat, args=(each,)) for each in connections]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - start
    require(len(counts) == CONNECTIONS, f"an answer of {path} is not {expects}")
    server_ms = 1000 * (fleet.processor_seconds() - used) / sum(counts)
    return f"{sum(counts) / lasted:14.0f}{server_ms:11.2f}"
