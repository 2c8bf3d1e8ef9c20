"""What the headers of a request say."""

from __future__ import annotations

import re

_HOST = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_MOST = 20  # entries of one header that are looked at


def preferences(header: str) -> list[str]:
    """Return the languages of an ``Accept-Language``, the most wanted first.

    >>> preferences("fr;q=0.3, vi-VN, en;q=0.8, de;q=0")
    ['vi-VN', 'en', 'fr']
    """
    return [name for name in _weighed(header) if name != "*"]


def takes_gzip(header: str) -> bool:
    """Whether an ``Accept-Encoding`` allows gzip.

    >>> takes_gzip("br, gzip"), takes_gzip("gzip;q=0, br"), takes_gzip("")
    (True, False, False)
    """
    return "gzip" in (name.lower() for name in _weighed(header))


def knows(header: str, tag: str) -> bool:
    """Whether an ``If-None-Match`` names the answer that would be given.

    >>> knows('W/"a", "b"', '"a"'), knows("*", '"a"'), knows('"c"', '"a"')
    (True, True, False)
    """
    named = [text.strip().removeprefix("W/") for text in header.split(",")[:_MOST]]
    return tag in named or named == ["*"]


def own_address(scheme: str, host: str, prefix: str) -> str:
    """Return the address under which the dashboard was asked; empty where the request does not say it well.

    >>> own_address("https", "dx.example.org", "/dx"), own_address("http", 'a"b', "")
    ('https://dx.example.org/dx', '')
    """
    return f"{scheme}://{host}{prefix}" if _HOST.fullmatch(host) and scheme in {"http", "https"} else ""


def _weighed(header: str) -> list[str]:
    found: list[tuple[float, str]] = []
    for entry in header.split(",")[:_MOST]:
        name, _mark, weight = entry.partition(";")
        told = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", weight)
        quality = float(told[1]) if told else 1.0
        if name.strip() and quality:
            found.append((quality, name.strip()))
    return [name for _quality, name in sorted(found, key=lambda pair: -pair[0])]
