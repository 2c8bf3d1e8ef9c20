"""A server on this machine that speaks the World Bank's API and goes wrong on demand.

>>> import pandas as pd
>>> countries = pd.DataFrame([["VNM", "VN", "Viet Nam", "EAS"]], columns=["iso3", "iso2", "name", "region"])
>>> figures = {"MADE.UP": pd.DataFrame({"place": ["VNM"], "year": [2014], "value": [1.5]})}
>>> with WorldBankServer(figures, countries) as server:
...     server.fault("MADE.UP", Fault.BUSY, times=2)
...     server.address
'http://127.0.0.1:.../v2'
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from tests.data.world_bank_faults import Fault, Reply, answer_instead, change_page
from tests.data.world_bank_pages import MessageError, message_body
from tests.data.world_bank_protocol import Holdings

DRIP = 0.01
"""Seconds between two bytes of a slow drip."""


@dataclass
class _Pending:
    where: str
    kind: Fault
    page: int | None
    skip: int
    times: int


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


class WorldBankServer:
    """Serves figures as the World Bank's API does, until the context ends.

    Attributes:
        holdings: what is published; change it between two refreshes to publish a revision.
        requests: what was asked, in order.
        most_at_once: the most requests that were being answered at the same time.
        delay: seconds before each answer.
    """

    def __init__(
        self,
        figures: Mapping[str, pd.DataFrame],
        countries: pd.DataFrame,
        *,
        databases: Mapping[str, int] | None = None,
        last_updated: str = "2026-07-01",
        delay: float = 0.0,
    ) -> None:
        self.holdings = Holdings(figures, countries, databases or {}, last_updated)
        self.requests: list[Request] = []
        self.most_at_once = 0
        self.delay = delay
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._at_once = 0
        self._pending: list[_Pending] = []
        self._http = _Listener(self)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def address(self) -> str:
        """The base address, as `ADDRESS` of the client."""
        return f"http://127.0.0.1:{self._http.server_port}/v2"

    def fault(
        self, where: str, kind: Fault | str, *, times: int = 1, page: int | None = None, skip: int = 0
    ) -> None:
        """Let the next answers go wrong.

        Args:
            where: the last part of the path: a series' code, or "country".
            kind: what goes wrong.
            times: with how many answers.
            page: only with this page; None is whichever comes.
            skip: how many answers go well before.
        """
        with self._lock:
            self._pending.append(_Pending(where, Fault(kind), page, skip, times))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def take(self, request: Request) -> Fault | None:
        """Note a request, and say what goes wrong with its answer."""
        page = int(request.query.get("page", 1))
        with self._lock:
            self.requests.append(request)
            for pending in self._pending:
                if pending.where != request.path.rpartition("/")[2] or pending.page not in (None, page):
                    continue
                if pending.skip:
                    pending.skip -= 1
                elif pending.times:
                    pending.times -= 1
                    return pending.kind
        return None

    def count(self, step: int) -> None:
        """Count the requests that are being answered."""
        with self._lock:
            self._at_once += step
            self.most_at_once = max(self.most_at_once, self._at_once)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    # The default queue of five drops connections that come together: they would try again after a second.
    request_queue_size = 128

    def __init__(self, owner: WorldBankServer) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Header and body go out apart: without this each answer would wait for the client's acknowledgement.
    disable_nagle_algorithm = True
    server: _Listener

    def log_message(self, *args: object) -> None:
        """Log nothing."""

    def do_GET(self) -> None:
        owner = self.server.owner
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        request = Request(parts.path, query, dict(self.headers))
        kind = owner.take(request)
        owner.count(1)
        try:
            owner.closing.wait(owner.delay)
            self._answer(request, kind)
        finally:
            owner.count(-1)

    def _answer(self, request: Request, kind: Fault | None) -> None:
        if kind is Fault.TIME_OUT:
            self.server.owner.closing.wait()
            self.close_connection = True
            return
        reply = (kind and answer_instead(kind, self.path)) or self._reply(request, kind)
        headers, body = dict(reply.headers), reply.body
        if "gzip" in self.headers.get("Accept-Encoding", "") and "Content-Encoding" not in headers:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, 1)
        if kind is Fault.GZIP:
            # The checksum at the end: only it tells that what decompresses well is not what was sent.
            body = body[:-8] + bytes(255 - byte for byte in body[-8:])
        elif kind is Fault.GZIP_SHORT:
            body = body[:-8]
        self.send_response_only(reply.status, HTTPStatus(reply.status).phrase)
        for name, value in {"Date": self.date_time_string(), **headers, "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self._send(body, kind)

    def _reply(self, request: Request, kind: Fault | None) -> Reply:
        holdings = self.server.owner.holdings
        try:
            page = holdings.answer(request.path, request.query)
        except MessageError as message:
            return Reply(message_body(message.args[0]))
        except LookupError:
            return Reply(b"Resource not found", 404, {"Content-Type": "text/html"})
        if kind is not None:
            first = holdings.answer(request.path, {**request.query, "page": "1"})
            page = change_page(page, kind, first)
        body = page.body()
        return Reply(body[: len(body) // 2] if kind is Fault.TRUNCATED else body)

    def _send(self, body: bytes, kind: Fault | None) -> None:
        if kind is Fault.RESET:
            self.wfile.write(body[: len(body) // 2])
            # Lingering for no time at all turns the close into a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif kind is Fault.DRIP:
            self.close_connection = True
            for byte in body:
                self.wfile.write(bytes([byte]))
                if self.server.owner.closing.wait(DRIP):
                    return
        else:
            self.wfile.write(body)
