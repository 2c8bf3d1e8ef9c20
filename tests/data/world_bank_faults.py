"""What can go wrong with one answer of the World Bank's API, and what comes instead."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tests.data.world_bank_pages import ARCHIVED, UNAVAILABLE, Page, message_body

XML = b"""<?xml version="1.0" encoding="utf-8"?>
<wb:error xmlns:wb="http://www.worldbank.org"><wb:message id="105" key="Service currently unavailable">
The requested service is temporarily unavailable</wb:message></wb:error>"""
HTML = b"<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body>Sign in</body></html>"
LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
SOON_AFTER = "Thu, 01 Jan 1970 00:00:07 GMT"
FAR_AHEAD = "Fri, 01 Jan 2100 00:00:00 GMT"


class Fault(StrEnum):
    """What can go wrong with one answer."""

    TIME_OUT = "time-out"
    RESET = "reset mid-body"
    BUSY = "429"
    BUSY_SECONDS = "429 with Retry-After in seconds"
    BUSY_DATE = "429 with Retry-After as a date, by a clock that is decades behind"
    BUSY_FOREVER = "429 with Retry-After in 2100"
    INTERNAL = "500"
    UNAVAILABLE = "503"
    FORBIDDEN = "403"
    MESSAGE = "200 with a message"
    ARCHIVED = "200 with a message that the series is archived"
    XML = "XML instead of JSON"
    HTML = "HTML from a proxy"
    HTML_AS_JSON = "HTML from a proxy that calls it JSON"
    ELSEWHERE = "redirect to another host"
    MOVED = "redirect on the same host"
    TRUNCATED = "truncated JSON"
    GZIP = "gzip damage"
    GZIP_SHORT = "gzip without its end"
    BOMB = "a gzip bomb"
    DRIP = "slow drip"
    EMPTY_PAGE = "empty page"
    DUPLICATED_PAGE = "duplicated page"
    PAGE_COUNT = "wrong page count"
    ROW_COUNT = "wrong total"
    NAN = "NaN for a number"
    INFINITY = "Infinity for a number"
    HUGE = "a number beyond all bounds"
    TEXT = "a string for a number"
    BOOLEAN = "true for a number"
    TWICE = "two values for a place and a year"
    UNKNOWN_PLACE = "unknown country code"
    OTHER_SERIES = "another series"
    OTHER_DATABASE = "another database"
    MONTHS = "months for years"
    FUTURE = "last updated in the future"


@dataclass(frozen=True)
class Reply:
    """What goes over the wire, before it is compressed."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def answer_instead(kind: Fault, address: str) -> Reply | None:
    """What comes in place of the API's answer."""
    text, html = {"Content-Type": "text/plain"}, {"Content-Type": "text/html"}
    busy = Reply(b"slow down", 429, text)
    return {
        Fault.BUSY: busy,
        Fault.BUSY_SECONDS: replace(busy, headers={"Retry-After": "7"}),
        Fault.BUSY_DATE: replace(busy, headers={"Date": LONG_AGO, "Retry-After": SOON_AFTER}),
        Fault.BUSY_FOREVER: replace(busy, headers={"Retry-After": FAR_AHEAD}),
        Fault.INTERNAL: Reply(b"oops", 500, text),
        Fault.UNAVAILABLE: Reply(HTML, 503, html),
        Fault.FORBIDDEN: Reply(b"no", 403, text),
        Fault.MESSAGE: Reply(message_body(UNAVAILABLE)),
        Fault.ARCHIVED: Reply(message_body(ARCHIVED)),
        Fault.XML: Reply(XML, headers={"Content-Type": "text/xml"}),
        Fault.HTML: Reply(HTML, headers=html),
        Fault.HTML_AS_JSON: Reply(HTML),
        Fault.ELSEWHERE: Reply(b"", 302, {"Location": "http://localhost:9/sign-in"}),
        Fault.MOVED: Reply(b"", 307, {"Location": address}),
        Fault.BOMB: Reply(gzip.compress(b" " * 8_000_000, 1), headers={"Content-Encoding": "gzip"}),
    }.get(kind)


def change_page(page: Page, kind: Fault, first: Page) -> Page:
    """The API's answer with other rows or another header."""
    rows = page.rows or []
    last = dict(rows[-1]) if rows else {}
    values: dict[Fault, Any] = {
        Fault.NAN: float("nan"),
        Fault.INFINITY: float("inf"),
        Fault.HUGE: 10**400,
        Fault.TEXT: "41.0",
        Fault.BOOLEAN: True,
    }
    ends: dict[Fault, dict[str, Any]] = {
        Fault.UNKNOWN_PLACE: {"countryiso3code": "", "country": {"id": "X9", "value": "Not classified"}},
        Fault.OTHER_SERIES: {"indicator": {"id": "ANOTHER", "value": "Another series"}},
        Fault.MONTHS: {"date": "2014M03"},
    }
    if kind in values:
        return replace(page, rows=[*rows[:-1], {**last, "value": values[kind]}])
    if kind in ends:
        return replace(page, rows=[*rows[:-1], {**last, **ends[kind]}])
    if kind is Fault.TWICE:
        return replace(page, rows=[{**last, "value": -1}, *rows[1:]])
    if kind is Fault.EMPTY_PAGE:
        return replace(page, rows=[])
    if kind is Fault.DUPLICATED_PAGE:
        return replace(page, rows=(first.rows or [])[: len(rows)])
    headers: dict[Fault, dict[str, Any]] = {
        Fault.PAGE_COUNT: {"pages": page.header["pages"] + 3},
        Fault.ROW_COUNT: {"total": page.header["total"] - 1},
        Fault.OTHER_DATABASE: {"sourceid": "57"},
        Fault.FUTURE: {"lastupdated": "2999-12-31"},
    }
    return replace(page, header={**page.header, **headers.get(kind, {})})
