"""Pages of the World Bank's API: what they must look like one by one, and together."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from data.errors import listed
from data.worldbank_errors import NotUnderstoodError, RefusedError, UnknownSeriesError

R = TypeVar("R", "Observation", "Place")

_UNKNOWN = {"120", "175"}
"""Ids of the messages that a parameter, here the series, is not valid or was deleted or archived."""
_MOST_PAGES = 1_000
"""The longest series has about 20,000 rows: a page count beyond this is not to be followed."""
_FINAL = {"100", "110", "111", "112", "115"}
"""Ids of the messages that the question itself is wrong: asking again would not help."""


class Observation(NamedTuple):
    """A value of a series; None where the publisher has none."""

    place: str
    name: str
    year: int
    value: float | None

    @property
    def key(self) -> tuple[str, int]:
        """What is given once."""
        return self.place, self.year


class Place(NamedTuple):
    """A country or aggregate, as the publisher describes it."""

    iso3: str
    iso2: str
    name: str
    region: str
    region_name: str
    income_level: str

    @property
    def key(self) -> tuple[str]:
        """What is given once."""
        return (self.iso3,)


@dataclass(frozen=True)
class Header:
    """What a page says of the whole; `page` itself is checked and left out."""

    pages: int
    per_page: int
    total: int
    source: str
    last_updated: str

    def __str__(self) -> str:
        database = f"database {self.source or 'not named'}, last updated {self.last_updated or 'not said'}"
        return f"{self.total} rows on {self.pages} pages of {self.per_page}, {database}"


@dataclass(frozen=True)
class Page(Generic[R]):
    """One page that is sound by itself."""

    header: Header
    rows: tuple[R, ...]


def read_page(document: Any, page: int, what: str, read_row: Callable[[Any], R]) -> Page[R]:
    """Read one page and check that it is whole.

    Args:
        document: as decoded from JSON.
        page: the number that was asked for.
        what: how messages call it.
        read_row: reads one row; raises `ValueError` saying what is wrong with it.

    Raises:
        WorldBankError: a message in place of a page, a page that is not whole, or faulty rows, which are named.
    """
    _check_message(document, page, what)
    match document:
        case [dict() as top, list() | None as rows, *_]:
            rows = rows or []
        case _:
            raise NotUnderstoodError.about(what, "the answer has another layout than a page", passing=True)
    number, header = _read_header(top, what)
    if header.total or rows:
        expected = min(header.per_page, header.total - (page - 1) * header.per_page)
        if number != page:
            raise NotUnderstoodError.about(what, f"page {number} came instead", passing=True)
        if header.pages != math.ceil(header.total / (header.per_page or 1)):
            came = f"it says {header.pages} pages, for {header.total} rows of which {header.per_page} go on a page"
            raise NotUnderstoodError.about(what, came, passing=True)
        if header.pages > _MOST_PAGES:
            raise NotUnderstoodError.about(what, f"{header.pages} pages are more than any series has")
        if len(rows) != expected:
            raise NotUnderstoodError.about(what, f"{len(rows)} rows came instead of {expected}", passing=True)
    return Page(header, tuple(_read_rows(rows, what, read_row)))


def find_disagreement(pages: Sequence[Page[R]]) -> str | None:
    """Say how pages that are each whole contradict each other, or None."""
    first = pages[0].header
    seen: dict[tuple[str, int] | tuple[str], tuple[int, R]] = {}
    for number, page in enumerate(pages, start=1):
        if page.header != first:
            return f"page {number} speaks of {page.header}, page 1 of {first}"
        for row in page.rows:
            key = row.key
            if key not in seen:
                seen[key] = (number, row)
                continue
            earlier, other = seen[key]
            if earlier < number and {row.key for row in page.rows} <= {
                row.key for row in pages[earlier - 1].rows
            }:
                return f"page {number} repeats page {earlier}"
            return f"{' '.join(map(str, key))} comes twice, as {tuple(other)} and as {tuple(row)}"
    return None


def read_observation(row: Any, code: str) -> Observation:
    """Read one value of a series, or raise `ValueError`."""
    match row:
        case {
            "indicator": {"id": str() as series},
            "country": {"id": str() as country, "value": str() as name},
            "countryiso3code": str() as iso3,
            "date": str() as year,
            "value": value,
        } if place := iso3 or country:
            pass
        case _:
            raise ValueError(f"a row of another layout: {_cut(row)}")
    if series != code:
        raise ValueError(f"{place} {year}: of another series, {_cut(series)}")
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        raise ValueError(f"{place} {_cut(year)}: not a year")
    if value is None:
        return Observation(place, name.strip(), int(year), None)
    # A boolean is an integer to Python; NaN and Infinity arrive as texts, what overflows as infinite.
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{place} {year}: {_cut(value)} is not a number")
    return Observation(place, name.strip(), int(year), float(value))


def read_place(row: Any) -> Place:
    """Read one country or aggregate, or raise `ValueError`."""
    match row:
        case {
            "id": str() as iso3,
            "iso2Code": str() as iso2,
            "name": str() as name,
            "region": {"id": str() as region, "value": str() as region_name},
            "incomeLevel": {"id": str() as income_level},
        } if iso3:
            return Place(iso3, iso2, name.strip(), region, region_name.strip(), income_level)
    raise ValueError(f"a row of another layout: {_cut(row)}")


def check_origin(header: Header, database: int, what: str) -> None:
    """Check that figures are of the database that was asked for, and dated."""
    if header.source not in ("", str(database)):
        raise NotUnderstoodError.about(what, f"figures of database {_cut(header.source)} came instead")
    try:
        date.fromisoformat(header.last_updated)
    except ValueError:
        came = f"{_cut(header.last_updated)} is not a date of the last update"
        raise NotUnderstoodError.about(what, came) from None


def _check_message(document: Any, page: int, what: str) -> None:
    match document:
        case [{"message": list() as messages}, *_] | {"message": list() as messages}:
            pass
        case _:
            return
    ids = {str(message.get("id")) for message in messages if isinstance(message, dict)}
    texts = [message.get("value") for message in messages if isinstance(message, dict)]
    came = f"the message {_cut('; '.join(map(str, texts)).rstrip('.'))} came"
    if ids & _UNKNOWN and page == 1:  # on a later page it contradicts the first, and may pass
        raise UnknownSeriesError.about(what, came)
    raise RefusedError.about(what, came, passing=not ids & _FINAL)


def _read_header(top: dict[str, Any], what: str) -> tuple[int, Header]:
    """The publisher writes the counts as numbers here and as texts there."""
    counts = [str(top.get(name)) for name in ("page", "pages", "per_page", "total")]
    if not all(count.isascii() and count.isdigit() and len(count) < 10 for count in counts):
        came = f"the counts of its pages are not numbers ({_cut(counts)})"
        raise NotUnderstoodError.about(what, came, passing=True)
    page, pages, per_page, total = map(int, counts)
    source, last_updated = (str(top.get(name) or "") for name in ("sourceid", "lastupdated"))
    return page, Header(pages, per_page, total, source, last_updated)


def _read_rows(rows: Sequence[Any], what: str, read_row: Callable[[Any], R]) -> list[R]:
    read: list[R] = []
    faults: list[str] = []
    for row in rows:
        try:
            read.append(read_row(row))
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise NotUnderstoodError.about(what, f"faulty rows: {listed(faults, limit=5)}")
    return read


def _cut(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:100]}..."
