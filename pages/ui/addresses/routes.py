"""The evidence addresses as routes: plain answers under the pages' own parameters.

They are public, open data: any page on the web may read them (``Access-Control-Allow-Origin: *``), and none may send
a visitor's cookies along. There is no Last-Modified: figures do not record when they were built, their version says
what they are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from pages.ui.addresses import asking
from pages.ui.addresses.catalogue import ADDRESSES, Address
from pages.ui.addresses.refusal import Refused
from pages.ui.addresses.store import Busy, Store
from pages.ui.serving import policy
from pages.ui.serving.settings import Settings, public_address

if TYPE_CHECKING:
    from pages.ui.addresses.asked import Asked
    from pages.ui.addresses.made import Made

LONGEST_QUERY = 4_096  # bytes; every country of the panel named once takes a thousand
_FRESH = 300  # seconds that an answer may be shown without asking again
_AGAIN = "5"  # seconds after which to ask again where all are busy
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_PACKED = {"png"}  # kinds that nothing makes smaller
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class Addresses:
    """Answers the addresses; holds what was made."""

    def __init__(self, settings: Settings, prefix: str = "") -> None:
        self._settings = settings
        self._prefix = prefix
        self._store: Store[Made] = Store(
            makers=settings.makers, waiting=settings.waiting, most=settings.kept_bytes
        )
        self._headers = {**_OPEN, policy.CSP: policy.of_files(settings)}

    def routes(self) -> list[BaseRoute]:
        """The routes: each address, and what is near one and is none."""
        there: list[BaseRoute] = [
            Route(f"{self._prefix}{address.path}", partial(self._answer, address), methods=["GET"])
            for address in ADDRESSES
        ]
        near = ("/data", "/data/{rest:path}", "/report", "/report/{rest:path}", "/chart", "/chart.{kind}")
        return [
            *there,
            *(Route(f"{self._prefix}{path}", self._nothing, methods=["GET"]) for path in near),
        ]

    async def _nothing(self, _request: Request) -> Response:
        paths = [address.path for address in ADDRESSES]
        return self._told(404, {"error": "There is no such address.", "addresses": paths})

    async def _answer(self, address: Address, request: Request) -> Response:
        if len(request.scope["query_string"]) > LONGEST_QUERY:
            return self._told(
                414, {"error": f"The parameters are longer than {LONGEST_QUERY} bytes together."}
            )
        try:
            return await self._found(address, request)
        except Refused as refused:
            return self._told(refused.status, refused.answer, refused.headers)
        except Busy:
            told = {"error": "Too much is being made at present. Ask again in a few seconds."}
            return self._told(503, told, {"Retry-After": _AGAIN})

    async def _found(self, address: Address, request: Request) -> Response:
        asked, name = await to_thread.run_sync(_read, address, request, self._prefix)
        zipped = address.kind not in _PACKED and asking.takes_gzip(request.headers.get("accept-encoding", ""))
        key = f"{name}-gzip" if zipped else name
        headers = {
            **self._headers,
            "ETag": f'"{key}"',
            "Cache-Control": f"public, max-age={_FRESH}, must-revalidate",
            "Vary": "Accept-Encoding, Accept-Language",
        }
        if asking.knows(request.headers.get("if-none-match", ""), f'"{key}"'):
            return Response(status_code=304, headers=headers)
        made = await self._store.get(key, partial(_make, asked, zipped))
        shown = "inline" if address.inline else "attachment"
        headers |= {
            "Content-Type": _TYPES[address.kind],
            "Content-Disposition": f'{shown}; filename="{made.name}"',
        }
        if zipped:  # here and not by the framework, which would compress anew each time, under the same ETag
            headers["Content-Encoding"] = "gzip"
        return Response(made.content, headers=headers)

    def _told(
        self, status: int, answer: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Response:
        """An answer that is no figure: nobody keeps it, and nothing in it is read as markup."""
        text = json.dumps(answer).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        kept = {"Cache-Control": "no-store", **(headers or {})}
        return Response(text, status, {**self._headers, **kept}, media_type=_TYPES["json"])


def _read(address: Address, request: Request, prefix: str) -> tuple[Asked, str]:
    """Read what is asked for, and its name; in a thread, for the first one loads all that computes."""
    from pages.ui.addresses import asked, made

    here = asking.own_address(request.url.scheme, request.headers.get("host", ""), prefix)
    found = asked.read(
        address,
        request.url.query,
        base=public_address(os.environ) or here,
        preferred=asking.preferences(request.headers.get("accept-language", "")),
        country=str(request.path_params.get("country", "")),
    )
    return found, made.tag(found)


def _make(asked: Asked, zipped: bool) -> Made:
    from pages.ui.addresses import made

    return made.make(asked, zipped)
