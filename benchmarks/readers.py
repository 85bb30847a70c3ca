"""Readers without a browser: Streamlit's own WebSocket protocol, as its front end speaks it.

A :class:`Reader` opens a page, makes choices and waits for what comes back. It keeps cookies, sends
the hashes of what it has kept (so that the server may answer with references), follows the URL,
and connects again when the connection breaks, under the same rules as the front end: with its
session's id, and with a new run where the last one was cut off or was a fragment's, or where
something on the page runs by the clock (on every page of the site something does). A choice that
the server drops is an error, a connection made anew is counted apart (``reconnects``).
"""

from __future__ import annotations

import asyncio
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

PATIENCE = 30.0
"""Seconds that a reader waits: for a run to end, and for a server to come back."""
AGENT = "Mozilla/5.0 (X11; Linux x86_64) EveryZipCode/benchmarks"


class ReaderError(Exception):
    """What a reader would call broken: no answer, an error on the page, no such page."""


@dataclass(frozen=True)
class Answer:
    """What came back for one choice, or for opening a page.

    Attributes:
        seconds: from asking to the end of the script's run.
        received: bytes from the server on the wire, compressed as they came.
        messages: how many.
        references: how many of them only named a message that the reader has.
        reconnected: whether the connection broke meanwhile and was made anew.
    """

    seconds: float
    received: int
    messages: int
    references: int
    reconnected: bool


@dataclass
class _Widget:
    id: str
    fragment: str
    options: list[str] = field(default_factory=list)


@dataclass
class _Kept:
    run: int
    fragment: str


