"""What is not let through: requests too large or too slow, and the framework's own insights."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address
from time import monotonic

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui.serving.settings import Network, Settings

# The longest link is a sequence of twelve views of 600 signs, most of which are written as three.
LONGEST_TARGET = 24_000  # bytes of path and query
LARGEST_HEAD = 48_000  # bytes of all headers
LARGEST_BODY = 65_536  # bytes, but for uploads, which the framework bounds (server.maxUploadSize)
_UPLOADS = "/_stcore/upload_file/"
_METRICS = "/_stcore/metrics"
# What the dashboard has no use for: an interface for programs to drive it, and one to test its script.
_CLOSED = ("/_stcore/agent/", "/_stcore/script-health-check")
_WHOLE = 20  # times as long as a part, a whole upload may take


class Bounds:
    """Answers what is too large, closed or too slow; passes on the rest."""

    def __init__(self, app: ASGIApp, settings: Settings, prefix: str = "") -> None:
        self._app = app
        self._settings = settings
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif fault := self._fault(scope):
            status, words = fault
            headers = {"Cache-Control": "no-store", "Connection": "close"}
            await PlainTextResponse(words, status, headers)(scope, receive, send)
        else:
            await self._app(scope, _in_time(receive, self._settings.body_seconds), send)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            return 414, "The address is too long."
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if sum(len(name) + len(value) for name, value in headers) > LARGEST_HEAD:
            return 431, "The request's headers are too large."
        path = str(scope["path"]).removeprefix(self._prefix)
        if f"{path}/".startswith(_CLOSED):
            return 404, "Not Found"
        if f"{path}/".startswith(f"{_METRICS}/") and not _asked_from(scope, self._settings.metrics_from):
            return 404, "Not Found"
        if not path.startswith(_UPLOADS) and _announced(headers) > LARGEST_BODY:
            return 413, "The request is too large."
        return None


def _announced(headers: Sequence[tuple[bytes, bytes]]) -> int:
    """The length that a request says its body has."""
    return next(
        (int(value) for name, value in headers if name == b"content-length" and value.isdigit()),
        0,
    )


def _asked_from(scope: Scope, networks: Sequence[Network]) -> bool:
    """Whether somebody in one of the networks asks the process itself: behind a proxy, everybody would seem to."""
    forwarded = {b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"} & {
        name for name, _ in scope["headers"]
    }
    client = scope.get("client")
    if forwarded or not client:
        return False
    try:
        asking = ip_address(client[0])
    except ValueError:  # a socket in the file system has no address
        return False
    mapped = getattr(asking, "ipv4_mapped", None)
    return any((mapped or asking) in network for network in networks)


def _in_time(receive: Receive, seconds: float) -> Receive:
    """Wait for each part of a request's body that long, and for all of it twenty times as long."""
    end = monotonic() + seconds * _WHOLE
    complete = False

    async def bounded() -> Message:
        nonlocal complete
        if complete:
            return await receive()
        try:
            async with asyncio.timeout(min(seconds, max(end - monotonic(), 0))):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, headers={"Connection": "close"}) from error
        complete = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return bounded
