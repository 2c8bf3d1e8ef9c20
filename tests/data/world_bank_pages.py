"""Documents in the layout of the World Bank's API: pages of rows, and the messages that come in their place."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

INVALID = ("120", "Invalid value", "The provided parameter value is not valid")
ARCHIVED = ("175", "Invalid format", "The indicator was not found. It may have been deleted or archived.")
UNAVAILABLE = ("105", "Service currently unavailable", "The requested service is temporarily unavailable")

Row = dict[str, Any]


class MessageError(Exception):
    """What the API says in place of an answer, with the status 200."""


@dataclass(frozen=True)
class Page:
    """One page of an answer: its header, its rows, and how they are wrapped."""

    header: Row
    rows: list[Row] | None
    wrap: tuple[str, Row] | None = None

    def body(self) -> bytes:
        """Write the page as the API does."""
        if self.wrap is None:
            return json.dumps([self.header, self.rows]).encode()
        kind, source = self.wrap
        if kind == "data":
            return json.dumps({**self.header, "source": {**source, "data": self.rows}}).encode()
        if kind == "concepts":
            return json.dumps({**self.header, "source": [{**source, "concept": self.rows}]}).encode()
        concept = {"id": kind, "name": kind, "variable": self.rows}
        return json.dumps({**self.header, "source": [{**source, "concept": [concept]}]}).encode()


def message_body(message: tuple[str, str, str]) -> bytes:
    """Write what the API says instead of an answer."""
    return json.dumps([{"message": [dict(zip(("id", "key", "value"), message, strict=True))]}]).encode()


def paged(
    items: Sequence[Any],
    query: Mapping[str, str],
    *,
    make: Callable[[Any], Row] = dict,
    wrap: tuple[str, Row] | None = None,
    **header: str,
) -> Page:
    """Take the page that is asked for, and make rows of its items only."""
    page, per_page = int(query.get("page", 1)), int(query.get("per_page", 50))
    if not items:
        return Page({"page": 0, "pages": 0, "per_page": 0, "total": 0} | dict.fromkeys(header), None, wrap)
    pages = math.ceil(len(items) / per_page)
    counts = {"page": page, "pages": pages, "per_page": per_page, "total": len(items)}
    rows = [make(item) for item in items[(page - 1) * per_page : page * per_page]]
    return Page({**counts, **header}, rows, wrap)


def country_row(row: Mapping[str, str]) -> Row:
    """Describe a country or an aggregate."""
    aggregate = row["region"] == "NA"
    group = {"id": "NA", "iso2code": "NA", "value": "Aggregates"}
    # The trailing spaces are the publisher's.
    region = {"id": row["region"], "iso2code": row["region"][:2], "value": f"Region {row['region']} "}
    none = {"id": "", "iso2code": "", "value": ""}
    return {
        "id": row["iso3"],
        "iso2Code": row["iso2"],
        "name": row["name"],
        "region": group if aggregate else region,
        "adminregion": none,
        "incomeLevel": group if aggregate else {"id": "INX", "iso2code": "XY", "value": "Not classified"},
        "lendingType": group if aggregate else {"id": "LNX", "iso2code": "XX", "value": "Not classified"},
        "capitalCity": "",
        "longitude": "",
        "latitude": "",
    }


def region_row(row: Mapping[str, str]) -> Row:
    """Describe an aggregate as a region."""
    return {"id": "", "code": row["iso3"], "iso2code": row["iso2"], "name": row["name"]}
