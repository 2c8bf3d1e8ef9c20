"""What an answer of the World Bank's API says before anything of it is understood: its status and its form."""

import email.utils
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import requests

from data.worldbank_errors import NotUnderstoodError, RefusedError

_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_DIGITS = 300
"""Longer integers are beyond every double; as text they are refused with the others."""


def decode(body: bytes, what: str) -> Any:
    """Decode JSON; NaN and Infinity, which JSON does not have, stay the texts they are.

    >>> decode(b'[{"page": 1}, [NaN]]', "A series")
    [{'page': 1}, ['NaN']]
    """
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=str, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError.about(
            what, f"{_describe(body)} came instead of JSON", passing=True
        ) from error


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= _DIGITS else text


def _describe(body: bytes) -> str:
    start = body[:2_000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html")):
        return "a web page, as of a proxy or a sign-in,"
    if start.startswith("<"):
        return "XML"
    return "damaged or truncated text" if start else "nothing"


def check_status(response: requests.Response, what: str) -> None:
    """Raise `RefusedError` where the status is another than 200."""
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    passing = status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    came = f"the answer was {status} {response.reason or ''}".rstrip()
    raise RefusedError.about(what, came, passing=passing, retry_after=_seconds_asked(response.headers))


def _seconds_asked(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After; a date is taken by the server's own clock, which need not be right."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    until, now = _moment(text), _moment(headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds()) if until else None


def _moment(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
