"""A reader of a Streamlit page without a browser: what its front end says over the websocket.

Each run is asked for as a browser asks for it (the state of every widget, the address's query, the
hashes of the messages still kept) and read to its end. A run that did not finish, raised, or sent
no chart is an error, so that nothing is timed which a reader would not have seen.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PICKER = "Focus on a study"  # the label of the control that changes the view
CHART, TABLE = "plotly_chart", "html"  # the kinds of element that pages show their numbers in

OPEN_SECONDS = 60  # until a server that is busy with hundreds of others has let one in
_MESSAGES_KEPT_FOR_RUNS = 2  # as the front end is told to (global.maxCachedMessageAge)


@dataclass
class Run:
    """What one run of the page's script sent."""

    messages: int = 0
    shown: str = ""  # the hashes of the messages that carry what is shown: they change with it
    size: int = 0  # of all that came over the websocket, in bytes
    sizes: Counter[str] = field(default_factory=Counter)  # by kind of element or message

    def count(self, message: ForwardMsg, size: int) -> None:
        """Note how large a message is."""
        kind = message.WhichOneof("type")
        is_new = kind == "delta" and message.delta.WhichOneof("type") == "new_element"
        element = message.delta.new_element.WhichOneof("type") if is_new else None
        self.size += size
        self.sizes[str(element or kind)] += size


@dataclass
class Session:
    """One reader's open page."""

    socket: ClientConnection
    address: str  # of the server
    name: str = ""  # of the page, in its address; blank for the first
    picked_by: str = PICKER
    shows: str = CHART
    page: str = ""
    query: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    kept: dict[str, tuple[int, Element]] = field(default_factory=dict)
    picker: Any = None
    uploader: Any = None
    server_name: str = ""  # what the server calls this session, by which it takes files
    runs: int = 0
    first: Run = field(default_factory=Run)

    async def run(self) -> Run:
        """Ask for a run and read all that it sends."""
        await self.socket.send(BackMsg(rerun_script=self._client_state()).SerializeToString())
        run = Run()
        while True:
            received = await self.socket.recv(decode=False)
            message = ForwardMsg.FromString(received)
            run.count(message, len(received))
            if message.WhichOneof("type") != "script_finished":
                self._receive(message, run)
            elif message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or not run.shown:
            raise RuntimeError(f"the page did not finish with its {self.shows}: {message} {run}")
        self.runs += 1
        return run

    async def choose(self, option: str) -> Run:
        """Pick an option of the picker, as a click would, and read the run that follows."""
        self.widgets[self.picker.id] = _chosen(self.picker, [option])
        if self.picker.query_param_key:
            self.query[self.picker.query_param_key] = option
        return await self.run()

    async def upload(self, name: str, data: bytes) -> Run:
        """Drop a file on the uploader, as a browser does, and read the run that follows."""
        asked = FileURLsRequest(request_id="1", file_names=[name], session_id=self.server_name)
        await self.socket.send(BackMsg(file_urls_request=asked).SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "file_urls_response":
            message = ForwardMsg.FromString(await self.socket.recv(decode=False))
        place = message.file_urls_response.file_urls[0]
        await asyncio.to_thread(_put_file, self.address + place.upload_url, name, data)
        state = WidgetState(id=self.uploader.id)
        state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(data), file_id=place.file_id, file_urls=place
        )
        self.widgets[self.uploader.id] = state
        return await self.run()

    def options(self) -> list[str]:
        """What the picker offers."""
        return [str(getattr(option, "content", option)) for option in self.picker.options]

    def _client_state(self) -> ClientState:
        self.kept = {
            key: (run, element)
            for key, (run, element) in self.kept.items()
            if self.runs - run <= _MESSAGES_KEPT_FOR_RUNS
        }
        state = ClientState(
            query_string=urlencode(self.query),
            page_script_hash=self.page,
            page_name="" if self.page else self.name,
            cached_message_hashes=list(self.kept),
        )
        state.widget_states.widgets.extend(self.widgets.values())
        state.context_info.url = "http://localhost/"
        state.context_info.color_scheme = "light"
        return state

    def _receive(self, message: ForwardMsg, run: Run) -> None:
        match message.WhichOneof("type"):
            case "navigation":
                self.page = message.navigation.page_script_hash
            case "new_session":
                self.page = message.new_session.page_script_hash
                self.server_name = message.new_session.initialize.session_id
            case "ref_hash":
                self._show(self.kept[message.ref_hash][1], message.ref_hash, run)
                self.kept[message.ref_hash] = (self.runs, self.kept[message.ref_hash][1])
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                if message.metadata.cacheable:
                    self.kept[message.hash] = (self.runs, element)
                self._show(element, message.hash, run)

    def _show(self, element: Element, key: str, run: Run) -> None:
        run.messages += 1
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"the page raised {element.exception}")
        if kind == self.shows:
            run.shown += key
        if kind == "file_uploader":
            self.uploader = element.file_uploader
        if kind in _VALUES:
            widget = getattr(element, str(kind))
            if widget.set_value or widget.id not in self.widgets:
                self.widgets[widget.id] = _VALUES[kind](widget)
            if widget.label == self.picked_by:
                self.picker = widget


