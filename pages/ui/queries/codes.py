"""Codes and names: editions, countries, classifications, series."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n

FAULTS = (data.DataError, dx.DxIndexError)  # what can be told to a visitor in one sentence


@cache
def editions() -> pd.DataFrame:
    """Editions with their framework and status, oldest first."""
    return data.editions()


def edition_codes() -> tuple[str, ...]:
    return tuple(str(code) for code in editions().index)


def default_edition() -> str:
    """The first reference edition: the one nearest to the report."""
    return edition_codes()[0]


def edition_titles(lang: str) -> dict[str, str]:
    table = editions()
    return {str(code): str(row[f"title_{lang}"]) for code, row in table.iterrows()}


def edition_note(edition: str, lang: str) -> str:
    return str(editions().loc[edition, f"notes_{lang}"])


def is_reference(edition: str) -> bool:
    """Whether the edition is comparable with the published index, not an experiment."""
    return str(editions().loc[edition, "status"]) == "reference"


@cache
def countries(edition: str) -> pd.DataFrame:
    """Every economy with names, region, income group and memberships as of the edition."""
    return data.load_countries(edition)


@cache
def panel_codes() -> tuple[str, ...]:
    table = countries(default_edition())
    return tuple(table.index[table["in_panel"]])


@cache
def country_names(lang: str) -> dict[str, str]:
    return countries(default_edition())[f"name_{lang}"].to_dict()


@cache
def panel_codes_by_name(lang: str) -> tuple[str, ...]:
    """The panel's codes in the order of their names, accents aside."""
    names = country_names(lang)
    return tuple(sorted(panel_codes(), key=lambda code: plain(names[code])))


def plain(text: str) -> str:
    """Fold case and accents, so that "Viet Nam", "việt nam" and "VIỆT NAM" are found alike."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _classification(kind: str) -> pd.DataFrame:
    return data.load_regions() if kind == "region" else data.load_income_groups()


def region_codes() -> tuple[str, ...]:
    return tuple(_classification("region").index)


def income_codes() -> tuple[str, ...]:
    return tuple(_classification("income").index)


def region_titles(lang: str) -> dict[str, str]:
    return _classification("region")[f"title_{lang}"].to_dict()


def income_titles(lang: str) -> dict[str, str]:
    return _classification("income")[f"title_{lang}"].to_dict()


@cache
def indicators() -> pd.DataFrame:
    return data.load_indicators()


@lru_cache(maxsize=128)
def filtered(
    edition: str, regions: tuple[str, ...], incomes: tuple[str, ...], clubs: tuple[str, ...]
) -> frozenset[str]:
    """Ids of the panel's countries in any of the regions, income groups and clubs (all where none is named)."""
    return everywhere(edition, regions, incomes, clubs).intersection(panel_codes())


@lru_cache(maxsize=128)
def everywhere(
    edition: str, regions: tuple[str, ...], incomes: tuple[str, ...], clubs: tuple[str, ...]
) -> frozenset[str]:
    """The same of all economies, those outside the panel included."""
    table = countries(edition)
    if regions:
        table = table[table["region"].isin(regions)]
    if incomes:
        table = table[table["income_group"].isin(incomes)]
    if clubs:
        table = table[table[[club.lower() for club in clubs]].any(axis=1)]
    return frozenset(table.index)


def near_miss_names(lang: str) -> list[str]:
    """Economies that have all figures but fewer people than the panel's floor, with their population."""
    table = data.panel_near_misses()
    names = country_names(lang)
    return [f"{names[code]} ({i18n.number(row.population, lang, 0)})" for code, row in table.iterrows()]


def data_version() -> str:
    return data.version()
