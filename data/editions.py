"""Editions: which year of which series describes a year, and how each value got there.

The recipes are data (`editions.toml`, read by `recipes.py`); this module finds them and carries them out.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import pandas as pd

from data.catalog import Indicator, load_catalogue
from data.derived import DERIVATIONS
from data.errors import SelectionError
from data.recipes import Edition, Years, load_recipes, load_yearly
from data.store import Store

CELLS = ["iso3", "indicator", "value", "year", "how", "source"]


def find_recipe(edition: str, store: Store) -> Edition:
    """Return the recipe of an edition, or raise `SelectionError` listing the editions there are.

    Args:
        edition: the id of a named edition, or of a year's by the rule for any year.
        store: the figures it is made of: which years there are, and what to interpolate between.
    """
    named = load_recipes()
    if edition in named:
        return named[edition]
    yearly = yearly_recipes(store)
    if edition in yearly:
        return yearly[edition]
    name, years = load_yearly().name, [recipe.year for recipe in yearly.values()]
    by_rule = ", ".join(f"{name(first)!r} to {name(last)!r}" for first, last in _runs(years))
    choices = ", ".join([*map(repr, named), *([by_rule] if by_rule else [])])
    raise SelectionError(f"There is no edition {edition!r}; choose one of {choices}.")


@cache
def yearly_recipes(store: Store) -> Mapping[str, Edition]:
    """Return the recipes that the rule for any year makes of some figures, oldest first, by id."""
    rule, observed = load_yearly(), _years_observed(store)
    recipes = [rule.make(year, observed) for year in rule.covered(observed)]
    return MappingProxyType({recipe.id: recipe for recipe in recipes})


@cache
def load_cells(edition: str, store: Store) -> pd.DataFrame:
    """Return the cells of an edition, assembled once per process and store: read, never change."""
    recipe = find_recipe(edition, store)
    return assemble(recipe, store.observations, describe_groups(recipe.year, store))


def income_year(year: int, store: Store) -> int:
    """Return the year whose income decides an economy's group: the year itself, or the last that is classified."""
    classified = store.income_groups["year"]
    so_far = classified[classified <= year]
    return year if so_far.empty else int(so_far.max())


def describe_groups(year: int, store: Store) -> pd.DataFrame:
    """Return region and income group of every economy, by the income of a year; index iso3, sorted."""
    countries = store.countries.set_index("iso3").sort_index()
    of_year = store.income_groups[store.income_groups["year"] == income_year(year, store)].set_index("iso3")
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
    catalogue = load_catalogue().indicators
    taken = _take(recipe, observations)
    made = _interpolated(recipe, observations, taken)
    plain = [name for name, one in catalogue.items() if not one.inputs and name not in made]
    parts = [taken[taken["indicator"].isin(plain)], *made.values()]
    published = pd.concat([part[CELLS] for part in parts], ignore_index=True)
    derived = [_derive(one, published, groups) for one in catalogue.values() if one.inputs]
    cells = pd.concat([published, *(part[CELLS] for part in derived if part is not None)], ignore_index=True)
    order = {name: place for place, name in enumerate(catalogue)}
    return cells.sort_values(
        "indicator", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )


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


def _interpolated(
    recipe: Edition, observations: pd.DataFrame, taken: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The rows of each series that is interpolated; an economy that cannot be has what was taken for it."""
    own = observations[observations["indicator"].isin(list(recipe.interpolated))]
    made = {}
    for name, span in recipe.interpolated.items():
        between = _interpolate(own[own["indicator"] == name], span, recipe.year)
        stands_in = taken[taken["indicator"] == name]
        made[name] = _complete(between.assign(indicator=name), stands_in)
    return made


def _interpolate(observations: pd.DataFrame, span: tuple[int, ...], year: int) -> pd.DataFrame:
    """Linear between the two years of `span`; an economy that lacks either has no value.

    v(t) = v(a) + (t - a) / (b - a) * (v(b) - v(a))
    """
    before, after = span
    start, end = (observations[observations["year"] == at].set_index("iso3")["value"] for at in span)
    start, end = start.align(end, join="inner")
    value = (start + (year - before) / (after - before) * (end - start)).sort_index()
    source = observations.drop_duplicates("iso3").set_index("iso3")["source"]
    rows = pd.DataFrame(
        {"value": value, "source": source.reindex(value.index), "year": year, "how": "interpolated"}
    )
    return rows.rename_axis("iso3").reset_index()


def _complete(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The rows of `first`, and those of `second` for the economies that it lacks, by economy."""
    rest = second[~second["iso3"].isin(first["iso3"])]
    return first if rest.empty else pd.concat([first, rest]).sort_values("iso3")


def _derive(indicator: Indicator, published: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame | None:
    """The rows of a derived series; None where one of its inputs has no value at all."""
    inputs = [published[published["indicator"] == name] for name in indicator.inputs]
    if any(rows.empty for rows in inputs):
        return None
    rows = DERIVATIONS[indicator.id](*inputs, groups)
    return rows.assign(indicator=indicator.id, source=indicator.sources[0])


def _years_observed(store: Store) -> Years:
    """The years in which each series has a value for any economy, rising."""
    pairs = store.observations[["indicator", "year"]].drop_duplicates().sort_values(["indicator", "year"])
    return {str(name): tuple(years.tolist()) for name, years in pairs.groupby("indicator")["year"]}


def _runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of consecutive years, as first and last; `years` rises.

    >>> _runs([1996, 1998, 1999])
    [(1996, 1996), (1998, 1999)]
    """
    rising = list(years)
    if not rising:
        return []
    breaks = [(before, after) for before, after in pairwise(rising) if after != before + 1]
    starts, ends = (
        [rising[0], *(after for _, after in breaks)],
        [*(before for before, _ in breaks), rising[-1]],
    )
    return list(zip(starts, ends, strict=True))
