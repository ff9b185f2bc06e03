"""A reverse proxy on this machine, in as far as a server behind it can tell."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from urllib.parse import urlsplit


@contextmanager
def passing_on(url: str, header: str) -> Iterator[str]:
    """Pass every connection on to `url`, with one more header at its start; gives the address."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            inner = socket.create_connection(("localhost", urlsplit(url).port))
            with inner:
                first, _, rest = self.request.recv(65536).partition(b"\r\n")
                inner.sendall(b"\r\n".join([first, header.encode(), rest]))
                back = Thread(target=_copy, args=(inner, self.request), daemon=True)
                back.start()
                _copy(self.request, inner)
                back.join()

    class Server(ThreadingTCPServer):
        daemon_threads = True

    with Server(("localhost", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
