"""What browsers may do with an answer: the headers of every answer of the server.

Nothing comes from another host, and no script runs that is not a file of this server or one of the few
texts whose hashes are in the policy: the start page's own, and ``pages.ui.scripts``. The framework
builds its styles while it runs, so styles are free; charts are interpreted, not compiled, so no
evaluation is needed.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.ui import scripts
from pages.ui.serving.settings import Settings

CSP = "Content-Security-Policy"
_DENIED = "accelerometer camera display-capture geolocation gyroscope hid magnetometer microphone midi payment serial usb"
_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _DENIED.split())


class _InlineScripts(HTMLParser):
    """Collects the texts of a page's scripts that are no files."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)

    def handle_endtag(self, _tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


def inline_scripts(page: str) -> tuple[str, ...]:
    """Return the scripts that stand in a page itself.

    >>> inline_scripts('<script src="a.js"></script><script>let a = 1</script>')
    ('let a = 1',)
    """
    parser = _InlineScripts()
    parser.feed(page)
    return tuple(parser.found)


def start_page() -> str:
    """Return the framework's start page, in which every page of the dashboard is built."""
    return (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def of_pages(settings: Settings, texts: Iterable[str]) -> str:
    """Write the policy of the dashboard, under which the given scripts run."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return _written(
        {
            "default-src": "'none'",
            "script-src": f"'self' {allowed}",
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data: blob:",
            "font-src": "'self' data:",
            "connect-src": "'self'",
            "media-src": "'self'",
            "manifest-src": "'self'",
            "worker-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": " ".join(settings.frame_ancestors),
        }
    )


def of_files(settings: Settings) -> str:
    """Write the policy of drawings and reports: they hold all they need, and no script."""
    return _written(
        {
            "default-src": "'none'",
            "style-src": "'unsafe-inline'",
            "img-src": "data:",
            "font-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": " ".join(settings.frame_ancestors),
        }
    )


def _written(parts: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def headers(settings: Settings) -> dict[str, str]:
    """Return the headers of every answer; an answer may have its own instead of any of them."""
    found = {
        CSP: of_pages(settings, (*inline_scripts(start_page()), *scripts.ALL)),
        "X-Content-Type-Options": "nosniff",
        # Links hold what is looked at: no other site is told.
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": _PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    # The older header knows only these two; where others may embed, the policy alone says who.
    old = {("'self'",): "SAMEORIGIN", ("'none'",): "DENY"}.get(settings.frame_ancestors)
    if old:
        found["X-Frame-Options"] = old
    if settings.hsts_seconds:
        found["Strict-Transport-Security"] = f"max-age={settings.hsts_seconds}"
    return found


class Headers:
    """Puts headers on every answer that does not have its own."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = dict(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    there.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, dressed)


class Fault:
    """Answers where something broke: without a word of what; it stands outside of all else, so it brings the headers."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = dict(headers)

    async def __call__(self, _request: Request, _fault: Exception) -> Response:
        headers = {**self._headers, "Cache-Control": "no-store"}
        return PlainTextResponse("Internal Server Error", 500, headers)
