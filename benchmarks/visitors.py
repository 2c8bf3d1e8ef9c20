"""A visitor of a Streamlit page without a browser: the same messages over the same websocket.

A browser sends its query string, its page and the hashes of the messages it still keeps; it then
receives what changed, and a reference in place of every message that it keeps. The visitor does
likewise, so the bytes counted are those a browser receives. Values of widgets are left to the server,
which keeps them.
"""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

RUN_SECONDS = 60
"""A run that takes longer counts as a fault."""


class CountingConnection(ClientConnection):
    """A websocket that counts the bytes received on the wire, compressed if the server compresses."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


@dataclass
class MessageCache:
    """What a browser keeps of large messages: each until it was not used for some runs."""

    keep_runs: int = 2
    run_count: int = 0
    _kept: dict[str, tuple[int, ForwardMsg]] = field(default_factory=dict)

    def hashes(self) -> list[str]:
        return list(self._kept)

    def resolve(self, message: ForwardMsg) -> ForwardMsg:
        """Return the message meant, keeping it if it may be kept; KeyError if it is not kept here."""
        if message.WhichOneof("type") == "ref_hash":
            meant = self._kept[message.ref_hash][1]
            self._kept[message.ref_hash] = (self.run_count, meant)
            return meant
        if message.metadata.cacheable:
            self._kept[message.hash] = (self.run_count, message)
        return message

    def finish_run(self) -> None:
        self.run_count += 1
        oldest = self.run_count - self.keep_runs
        self._kept = {code: entry for code, entry in self._kept.items() if entry[0] >= oldest}


@dataclass
class Run:
    """One run of the script, as the visitor saw it."""

    seconds: float = 0.0
    bytes: int = 0
    charts: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Cookies:
    """What a browser keeps for an address, and each new value that it was told."""

    values: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def take(self, headers: Iterable[str]) -> None:
        for header in headers:
            name, _, value = header.partition(";")[0].partition("=")
            if self.values.get(name) != value:
                self.values[name] = value
                self.told.append(name)

    def changes_of(self, name: str) -> int:
        return self.told.count(name)

    def sent(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.values.items())}


async def ask(address: str, cookies: Cookies, path: str) -> None:
    """Ask for a path as the visitor's browser would, and keep what cookies come with it."""
    cookies.take(await asyncio.to_thread(_asked, f"{address}{path}", cookies.sent()))


def _asked(url: str, headers: dict[str, str]) -> list[str]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=RUN_SECONDS) as answer:
        answer.read()
        return list(answer.headers.get_all("Set-Cookie") or [])


class Visitor:
    """One session: opened on a page, then made to rerun."""

    def __init__(self, connection: CountingConnection, address: str, cookies: Cookies | None = None) -> None:
        self.connection = connection
        self.address = address
        self.cookies = cookies or Cookies()
        self.query = ""
        self.page = ""
        self.page_hash = ""
        self.pages: dict[str, str] = {}
        """Address of each page, and its hash; known after the first run."""
        self.cache = MessageCache()
        self._counted = 0

    @classmethod
    async def arrive(cls, address: str, cookies: Cookies | None = None) -> Visitor:
        """Connect to the server; nothing runs before :meth:`open`."""
        cookies = cookies or Cookies()
        url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
        connection = await connect(
            url,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            additional_headers=cookies.sent(),
            create_connection=CountingConnection,
        )
        cookies.take(connection.response.headers.get_all("Set-Cookie"))
        return cls(connection, address, cookies)  # type: ignore[arg-type]

    @classmethod
    async def arrive_by_the_page(cls, address: str, cookies: Cookies | None = None) -> Visitor:
        """Ask for the start page as a browser does, and connect with the cookies that came with it."""
        cookies = cookies or Cookies()
        await ask(address, cookies, "/")
        return await cls.arrive(address, cookies)

    async def open(self, page: str = "", query: str = "") -> Run:
        """Open a page by its address, as a link does, or by the navigation once that is known."""
        self.query, self.page = query, page
        self.page_hash = self.pages.get(page, "")
        return await self._run()

    async def rerun(self, changes: Mapping[str, str] | None = None) -> Run:
        """Run the page again, with some of the address's parameters changed."""
        if changes:
            query = [pair for pair in parse_qsl(self.query) if pair[0] not in changes]
            self.query = urlencode([*query, *changes.items()])
        return await self._run()

    async def leave(self) -> None:
        await self.connection.close()

    async def _run(self) -> Run:
        run = Run()
        self._counted = self.connection.received
        begun = time.perf_counter()
        await self.connection.send(self._request().SerializeToString())
        try:
            async with asyncio.timeout(RUN_SECONDS):
                while not self._note(ForwardMsg.FromString(await self.connection.recv(decode=False)), run):
                    pass
        except TimeoutError:
            run.faults.append(f"no end of the run within {RUN_SECONDS} s")
        run.seconds = time.perf_counter() - begun
        run.bytes = self.connection.received - self._counted
        return run

    def _request(self) -> BackMsg:
        request = BackMsg()
        state = request.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page_hash
        state.page_name = "" if self.page_hash else self.page
        state.cached_message_hashes.extend(self.cache.hashes())
        context = state.context_info
        context.timezone = "Etc/UTC"
        context.locale = "en-US"
        context.url = f"{self.address}/{self.page}"
        context.color_scheme = "light"
        return request

    def _note(self, message: ForwardMsg, run: Run) -> bool:
        """Take in one message, and say whether it was the run's last."""
        try:
            meant = self.cache.resolve(message)
        except KeyError:
            run.faults.append("a reference to a message that is not kept")
            return False
        kind = meant.WhichOneof("type")
        if kind == "new_session":
            self.cache.keep_runs = meant.new_session.config.max_cached_message_age or self.cache.keep_runs
            self.page_hash = meant.new_session.page_script_hash
        elif kind == "navigation":
            self.pages = {
                "" if page.is_default else page.url_pathname: page.page_script_hash
                for page in meant.navigation.app_pages
            }
            self.page_hash = meant.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = meant.page_info_changed.query_string
        elif kind == "page_not_found":
            run.faults.append(f"no page {self.page!r}")
        elif kind == "delta":
            _note_element(meant, run)
        elif kind == "script_finished":
            return self._finished(meant.script_finished, run)
        return False

    def _finished(self, status: Any, run: Run) -> bool:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        self.cache.finish_run()
        if status != ForwardMsg.FINISHED_SUCCESSFULLY:
            run.faults.append(ForwardMsg.ScriptFinishedStatus.Name(status))
        return True


def _note_element(message: ForwardMsg, run: Run) -> None:
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        run.faults.append(f"{element.exception.type}: {element.exception.message}")
    elif kind == "alert" and element.alert.format == Alert.ERROR:
        run.faults.append(element.alert.body)
    elif kind == "vega_lite_chart":
        run.charts += 1
