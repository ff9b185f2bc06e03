"""Which runs of a page's script a browser is told of: of the whole page, or of a part."""

from playwright.sync_api import Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def note_runs(page: Page) -> list[list[str]]:
    """Give a list that grows with each run: the parts that it ran, none if the whole page ran."""
    runs: list[list[str]] = []

    def read(received: bytes | str) -> None:
        message = ForwardMsg.FromString(received if isinstance(received, bytes) else b"")
        if message.WhichOneof("type") == "new_session":
            runs.append(list(message.metadata.run.fragment_ids))

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", read)

    page.on("websocket", listen)
    return runs
