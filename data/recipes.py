"""Recipes of editions, read from `editions.toml`: those with a name, and the rule that makes one for any year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from data.catalog import Catalogue, Indicator, load_catalogue
from data.fields import FOLDER, LANGUAGES, Fields, Text, open_toml

STATUSES = ("reference", "experimental")

Years = Mapping[str, tuple[int, ...]]
"""Series -> years, the order of which means something."""


@dataclass(frozen=True)
class Edition:
    """The recipe of one edition."""

    id: str
    year: int
    framework: str
    status: str
    title: Text
    notes: Text
    years: Years
    interpolated: Years


@dataclass(frozen=True)
class Yearly:
    """The rule by which any year becomes an edition.

    `carried` says for each series how many years a value may stand in for later ones; `interpolated`, for a
    series measured every few years, the longest step across which it is interpolated. `richer` is the framework
    for the years in which all of `needs` are there.
    """

    framework: str
    richer: str
    needs: tuple[str, ...]
    status: str
    title: Text
    notes: Text
    carried: Mapping[str, int]
    interpolated: Mapping[str, int]

    def name(self, year: int) -> str:
        """Return the id of a year's edition.

        >>> load_yearly().name(2012)
        'open-2012'
        """
        return f"{self.framework}-{year}"

    def make(self, year: int, observed: Years) -> Edition:
        """Write the recipe of a year, given in which years each series was observed at all (rising).

        Nothing from after the year is used but the far end of an interpolation.
        """
        there = {
            series
            for series, most in self.carried.items()
            if any(year - most <= other <= year for other in observed.get(series, ()))
        }
        spans = {
            series: span
            for series, longest in self.interpolated.items()
            if (span := _around(year, observed.get(series, ()))) and span[1] - span[0] <= longest
        }
        return Edition(
            id=self.name(year),
            year=year,
            framework=self.richer if there.issuperset(self.needs) else self.framework,
            status=self.status,
            title=_of_year(self.title, year),
            notes=_of_year(self.notes, year),
            years=MappingProxyType(
                {series: tuple(range(year, year - most - 1, -1)) for series, most in self.carried.items()}
            ),
            interpolated=MappingProxyType(spans),
        )

    def covered(self, observed: Years) -> tuple[int, ...]:
        """Return the years in which a series of the rule was observed, context such as population aside."""
        known = load_catalogue().indicators
        measures = [series for series in self.carried if known[series].direction]
        return tuple(sorted({year for series in measures for year in observed.get(series, ())}))


@cache
def load_recipes(folder: Path = FOLDER) -> Mapping[str, Edition]:
    """Read and check the named editions of `editions.toml`; raises `CatalogueError` listing every fault."""
    return _read(folder)[0]


@cache
def load_yearly(folder: Path = FOLDER) -> Yearly:
    """Read and check the rule for any year of `editions.toml`; raises `CatalogueError` listing every fault."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Mapping[str, Edition], Yearly]:
    catalogue = load_catalogue(folder)
    with open_toml(folder / "editions.toml") as top:
        recipes = [_edition(fields, catalogue.indicators) for fields in top.take_tables("edition")]
        yearly = _yearly(top.take_table("yearly"), catalogue)
    return MappingProxyType({recipe.id: recipe for recipe in recipes}), yearly


def _edition(fields: Fields, known: Mapping[str, Indicator]) -> Edition:
    edition = Edition(
        id=fields.take("id", str),
        year=fields.take("year", int),
        framework=fields.take("framework", str),
        status=_status(fields),
        title=fields.take_text("title"),
        notes=fields.take_text("notes"),
        years=_year_lists(fields.take_table("years", {}), known),
        interpolated=_year_lists(fields.take_table("interpolated", {}), known),
    )
    for indicator, span in edition.interpolated.items():
        if len(span) != 2 or not span[0] < edition.year < span[1]:
            fields.fault(f"interpolated, {indicator}: give the year before and the year after {edition.year}")
    return edition


def _yearly(fields: Fields, catalogue: Catalogue) -> Yearly:
    yearly = Yearly(
        framework=fields.take("framework", str),
        richer=fields.take("richer", str),
        needs=fields.take_list("needs", str),
        status=_status(fields),
        title=fields.take_text("title"),
        notes=fields.take_text("notes"),
        carried=_counts(fields.take_table("carried"), catalogue.indicators),
        interpolated=_counts(fields.take_table("interpolated"), catalogue.indicators),
    )
    for language in LANGUAGES:
        if "{year}" not in getattr(yearly.title, language):
            fields.fault(
                f"title, {language}: {{year}} must stand in it, or all years would be called the same"
            )
    for series in {*yearly.needs, *yearly.interpolated} - set(yearly.carried):
        fields.fault(f"carried lacks {series}")
    return yearly


def _status(fields: Fields) -> str:
    status = fields.take("status", str)
    if status not in STATUSES:
        fields.fault(f"status must be one of {', '.join(STATUSES)}")
    return status


def _year_lists(lists: Fields, known: Mapping[str, Indicator]) -> Years:
    _check_series(lists, known)
    return MappingProxyType({indicator: lists.take_list(indicator, int) for indicator in lists.names()})


def _counts(numbers: Fields, known: Mapping[str, Indicator]) -> Mapping[str, int]:
    _check_series(numbers, known)
    counts = {indicator: numbers.take(indicator, int) for indicator in numbers.names()}
    for indicator, count in counts.items():
        if count < 0:
            numbers.fault(f"{indicator} must be 0 or more years")
    return MappingProxyType(counts)


def _check_series(named: Fields, known: Mapping[str, Indicator]) -> None:
    for indicator in named.names():
        if indicator not in known or known[indicator].inputs:
            named.fault(f"no series {indicator} in indicators.toml")


def _of_year(template: Text, year: int) -> Text:
    return Text(*(getattr(template, language).replace("{year}", str(year)) for language in LANGUAGES))


def _around(year: int, observed: Iterable[int]) -> tuple[int, int] | None:
    """The last year before and the first after; None where the year itself is there, or one of the two is not."""
    years = set(observed)
    before, after = [y for y in years if y < year], [y for y in years if y > year]
    return (max(before), min(after)) if before and after and year not in years else None
