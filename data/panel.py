"""The figures, ready to use: panels of editions, tidy observations, countries, indicators.

Every loader takes `folder`, a snapshot folder of the same form as the one that ships with the package (None).
What a loader returns belongs to the caller: changing it changes nothing for anybody else.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from data.catalog import Catalogue, Indicator, load_catalogue
from data.classifications import members_on
from data.editions import describe_groups, find_recipe, income_year, load_cells
from data.errors import SelectionError, listed
from data.fields import LANGUAGES
from data.panel_rule import panel_members
from data.store import open_store

UNITS = ("panel", "all")
COUNTRY_COLUMNS = [
    *(f"name_{language}" for language in LANGUAGES),
    *("name_world_bank", "region", "income_group", "income_year"),
    *("population", "population_year", "gdp_per_capita", "gdp_per_capita_year"),
    *("asean", "oecd", "eu", "in_panel"),
]
VINTAGE_COLUMNS = ["iso3", "indicator", "year", "how", "source"]
OBSERVATION_COLUMNS = ["iso3", "year", "indicator", "value", "source", "flag"]


def load_panel(
    edition: str = "2014", *, units: str = "panel", folder: str | Path | None = None
) -> pd.DataFrame:
    """Load the indicators of an edition, one row per economy.

    Args:
        edition: an id of `editions()` or of `yearly_editions()`.
        units: "panel" for the 132 of the panel rule (the same in every edition), "all" for every economy with
            any value.
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        float64 frame; index iso3, sorted; columns the indicators that the edition defines, in the catalogue's
        order and units. NaN where an economy has no value; nothing is filled. A series that the edition's recipe
        names is a column even in a year in which nobody has a value of it. `load_vintages` says which year each
        value refers to and how it got there.

    Raises:
        SelectionError: unknown edition or units.
        SnapshotError: the snapshot is missing or damaged.

    >>> panel = load_panel("2014")
    >>> len(panel), f"{panel.loc['VNM', 'starting_business_score']:.2f}"
    (132, '79.15')
    """
    cells = _select(edition, units, folder)
    wide = cells.pivot_table(index="iso3", columns="indicator", values="value")
    columns = _defined(edition, set(cells["indicator"]), folder)
    return wide.reindex(columns=columns).rename_axis(columns=None).sort_index()


def load_vintages(
    edition: str = "2014", *, units: str = "panel", folder: str | Path | None = None
) -> pd.DataFrame:
    """Load, for every value of `load_panel`, the year it refers to and how it got there.

    Args:
        edition, units, folder: as for `load_panel`.

    Returns:
        One row per non-missing cell of `load_panel(edition, units=units)`: iso3, indicator, year (int), how,
        source (an id of the catalogue's sources). `how` is "observed", "carried" (a value from before the
        edition's year stands in), "interpolated" or "imputed". A value from after the edition's year is
        "observed" with its year.

    Raises:
        SelectionError: unknown edition or units.
        SnapshotError: the snapshot is missing or damaged.

    >>> years = load_vintages("2014").set_index(["iso3", "indicator"])
    >>> years.loc[("VNM", "mean_years_schooling"), ["how", "source"]].tolist()
    ['interpolated', 'barro_lee_v3_1564']
    """
    return _select(edition, units, folder).sort_values(["iso3", "indicator"], ignore_index=True)[
        VINTAGE_COLUMNS
    ]


def load_observations(
    indicators: str | Iterable[str] | None = None,
    *,
    years: int | Iterable[int] | None = None,
    folder: str | Path | None = None,
) -> pd.DataFrame:
    """Load observations as published, over all years.

    Args:
        indicators: ids of `load_indicators()`; None for all. A derived series has no observations.
        years: the years wanted; None for all.
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Tidy frame iso3, year (the year measured), indicator, value (never NaN), source, flag ("" or, for
        instance, "older vintage"); sorted by indicator, iso3, year.

    Raises:
        SelectionError: an unknown indicator.
        SnapshotError: the snapshot is missing or damaged.

    >>> load_observations("un_online_services", years=[2014, 2020]).query("iso3 == 'VNM'")["value"].tolist()
    [0.42, 0.65]
    """
    observations = open_store(folder).observations
    keep = pd.Series(data=True, index=observations.index)
    if indicators is not None:
        keep &= observations["indicator"].isin(_known_indicators(indicators))
    if years is not None:
        keep &= observations["year"].isin(list(years) if isinstance(years, Iterable) else [years])
    return observations.loc[keep, OBSERVATION_COLUMNS].reset_index(drop=True)


def load_countries(edition: str = "2014", *, folder: str | Path | None = None) -> pd.DataFrame:
    """Load all economies, described as of an edition.

    Args:
        edition: an id of `editions()` or of `yearly_editions()`.
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Index iso3, sorted; columns name_en, name_vi (Unicode CLDR), name_world_bank, region (World Bank
        code), income_group (L, LM, UM, H; missing where not classified), income_year (the year of the income
        that decided it: the edition's, or the last one classified before it), population, population_year, gdp_per_capita (constant 2010 US dollars),
        gdp_per_capita_year, asean, oecd, eu (bool, as of 31 December of the edition's year), in_panel (bool).
        Figures are NaN, and years <NA>, where there is no value.

    Raises:
        SelectionError: unknown edition.
        SnapshotError: the snapshot is missing or damaged.

    >>> load_countries("2014").loc["VNM", ["name_vi", "region", "income_group"]].tolist()
    ['Việt Nam', 'EAS', 'LM']
    """
    store = open_store(folder)
    year = find_recipe(edition, store).year
    countries = describe_groups(year, store)
    countries["income_year"] = income_year(year, store)
    cells = load_cells(edition, store).set_index("iso3")
    for name in ("population", "gdp_per_capita"):
        figures = cells[cells["indicator"] == name].reindex(countries.index)
        countries[name] = figures["value"]
        countries[f"{name}_year"] = figures["year"].astype("Int64")
    for organisation, members in members_on(date(year, 12, 31)).items():
        countries[organisation] = countries.index.isin(members)
    countries["in_panel"] = countries.index.isin(panel_members(folder=folder))
    return countries[COUNTRY_COLUMNS]


def load_indicators(*, folder: str | Path | None = None) -> pd.DataFrame:
    """Load the catalogue: what each series is, where it comes from and under which licence.

    A series that only a refresh brings is listed where the figures hold it.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Index indicator, in the catalogue's order; columns title_en/vi, short_en/vi, unit_en/vi, direction (1,
        -1, 0 for context), decimals, min, max (sanity bounds), year_note_en/vi, note_en/vi, codes (tuple),
        sources (tuple), inputs (tuple, for derived series), then of the first source: source,
        source_title_en/vi, source_short_en/vi, publisher_en/vi, licence, licence_name_en/vi, licence_url, citation, vintage,
        landing_page, obtained, source_notes_en/vi; and what the snapshot holds: first_year, last_year,
        economies, values (<NA> for derived).

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> load_indicators().loc["mean_years_schooling", ["unit_en", "licence"]].tolist()
    ['years', 'MIT']
    """
    held = open_store(folder).indicators.set_index("indicator")
    catalogue = load_catalogue()
    named = dict(zip(held.index.astype(str), held["source"], strict=True))
    origins = {name: catalogue.origins(indicator, named) for name, indicator in catalogue.indicators.items()}
    rows = [_describe(catalogue.indicators[name], own, catalogue) for name, own in origins.items() if own]
    table = pd.DataFrame(rows).set_index("indicator")
    table["vintage"] = held["vintage"].reindex(table.index).fillna(table["vintage"])
    for column in ("first_year", "last_year", "economies", "values"):
        table[column] = held[column].reindex(table.index).astype("Int64")
    return table


def _select(edition: str, units: str, folder: str | Path | None) -> pd.DataFrame:
    if units not in UNITS:
        raise SelectionError(f"units is {units!r}; choose one of {', '.join(map(repr, UNITS))}.")
    cells = load_cells(edition, open_store(folder))
    return cells[cells["iso3"].isin(panel_members(folder=folder))] if units == "panel" else cells


def _defined(edition: str, valued: set[str], folder: str | Path | None) -> list[str]:
    """The series that have a value, and those that the recipe names and the figures hold; the catalogue's order."""
    store = open_store(folder)
    named = set(find_recipe(edition, store).years) & set(store.indicators["indicator"])
    return [name for name in load_catalogue().indicators if name in valued | named]


def _known_indicators(indicators: str | Iterable[str]) -> list[str]:
    wanted = [indicators] if isinstance(indicators, str) else list(indicators)
    known = load_catalogue().indicators
    unknown = set(wanted) - set(known)
    if unknown:
        raise SelectionError(
            f"Unknown indicators: {listed(unknown)}. Choose among {listed(known, limit=len(known))}."
        )
    return wanted


def _describe(indicator: Indicator, sources: tuple[str, ...], catalogue: Catalogue) -> dict[str, Any]:
    source = catalogue.sources[sources[0]]
    refreshed = sources == (indicator.api,)
    return {
        "indicator": indicator.id,
        **indicator.title.columns("title"),
        **indicator.short.columns("short"),
        **indicator.unit.columns("unit"),
        "direction": indicator.direction,
        "decimals": indicator.decimals,
        "min": indicator.range[0],
        "max": indicator.range[1],
        **indicator.year_note.columns("year_note"),
        **(indicator.api_note if refreshed and indicator.api_note.en else indicator.note).columns("note"),
        "codes": indicator.codes,
        "sources": sources,
        "inputs": indicator.inputs,
        "source": source.id,
        **source.title.columns("source_title"),
        **source.short.columns("source_short"),
        **source.publisher.columns("publisher"),
        "licence": source.licence.id,
        **source.licence.name.columns("licence_name"),
        "licence_url": source.licence.url,
        "citation": source.citation,
        "vintage": source.vintage,
        "landing_page": source.landing_page,
        "obtained": source.obtained,
        **source.notes.columns("source_notes"),
    }
