"""What the World Bank's API answers, from figures given to it: addresses in, documents of the API's layout out.

Layouts as the publisher documents them (datahelpdesk.worldbank.org, articles 889392, 898581, 898590, 898614 and
1886686); `wbgapi`, which is not ours, reads them in the tests.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import pandas as pd

from tests.data.world_bank_pages import (
    ARCHIVED,
    INVALID,
    MessageError,
    Page,
    Row,
    country_row,
    paged,
    region_row,
)

WDI, WGI, HCI = 2, 3, 63
DATABASES = {
    WDI: "World Development Indicators",
    WGI: "Worldwide Governance Indicators",
    HCI: "Human Capital Index",
}
CONCEPTS = ("Country", "Series", "Time")


class _Published:
    """One series, made ready once: a page of it is asked for many times."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        places, years = frame["place"].tolist(), [int(year) for year in frame["year"]]
        values = [_number(value) for value in frame["value"].astype(float).tolist()]
        self.places, self.years = set(places), set(years)
        self.by_key = dict(zip(zip(places, years, strict=True), values, strict=True))


@dataclass
class Holdings:
    """The figures that are published: replace them while the server runs, and the next answer is another.

    Attributes:
        figures: code -> columns place (three letters), year, value.
        countries: columns iso3, iso2, name, region (the World Bank's code; "NA" is an aggregate).
        databases: code -> the database that it is in; the World Development Indicators if not named.
        last_updated: what the headers say.
    """

    figures: Mapping[str, pd.DataFrame]
    countries: pd.DataFrame
    databases: Mapping[str, int] = field(default_factory=dict)
    last_updated: str = "2026-07-01"
    _ready: dict[str, _Published] = field(default_factory=dict, init=False)

    def answer(self, address: str, query: Mapping[str, str]) -> Page:
        """Answer an address, such as /v2/country/all/indicator/SP.POP.TOTL.

        Raises:
            MessageError: the API knows the way of asking, but not what is asked for.
            LookupError: it does not know the way of asking.
        """
        path = [unquote(part) for part in address.strip("/").split("/")]
        if path.pop(0) != "v2":
            raise LookupError(address)
        if re.fullmatch("[a-z]{2}", path[0]):  # a language
            path.pop(0)
        match path:
            case ["country", places, "indicator", code]:
                return self._series(code, places, query)
            case ["country"] | ["country", "all"]:
                return paged(self._countries(), query, make=country_row)
            case ["country", places]:
                wanted = self._places(places)
                asked = [row for row in self._countries() if row["iso3"] in wanted]
                return paged(asked, query, make=country_row)
            case ["indicator", code]:
                return paged([self._indicator(code)], query)
            case ["sources"] | ["sources", "all"]:
                return paged([self._source(database) for database in DATABASES], query)
            case ["sources", database]:
                return paged([self._source(_database(database))], query)
            case ["sources", database, *rest]:
                return self._advanced(_database(database), rest, query)
            case ["region", *_]:
                return paged(self._aggregates(), query, make=region_row)
            case ["incomelevel" | "lendingtype", *_]:
                return paged([{"id": "INX", "iso2code": "XY", "value": "Not classified"}], query)
        raise LookupError(address)

    def _series(self, code: str, places: str, query: Mapping[str, str]) -> Page:
        database = self._database_of(code)
        if query.get("source", str(database)) != str(database):
            raise MessageError(ARCHIVED)
        figures = self._dense(code, self._places(places), _years(query))
        indicator = {"id": code, "value": code}
        iso2 = dict(zip(self.countries["iso3"], self.countries["iso2"], strict=True))
        names = self._names()

        def observation(key: tuple[str, int, float | None]) -> Row:
            place, year, value = key
            # Only the World Development Indicators carry both codes: elsewhere the id has three letters.
            wdi = database == WDI
            return {
                "indicator": indicator,
                "country": {"id": iso2.get(place, place) if wdi else place, "value": names.get(place, place)},
                "countryiso3code": place if wdi else "",
                "date": str(year),
                "value": value,
                "unit": "",
                "obs_status": "",
                "decimal": 1,
            }

        about = {"sourceid": str(database), "lastupdated": self.last_updated}
        return paged(figures, query, make=observation, **about)

    def _advanced(self, database: int, path: list[str], query: Mapping[str, str]) -> Page:
        source = {"id": str(database), "name": DATABASES[database]}
        if path == ["concepts"]:
            return paged([{"id": name, "value": name} for name in CONCEPTS], query, wrap=("concepts", source))
        asked = dict(zip((part.lower() for part in path[::2]), path[1::2], strict=True))
        variables = {
            "country": {place: self._names().get(place, place) for place in self._held_places(database)},
            "series": {code: code for code in self.figures if self._database_of(code) == database},
            "time": {f"YR{year}": str(year) for year in self._held_years(database)},
        }
        wanted = {
            concept: [name for name in variables[concept] if ids == "all" or name in ids.split(";")]
            for concept, ids in asked.items()
        }
        if not all(wanted.values()):
            raise MessageError(INVALID)
        if len(asked) == 1:
            [(concept, names)] = wanted.items()
            rows = [{"id": name, "value": variables[concept][name]} for name in names]
            return paged(rows, query, wrap=(concept.title(), source))
        rows = [
            {
                "variable": [
                    {"concept": "Country", "id": place, "value": variables["country"][place]},
                    {"concept": "Series", "id": code, "value": code},
                    {"concept": "Time", "id": f"YR{year}", "value": str(year)},
                ],
                "value": value,
            }
            for code in wanted["series"]
            for place, year, value in self._dense(code, wanted["country"], None)
            if f"YR{year}" in wanted["time"]
        ]
        return paged(rows, query, wrap=("data", source), lastupdated=self.last_updated)

    def _dense(
        self, code: str, places: Iterable[str], years: range | None
    ) -> list[tuple[str, int, float | None]]:
        """Every place and year of a series, the newest first; None where nothing is published."""
        series = self._published(code)
        if not series.years:
            return []
        span = range(max(series.years), min(series.years) - 1, -1)
        asked = [year for year in span if years is None or year in years]
        return [(place, year, series.by_key.get((place, year))) for place in places for year in asked]

    def _published(self, code: str) -> _Published:
        frame = self.figures[code]
        known = self._ready.get(code)
        if known is None or known.frame is not frame:
            known = self._ready[code] = _Published(frame)
        return known

    def _places(self, ids: str) -> list[str]:
        held = [*self.countries["iso3"]]
        others = sorted(
            {place for code in self.figures for place in self._published(code).places} - set(held)
        )
        if ids == "all":
            return held + others
        letters = dict(zip(self.countries["iso2"], held, strict=True)) | {place: place for place in held}
        if unknown := [place for place in ids.upper().split(";") if place not in letters]:
            raise MessageError((*INVALID[:2], f"{INVALID[2]}: {unknown}"))
        return [letters[place] for place in ids.upper().split(";")]

    def _held_places(self, database: int) -> list[str]:
        held = {place for code in self._codes(database) for place in self._published(code).places}
        return [place for place in self._places("all") if place in held]

    def _held_years(self, database: int) -> list[int]:
        return sorted({year for code in self._codes(database) for year in self._published(code).years})

    def _codes(self, database: int) -> list[str]:
        return [code for code in self.figures if self._database_of(code) == database]

    def _database_of(self, code: str) -> int:
        if code not in self.figures:
            raise MessageError(INVALID)
        return self.databases.get(code, WDI)

    def _indicator(self, code: str) -> Row:
        database = self._database_of(code)
        source = {"id": str(database), "value": DATABASES[database]}
        return {"id": code, "name": code, "unit": "", "source": source, "sourceNote": "", "topics": []}

    def _source(self, database: int) -> Row:
        return {
            "id": str(database),
            "lastupdated": self.last_updated,
            "name": DATABASES[database],
            "code": "".join(word[0] for word in DATABASES[database].split()),
            "dataavailability": "Y",
            "metadataavailability": "Y",
            "concepts": str(len(CONCEPTS)),
        }

    def _countries(self) -> list[Row]:
        return self.countries.to_dict("records")

    def _aggregates(self) -> list[Row]:
        return [row for row in self._countries() if row["region"] == "NA"]

    def _names(self) -> dict[str, str]:
        return dict(zip(self.countries["iso3"], self.countries["name"], strict=True))


def _years(query: Mapping[str, str]) -> range | None:
    if "date" not in query:
        return None
    first, _, last = query["date"].partition(":")
    return range(int(first), int(last or first) + 1)


def _database(text: str) -> int:
    if not text.isdigit() or int(text) not in DATABASES:
        raise MessageError(INVALID)
    return int(text)


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    return int(value) if value.is_integer() else value
