"""Editions: which year of which series describes a year, and how each value got there.

The recipes are data (`editions.toml`); this module reads them and carries them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from data.catalog import Indicator, load_catalogue
from data.derived import DERIVATIONS
from data.errors import SelectionError
from data.fields import FOLDER, Fields, Text, open_toml
from data.store import Store

STATUSES = ("reference", "experimental")
CELLS = ["iso3", "indicator", "value", "year", "how", "source"]


@dataclass(frozen=True)
class Edition:
    """The recipe of one edition."""

    id: str
    year: int
    framework: str
    status: str
    title: Text
    notes: Text
    years: Mapping[str, tuple[int, ...]]
    interpolated: Mapping[str, tuple[int, ...]]


@cache
def load_recipes(folder: Path = FOLDER) -> Mapping[str, Edition]:
    """Read and check `editions.toml`; raises `CatalogueError` listing every fault."""
    known = load_catalogue(folder).indicators
    with open_toml(folder / "editions.toml") as top:
        recipes = [_edition(fields, known) for fields in top.take_tables("edition")]
    return MappingProxyType({recipe.id: recipe for recipe in recipes})


def find_recipe(edition: str) -> Edition:
    """Return the recipe of an edition, or raise `SelectionError` listing the editions there are."""
    recipes = load_recipes()
    if edition not in recipes:
        choices = ", ".join(map(repr, recipes))
        raise SelectionError(f"There is no edition {edition!r}; choose one of {choices}.")
    return recipes[edition]


@cache
def load_cells(edition: str, store: Store) -> pd.DataFrame:
    """Return the cells of an edition, assembled once per process and store: read, never change."""
    recipe = find_recipe(edition)
    return assemble(recipe, store.observations, describe_groups(recipe.year, store))


def describe_groups(year: int, store: Store) -> pd.DataFrame:
    """Return region and income group of every economy, by the income of a year; index iso3, sorted."""
    countries = store.countries.set_index("iso3").sort_index()
    of_year = store.income_groups[store.income_groups["year"] == year].set_index("iso3")
    return countries.assign(income_group=of_year["income_group"].reindex(countries.index))


def assemble(recipe: Edition, observations: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Carry out a recipe.

    Args:
        recipe: the edition's recipe.
        observations: tidy iso3, year, indicator, value, source.
        groups: index iso3; columns region and income_group as of the edition, for imputation in derived
            series.

    Returns:
        One row per economy and indicator that has a value: iso3, indicator, value, year (the year it refers
        to), how ("observed"; "carried" from a year before the edition's; "interpolated"; "imputed"), source.
    """
    taken = dict(tuple(_take(recipe, observations).groupby("indicator", sort=False)))
    parts: dict[str, pd.DataFrame] = {}
    for indicator in load_catalogue().indicators.values():
        if indicator.inputs:
            part = _derive(indicator, parts, groups)
        elif indicator.id in recipe.interpolated:
            own = observations[observations["indicator"] == indicator.id]
            part = _interpolate(own, recipe.interpolated[indicator.id], recipe.year)
        elif indicator.id in taken:
            part = taken[indicator.id]
        else:
            continue
        if not part.empty:
            parts[indicator.id] = part.assign(indicator=indicator.id)[CELLS]
    return pd.concat(parts.values(), ignore_index=True)


def _edition(fields: Fields, known: Mapping[str, Indicator]) -> Edition:
    edition = Edition(
        id=fields.take("id", str),
        year=fields.take("year", int),
        framework=fields.take("framework", str),
        status=fields.take("status", str),
        title=fields.take_text("title"),
        notes=fields.take_text("notes"),
        years=_year_lists(fields.take_table("years", {}), known),
        interpolated=_year_lists(fields.take_table("interpolated", {}), known),
    )
    if edition.status not in STATUSES:
        fields.fault(f"status must be one of {', '.join(STATUSES)}")
    for indicator, span in edition.interpolated.items():
        if len(span) != 2 or not span[0] < edition.year < span[1]:
            fields.fault(f"interpolated, {indicator}: give the year before and the year after {edition.year}")
    return edition


def _year_lists(lists: Fields, known: Mapping[str, Indicator]) -> Mapping[str, tuple[int, ...]]:
    for indicator in lists.names():
        if indicator not in known or known[indicator].inputs:
            lists.fault(f"no series {indicator} in indicators.toml")
    return MappingProxyType({indicator: lists.take_list(indicator, int) for indicator in lists.names()})


def _take(recipe: Edition, observations: pd.DataFrame) -> pd.DataFrame:
    """For every series and economy, the observation of the first of the recipe's years that has one.

    All series at once: taken one by one they were a tenth of what the dashboard needs to start.
    """
    preference = pd.DataFrame(
        [
            (indicator, year, rank)
            for indicator in observations["indicator"].unique()
            for rank, year in enumerate(recipe.years.get(indicator, (recipe.year,)))
        ],
        columns=["indicator", "year", "rank"],
    )
    within = observations[observations["year"].isin(preference["year"])]
    ranked = within.merge(preference, on=["indicator", "year"]).sort_values(["indicator", "iso3", "rank"])
    first = ranked.drop_duplicates(["indicator", "iso3"])
    return first.assign(how=["carried" if year < recipe.year else "observed" for year in first["year"]])


def _interpolate(observations: pd.DataFrame, span: tuple[int, ...], year: int) -> pd.DataFrame:
    """Linear between the two years of `span`; an economy that lacks either has no value.

    v(t) = v(a) + (t - a) / (b - a) * (v(b) - v(a))
    """
    before, after = span
    wide = observations[observations["year"].isin(span)].pivot_table(
        index="iso3", columns="year", values="value"
    )
    wide = wide.reindex(columns=list(span)).dropna()
    value = wide[before] + (year - before) / (after - before) * (wide[after] - wide[before])
    source = observations.drop_duplicates("iso3").set_index("iso3")["source"]
    rows = pd.DataFrame(
        {"value": value, "source": source.reindex(value.index), "year": year, "how": "interpolated"}
    )
    return rows.rename_axis("iso3").reset_index()


def _derive(indicator: Indicator, parts: Mapping[str, pd.DataFrame], groups: pd.DataFrame) -> pd.DataFrame:
    inputs = [parts.get(name, pd.DataFrame(columns=CELLS)) for name in indicator.inputs]
    return DERIVATIONS[indicator.id](*inputs, groups).assign(source=indicator.sources[0])