@asynccontextmanager
async def session(
    url: str,
    name: str = "",
    picked_by: str = PICKER,
    shows: str = CHART,
    query: Mapping[str, str] | None = None,
) -> AsyncIterator[Session]:
    """Open a page of the app at `url` by its name: connected, and run for the first time."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    # As a browser it does not ask whether the server is alive, which hangs up on one that is busy.
    async with connect(
        address,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        ping_interval=None,
        open_timeout=OPEN_SECONDS,
    ) as socket:
        opened = Session(socket, url, name, picked_by, shows, query=dict(query or {}))
        opened.first = await opened.run()
        yield opened


def _put_file(url: str, name: str, data: bytes) -> None:
    """Send a file as a browser sends a form; the token comes back that the server gave for it."""
    health = "{0.scheme}://{0.netloc}/_stcore/health".format(urlsplit(url))
    with urlopen(health) as answer:
        cookie = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    token = cookie["_streamlit_xsrf"].value
    mark = uuid4().hex
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    headers = {
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
    }
    body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
    with urlopen(Request(url, body, headers, method="PUT")):
        pass


def _chosen(widget: Any, values: Sequence[str]) -> WidgetState:
    """The state of a widget with these of its options chosen."""
    state = WidgetState(id=widget.id)
    if widget.DESCRIPTOR.name in ("Selectbox", "Radio"):
        if values:
            state.string_value = values[0]
    else:
        state.string_array_value.data.extend(values)
    return state


def _one(widget: Any) -> WidgetState:
    if widget.set_value:
        return _chosen(widget, [widget.raw_value])
    return _chosen(widget, [widget.options[widget.default]] if widget.HasField("default") else [])


def _several(widget: Any) -> WidgetState:
    if widget.set_value:
        return _chosen(widget, widget.raw_values)
    options = [str(getattr(option, "content", option)) for option in widget.options]
    return _chosen(widget, [options[index] for index in widget.default])


def _checkbox(widget: Any) -> WidgetState:
    value = widget.value if widget.set_value else widget.default
    return WidgetState(id=widget.id, bool_value=value)


def _slider(widget: Any) -> WidgetState:
    state = WidgetState(id=widget.id)
    if widget.options:
        positions = widget.value if widget.set_value else widget.default
        state.string_array_value.data.extend(widget.options[int(place)] for place in positions)
    else:
        state.double_array_value.data.extend(widget.value if widget.set_value else widget.default)
    return state


_VALUES: dict[str | None, Callable[[Any], WidgetState]] = {
    "selectbox": _one,
    "radio": _one,
    "multiselect": _several,
    "button_group": _several,
    "checkbox": _checkbox,
    "slider": _slider,
}
