"""The web server as an operator runs it: ``python server.py``.

``streamlit run server.py`` serves the same, but sets the web server up itself: it names itself in every answer,
holds any number of connections, and waits for the head of a request for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import h11
import streamlit as st
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from pages.ui.serving import journal
from pages.ui.serving.settings import Settings

_HEAD = 65_536  # bytes; beyond it a request is no request
_IDLE = 5  # seconds that a connection may rest between two requests
_DRAIN = 20  # seconds that answers may still take when the server is told to stop
_PING = 30  # seconds between signs of life on a dashboard's connection


def timed(seconds: float, headers: Mapping[str, str]) -> type[H11Protocol]:
    """Return how to speak HTTP with whoever sends the head of a request within so many seconds.

    ``headers`` are for the one answer that is given before there is a request: that it is none.
    """

    class Timed(H11Protocol):
        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            self._wait()
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._wait_no_longer()

        def connection_lost(self, exc: Exception | None) -> None:
            self._wait_no_longer()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            own = [*headers.items(), ("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")]
            for event in (
                h11.Response(status_code=400, headers=own, reason=b"Bad Request"),
                h11.Data(data=msg.encode("ascii")),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()

        def _wait(self) -> None:
            if self._waiting is None:
                self._waiting = self.loop.call_later(seconds, self.transport.close)

        def _wait_no_longer(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

    return Timed


def options(settings: Settings, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return how the web server is set up."""
    return {
        "host": settings.address,
        "port": settings.port,
        "http": timed(settings.head_seconds, headers),
        "ws": "websockets-sansio",
        "ws_max_size": int(st.get_option("server.maxMessageSize")) * 1_000_000,
        "ws_ping_interval": _PING,
        "ws_ping_timeout": _PING,
        "h11_max_incomplete_event_size": _HEAD,
        "limit_concurrency": settings.connections,
        "timeout_keep_alive": _IDLE,
        "timeout_graceful_shutdown": _DRAIN,
        "server_header": False,
        "access_log": False,
        "log_config": journal.to_stderr(),
    }


def run(app: ASGIApp, settings: Settings, headers: Mapping[str, str]) -> None:
    """Serve until told to stop (SIGTERM or SIGINT): answers under way are finished."""
    uvicorn.run(app, **options(settings, headers))