class _Counted(ClientConnection):
    """A connection that counts the bytes that arrive."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


class Reader:
    """One reader's session at one page.

    Args:
        url: of the site or of the proxy before it, such as ``http://localhost:8501``.
        path: of the page, without slashes: ``map``; "" is the front page.
        query: what stands after ``?`` in the address.

    Attributes:
        reconnects: how often a broken connection was made anew.
        cookies: what server and proxy have set; sent with every request.
        query: what the address says now: choices write it.
    """

    def __init__(self, url: str, path: str = "", query: str = "") -> None:
        self.url, self.path, self.query = url.rstrip("/"), path, query
        self.cookies: SimpleCookie = SimpleCookie()
        self.reconnects = 0
        self.session = ""
        self._socket: _Counted | None = None
        self._listening: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self._page_hash = ""
        self._fragments: list[str] = []
        self._by_the_clock = False
        self._widgets: dict[str, _Widget] = {}
        self._states: dict[str, WidgetState] = {}
        self._kept: dict[str, _Kept] = {}
        self._runs, self._longest = 0, 2
        self._received, self._messages, self._references = 0, 0, 0
        self._trouble = ""

    async def open(self) -> Answer:
        """Load the document, connect, and wait until the page stands.

        Raises:
            ReaderError: it does not, within :data:`PATIENCE`.
        """
        started = time.perf_counter()
        await asyncio.to_thread(self._get, f"/{self.path}")
        await self._connect()
        self._listening = asyncio.create_task(self._listen())
        return await self._run(started)

    async def choose(self, key: str, option: str | int) -> Answer:
        """Choose an option of a select box, by its words or its number.

        Args:
            key: of the widget, as the page's script names it: ``choice_measure``.
            option: one of :meth:`options`, or its number, counted round and round.

        Raises:
            ReaderError: no such widget or option, or no answer within :data:`PATIENCE`.
        """
        options = self.options(key)
        value = options[option % len(options)] if isinstance(option, int) else option
        if value not in options:
            raise ReaderError(f"{key} has no option {value!r}")
        widget = self._widgets[key]
        self._states[widget.id] = WidgetState(id=widget.id, string_value=value)
        return await self._run(time.perf_counter(), key)

    async def rerun(self) -> Answer:
        """Ask for a run of the whole page, as a choice outside a fragment does.

        Raises:
            ReaderError: no answer within :data:`PATIENCE`, or an error on the page.
        """
        return await self._run(time.perf_counter())

    def options(self, key: str) -> list[str]:
        """What a select box offers.

        Raises:
            ReaderError: the page has no such select box.
        """
        widget = self._widgets.get(key)
        if widget is None or not widget.options:
            raise ReaderError(f"/{self.path} has no select box {key}; {sorted(self._widgets)}")
        return widget.options

    def chosen(self, key: str) -> str:
        """What a select box shows now; "" for nothing."""
        state = self._states.get(self._widgets[key].id)
        return state.string_value if state else ""

    async def reconnect(self) -> None:
        """Break the connection, as a lost network does; returns when it stands again."""
        before = self.reconnects
        if self._socket is not None:
            self._socket.transport.abort()
        async with asyncio.timeout(PATIENCE):
            while self.reconnects == before:
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Leave."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()

    def _get(self, path: str) -> None:
        headers = {"User-Agent": AGENT, "Cookie": self._cookie()}
        request = urllib.request.Request(self.url + path, headers=headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            response.read()
            self._keep_cookies(response.headers.get_all("Set-Cookie") or [])

    def _cookie(self) -> str:
        return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in self.cookies.items())

    def _keep_cookies(self, headers: list[str]) -> None:
        for header in headers:
            self.cookies.load(header)

    async def _connect(self) -> None:
        """Ask for the server's health and connect; as often as it takes.

        Raises:
            ReaderError: it does not come back within :data:`PATIENCE`.
        """
        wait, until = 0.1, time.perf_counter() + PATIENCE
        xsrf = self.cookies.get("_streamlit_xsrf")
        token = xsrf.value if xsrf else "PLACEHOLDER_AUTH_TOKEN"
        names = ["streamlit", token, *([self.session] if self.session else [])]
        while True:
            try:
                await asyncio.to_thread(self._get, "/_stcore/health")
                socket = await connect(
                    "ws" + self.url.removeprefix("http") + "/_stcore/stream",
                    origin=Origin(self.url),
                    subprotocols=[Subprotocol(name) for name in names],
                    additional_headers={"Cookie": self._cookie()},
                    user_agent_header=AGENT,
                    max_size=None,
                    proxy=None,
                    open_timeout=PATIENCE,
                    create_connection=_Counted,
                )
            except (OSError, InvalidHandshake, ConnectionClosed) as error:
                if time.perf_counter() + wait > until:
                    raise ReaderError(f"no connection: {error}") from error
                await asyncio.sleep(wait)
                wait = min(2 * wait, 2.0)
            else:
                assert isinstance(socket, _Counted)
                assert socket.response is not None
                self._keep_cookies(socket.response.headers.get_all("Set-Cookie"))
                self._socket = socket
                return

    async def _listen(self) -> None:
        """Take what comes, and connect again when the connection breaks."""
        while True:
            assert self._socket is not None
            try:
                with suppress(ConnectionClosed):
                    async for data in self._socket:
                        assert isinstance(data, bytes)
                        self._take(ForwardMsg.FromString(data))
            except Exception as error:
                self._end(f"the protocol is not as it was: {error!r}")
                return
            self._received += self._socket.received
            try:
                await self._connect()
                if not self._settled.is_set() or self._fragments or self._by_the_clock:
                    await self._ask("")
            except (ReaderError, OSError, ConnectionClosed) as error:
                self._end(str(error))
                return
            self.reconnects += 1

    async def _run(self, started: float, key: str = "") -> Answer:
        assert self._socket is not None
        before = self._total(), self._messages, self._references, self.reconnects
        if not self.session:
            before = 0, 0, 0, self.reconnects
        self._trouble = ""
        if self._listening is None or self._listening.done():
            raise ReaderError("the connection is gone")
        try:
            async with asyncio.timeout(PATIENCE):
                await self._settled.wait()  # what a new connection asked for by itself
                with suppress(ConnectionClosed):  # _listen() connects again and asks
                    await self._ask(self._widgets[key].fragment if key else "")
                await self._settled.wait()
        except TimeoutError:
            raise ReaderError(f"/{self.path}: no answer in {PATIENCE:g} s") from None
        if self._trouble:
            raise ReaderError(f"/{self.path}: {self._trouble}")
        return Answer(
            time.perf_counter() - started,
            self._total() - before[0],
            self._messages - before[1],
            self._references - before[2],
            self.reconnects > before[3],
        )

    def _total(self) -> int:
        assert self._socket is not None
        return self._received + self._socket.received

    def _end(self, trouble: str = "") -> None:
        self._trouble = self._trouble or trouble
        self._settled.set()

    async def _ask(self, fragment: str) -> None:
        """Ask for a run of the script, or of one of its fragments."""
        assert self._socket is not None
        self._settled.clear()
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.fragment_id = self.query, fragment
        run.page_script_hash = self._page_hash
        run.page_name = "" if self._page_hash else self.path
        run.cached_message_hashes.extend(self._kept)
        run.widget_states.widgets.extend(self._states.values())
        about = run.context_info
        about.timezone, about.timezone_offset, about.locale = "America/New_York", 300, "en-US"
        about.url, about.color_scheme = f"{self.url}/{self.path}", "light"
        await self._socket.send(message.SerializeToString())

    def _take(self, message: ForwardMsg) -> None:
        self._messages += 1
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self._references += 1
            self._kept[message.ref_hash].run = self._runs
            return
        if message.metadata.cacheable and message.hash not in self._kept:
            self._kept[message.hash] = _Kept(self._runs, message.delta.fragment_id)
        if kind == "delta":
            self._see(message.delta)
        elif kind == "new_session":
            new = message.new_session
            self.session = new.initialize.session_id
            self._fragments = list(message.metadata.run.fragment_ids)
            self._longest = new.config.max_cached_message_age
        elif kind == "auto_rerun":
            self._by_the_clock = True
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            self._trouble = "no such page"
        elif kind == "script_finished":
            self._finish(message.script_finished)

    def _finish(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:  # another run follows by itself
            return
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self._trouble = "the script does not compile"
        self._runs += 1
        for hash, kept in list(self._kept.items()):
            in_scope = not self._fragments or kept.fragment in self._fragments
            if in_scope and self._runs - kept.run > self._longest:
                del self._kept[hash]
        self._end()

    def _see(self, delta: Delta) -> None:
        """Note a widget, and an error that the reader sees."""
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        if kind == "exception":
            self._trouble = f"an exception on the page: {delta.new_element.exception.type}"
        elif kind == "alert" and delta.new_element.alert.format == Alert.ERROR:
            self._trouble = delta.new_element.alert.body
        elif kind in ("selectbox", "checkbox"):
            self._see_widget(getattr(delta.new_element, kind), kind, delta.fragment_id)

    def _see_widget(self, proto: Any, kind: str, fragment: str) -> None:
        key = proto.id.split("-", 2)[-1]
        self._widgets[key] = _Widget(proto.id, fragment, list(getattr(proto, "options", [])))
        if proto.id in self._states and not proto.set_value:
            return
        state = WidgetState(id=proto.id)
        if kind == "checkbox":
            state.bool_value = proto.value if proto.set_value else proto.default
        elif proto.set_value:
            state.string_value = proto.raw_value
        elif proto.HasField("default"):
            state.string_value = proto.options[proto.default]
        self._states[proto.id] = state
