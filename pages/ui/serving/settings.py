"""How the server is set up: by the environment alone, and safe where nothing is said.

| Variable | Unless set | What it says |
|---|---|---|
| ``DXINDEX_ADDRESS`` | ``127.0.0.1`` | where ``python server.py`` listens: a proxy on the same machine reaches it, the world does not |
| ``DXINDEX_PORT`` | ``8501`` | on which port; 0 takes a free one |
| ``DXINDEX_PUBLIC_URL`` | the visitor's | the address under which the world finds the dashboard; links and files name it |
| ``DXINDEX_FRAME_ANCESTORS`` | ``'self'`` | who may embed pages: ``'none'``, ``'self'`` or origins, separated by spaces |
| ``DXINDEX_HSTS_SECONDS`` | ``0`` (not sent) | for how long browsers are to insist on TLS; only where every visitor comes by TLS |
| ``DXINDEX_METRICS_FROM`` | nobody | addresses or networks that may read ``/_stcore/metrics``, asking the process itself, not through a proxy |
| ``DXINDEX_MAKERS`` | ``2`` | how many files of the evidence addresses are made at a time |
| ``DXINDEX_WAITING`` | ``32`` | how many more may wait to be made; further ones are answered 503 |
| ``DXINDEX_KEPT_MB`` | ``32`` | megabytes of finished files that are kept |
| ``DXINDEX_CONNECTIONS`` | ``2000`` | connections that ``python server.py`` holds; further ones are answered 503 |
| ``DXINDEX_HEAD_SECONDS`` | ``10`` | how long ``python server.py`` waits for the head of a request |
| ``DXINDEX_BODY_SECONDS`` | ``30`` | how long it waits for the next part of an upload; the whole of it may take twenty times as long |
| ``DXINDEX_REFRESH_HOURS`` | never | every how many hours the server fetches fresh figures; without it, it asks nobody for anything |
| ``FORWARDED_ALLOW_IPS`` | ``127.0.0.1`` | proxies whose word is taken for who asks, and whether by TLS (read by uvicorn) |
| ``DXINDEX_CACHE`` | the user's cache | where refreshed figures are (``data.refreshed``) |
| ``DXINDEX_WORLD_BANK`` | the publisher's | where they are asked for (``data.worldbank``) |

Streamlit's own options stand in ``.streamlit/config.toml``. ``python server.py`` reads them there, and from the
environment only ``STREAMLIT_SERVER_COOKIE_SECRET``, which must be the same for all of several replicas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

PUBLIC_URL = "DXINDEX_PUBLIC_URL"
_ANCESTOR = re.compile(r"'self'|'none'|https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")

Network = IPv4Network | IPv6Network


class SettingsError(ValueError):
    """A variable of the environment that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What the operator decided."""

    address: str = "127.0.0.1"
    port: int = 8501
    frame_ancestors: tuple[str, ...] = ("'self'",)
    hsts_seconds: int = 0
    metrics_from: tuple[Network, ...] = ()
    makers: int = 2
    waiting: int = 32
    kept_bytes: int = 32_000_000
    connections: int = 2_000
    head_seconds: int = 10
    body_seconds: int = 30
    refresh_hours: int = 0


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    Raises
    ------
    SettingsError
        Names the variable, what it holds and what it takes.

    Examples
    --------
    >>> from_environment({"DXINDEX_FRAME_ANCESTORS": "'self' https://intranet.example.org"}).frame_ancestors
    ("'self'", 'https://intranet.example.org')
    >>> from_environment({"DXINDEX_MAKERS": "many"})
    Traceback (most recent call last):
    pages.ui.serving.settings.SettingsError: DXINDEX_MAKERS is 'many': a whole number from 1 to 64 is needed
    """
    return Settings(
        address=environment.get("DXINDEX_ADDRESS", "").strip() or Settings.address,
        port=_number(environment, "DXINDEX_PORT", Settings.port, 0, 65_535),
        frame_ancestors=_ancestors(environment),
        hsts_seconds=_number(environment, "DXINDEX_HSTS_SECONDS", 0, 0, 63_072_000),
        metrics_from=_networks(environment),
        makers=_number(environment, "DXINDEX_MAKERS", Settings.makers, 1, 64),
        waiting=_number(environment, "DXINDEX_WAITING", Settings.waiting, 0, 10_000),
        kept_bytes=_number(environment, "DXINDEX_KEPT_MB", Settings.kept_bytes // 1_000_000, 0, 10_000)
        * 1_000_000,
        connections=_number(environment, "DXINDEX_CONNECTIONS", Settings.connections, 1, 1_000_000),
        head_seconds=_number(environment, "DXINDEX_HEAD_SECONDS", Settings.head_seconds, 1, 600),
        body_seconds=_number(environment, "DXINDEX_BODY_SECONDS", Settings.body_seconds, 1, 600),
        refresh_hours=_number(environment, "DXINDEX_REFRESH_HOURS", Settings.refresh_hours, 0, 8_760),
    )


def public_address(environment: Mapping[str, str]) -> str:
    """Return the address under which the world finds the dashboard, without a slash at its end; empty if not told.

    >>> public_address({"DXINDEX_PUBLIC_URL": "https://readiness.example.org/dx/"})
    'https://readiness.example.org/dx'
    """
    return environment.get(PUBLIC_URL, "").strip().rstrip("/")


def _number(environment: Mapping[str, str], name: str, usual: int, low: int, high: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise SettingsError(f"{name} is {text!r}: a whole number from {low} to {high} is needed")
    return int(text)


def _ancestors(environment: Mapping[str, str]) -> tuple[str, ...]:
    name = "DXINDEX_FRAME_ANCESTORS"
    told = tuple(environment.get(name, "").split())
    if wrong := [text for text in told if not _ANCESTOR.fullmatch(text)]:
        raise SettingsError(
            f"{name} has {wrong[0]!r}: 'none', 'self' or origins such as https://intranet.example.org are needed"
        )
    if "'none'" in told and len(told) > 1:
        raise SettingsError(f"{name} has 'none' beside others: 'none' stands alone")
    return told or Settings.frame_ancestors


def _networks(environment: Mapping[str, str]) -> tuple[Network, ...]:
    name = "DXINDEX_METRICS_FROM"
    try:
        return tuple(ip_network(text) for text in environment.get(name, "").replace(",", " ").split())
    except ValueError as error:
        raise SettingsError(
            f"{name}: {error}; addresses or networks such as 10.0.0.7 or 10.0.0.0/24 are needed"
        ) from error


def prefix(path: str | None) -> str:
    """Write the path below which all is served as addresses begin with it; empty for the root.

    >>> prefix("dx/"), prefix(None)
    ('/dx', '')
    """
    return f"/{path.strip('/')}" if path and path.strip("/") else ""
