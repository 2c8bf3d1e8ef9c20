"""The World Bank's API, version 2: HTTP, paging, retries and typed errors; nothing else.

Series come whole and unjudged: aggregates and codes that nobody knows are in the rows, and whether figures are
plausible is for the caller to say.

Source: the publisher's documentation of the Indicators API (datahelpdesk.worldbank.org, articles 889392, 898581,
898590 and 1886674).

>>> with WorldBank() as api:
...     api.requests_made
0
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import quote

import pandas as pd

from data.worldbank_errors import (
    NotUnderstoodError,
    RefusedError,
    UnknownSeriesError,
    UnreachableError,
    WorldBankError,
)
from data.worldbank_http import Limits, Transport
from data.worldbank_pages import (
    Header,
    Observation,
    Page,
    Place,
    check_origin,
    find_disagreement,
    read_observation,
    read_page,
    read_place,
)

ADDRESS = "https://api.worldbank.org/v2"
VARIABLE = "DXINDEX_WORLD_BANK"
"""The environment variable that names another address, such as a mirror's."""

_AGGREGATES = "NA"
"""The region that the publisher gives to what is not a country."""
_STARTS = 2
"""How often a series is fetched whose pages contradict each other: it may have been published in between."""

R = TypeVar("R", Observation, Place)

__all__ = [
    "ADDRESS",
    "VARIABLE",
    "Limits",
    "NotUnderstoodError",
    "RefusedError",
    "Series",
    "UnknownSeriesError",
    "UnreachableError",
    "WorldBank",
    "WorldBankError",
]


@dataclass(frozen=True, eq=False)
class Series:
    """One series as the publisher has it now.

    Attributes:
        code: the code under which it was found.
        database: the publisher's number of the database (2 is the World Development Indicators).
        last_updated: an ISO date, as the publisher gives it.
        rows: columns place, name, year (int64) and value (float64; NaN where the publisher has none). `place` is
            the publisher's code of three letters, or of two where it gives no other.
    """

    code: str
    database: int
    last_updated: str
    rows: pd.DataFrame


class WorldBank:
    """A client of the API; may be used by several threads at once.

    Args:
        address: the base address; None is what DXINDEX_WORLD_BANK names, else the publisher's.
        limits: how long, how often and how much.
        wait: how to wait between attempts.

    Raises:
        UnreachableError: the address is not one.
    """

    def __init__(
        self,
        address: str | None = None,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._wait = wait
        self._transport = Transport(address or os.environ.get(VARIABLE) or ADDRESS, limits, wait)

    @property
    def requests_made(self) -> int:
        """How many requests were sent."""
        return self._transport.requests_made

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def fetch_series(
        self, codes: Sequence[str], database: int, *, years: tuple[int, int] | None = None
    ) -> Series:
        """Fetch a series under the first of its codes that the publisher knows and has values for.

        Args:
            codes: what the publisher calls or called it, in the order in which they are tried.
            database: the publisher's number of the database.
            years: the first and the last year; None is all.

        Raises:
            UnknownSeriesError: under none of the codes.
            UnreachableError: no answer came, or it broke off.
            RefusedError: the publisher, or something on the way, refused.
            NotUnderstoodError: the answer is damaged, contradicts itself, or holds what no figure can be.
        """
        reasons = []
        for code in codes:
            what = f"{code} of the World Bank's database {database}"
            try:
                header, rows = self._fetch_observations(code, database, years, what)
            except UnknownSeriesError as error:
                reasons.append(str(error).removesuffix(f" {error.advice}"))
                continue
            if any(row.value is not None for row in rows):
                check_origin(header, database, what)
                return Series(code, database, header.last_updated, _frame(rows))
            reasons.append(f"{what}: it has no values.")
        raise UnknownSeriesError(f"{' '.join(reasons) or 'No code was given.'} {UnknownSeriesError.advice}")

    def fetch_economies(self) -> pd.DataFrame:
        """Fetch what the publisher says of its countries and aggregates.

        Returns:
            Columns iso3, iso2, name, region, region_name, income_level (the publisher's codes and names) and
            is_aggregate.

        Raises:
            WorldBankError: as `fetch_series`.
        """
        pages = self._fetch_pages("country", {}, "The World Bank's list of countries", read_place)
        frame = pd.DataFrame([row for page in pages for row in page.rows], columns=Place._fields)
        return frame.assign(is_aggregate=frame["region"] == _AGGREGATES)

    def _fetch_observations(
        self, code: str, database: int, years: tuple[int, int] | None, what: str
    ) -> tuple[Header, list[Observation]]:
        params = {"source": str(database)}
        if years is not None:
            params["date"] = f"{years[0]}:{years[1]}"
        path = f"country/all/indicator/{quote(code, safe='')}"
        pages = self._fetch_pages(path, params, what, lambda row: read_observation(row, code))
        return pages[0].header, [row for page in pages for row in page.rows]

    def _fetch_pages(
        self, path: str, params: Mapping[str, str], what: str, read_row: Callable[[Any], R]
    ) -> list[Page[R]]:
        """Fetch every page, from the start again where they contradict each other."""
        disagreement = None
        for start in range(_STARTS):
            if start:
                self._wait(self._limits.first_wait)
            pages = [self._fetch_page(path, params, 1, what, read_row)]
            for number in range(2, pages[0].header.pages + 1):
                pages.append(self._fetch_page(path, params, number, what, read_row))
            disagreement = find_disagreement(pages)
            if disagreement is None:
                return pages
        came = f"{disagreement}, also when all was fetched again"
        raise NotUnderstoodError.about(what, came, passing=True)

    def _fetch_page(
        self, path: str, params: Mapping[str, str], number: int, what: str, read_row: Callable[[Any], R]
    ) -> Page[R]:
        query = {"format": "json", "per_page": str(self._limits.per_page), "page": str(number), **params}
        name = f"{what}, page {number}"
        return self._transport.fetch(
            path, query, name, lambda document: read_page(document, number, name, read_row)
        )


def _frame(rows: Sequence[Observation]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=Observation._fields)
    return frame.astype({"place": "str", "name": "str", "year": "int64", "value": "float64"})
