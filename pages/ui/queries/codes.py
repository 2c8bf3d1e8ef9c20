"""Codes and names: editions, countries, classifications, series."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

import pandas as pd

import data
import dxindex as dx
from dxindex import i18n
from pages.ui.queries import bases
from pages.ui.queries.memory import remembered

CLUBS = ("ASEAN", "EU", "OECD")
FAULTS = (data.DataError, dx.DxIndexError)  # what can be told to a visitor in one sentence


def edition_codes(body: str = "") -> tuple[str, ...]:
    """Codes of the editions that rest on a body of figures."""
    return tuple(str(code) for code in bases.of(bases.key("", body)).editions.index)


def offered_editions(body: str = "") -> tuple[str, ...]:
    """Codes of the editions to choose from: those with a name."""
    return bases.of(bases.key("", body)).offered


def body_titles(bodies: Mapping[str, str], lang: str) -> dict[str, str]:
    """Name bodies of figures, by the code that links have for them."""
    _ = i18n.translator(lang)
    names = {
        "snapshot": _("Snapshot, {version}"),
        "refreshed": _("Refreshed, {version}"),
        "own": _("Your own: {version}"),
    }
    return {
        code: names[code].format(version=bases.of(bases.key("", body)).name) for code, body in bodies.items()
    }


def body_name(edition: str) -> str:
    """The name of what an edition rests on."""
    return bases.of(edition).name


def index_title(edition: str, lang: str) -> str:
    """The title of the index that an edition is scored by."""
    return bases.of(edition).framework(bases.code_of(edition)).title(lang)


def default_edition(body: str = "") -> str:
    """The code of the first edition: of the snapshot, the one nearest to the report."""
    return offered_editions(body)[0]


def siblings(edition: str) -> tuple[str, ...]:
    """Keys of the editions with a name that rest on the same figures."""
    body = bases.body_of(edition)
    return tuple(bases.key(code, body) for code in offered_editions(body))


def _row(edition: str) -> pd.Series:
    return bases.of(edition).editions.loc[bases.code_of(edition)]


def label(edition: str) -> str:
    """What names of files say of an edition and what it rests on.

    >>> label("2014")
    '2014'
    """
    kind = bases.kind_of(edition)
    return bases.code_of(edition) + ("" if kind == bases.SNAPSHOT else f"-{kind}")


def edition_title(edition: str, lang: str) -> str:
    return str(_row(edition)[f"title_{lang}"])


def edition_note(edition: str, lang: str) -> str:
    return str(_row(edition)[f"notes_{lang}"])


def is_own(edition: str) -> bool:
    """Whether the figures are a visitor's own."""
    return bases.kind_of(edition) == bases.OWN


def of_economies(edition: str) -> bool:
    """Whether the units are countries, with regions and places."""
    return bases.of(edition).of_economies


def has_years(edition: str) -> bool:
    """Whether there are figures of more than one year."""
    return bases.of(edition).has_years


def is_reference(edition: str) -> bool:
    """Whether the edition is comparable with the published index: neither an experiment nor one's own."""
    return str(_row(edition)["status"]) == "reference"


@remembered()
def countries(edition: str) -> pd.DataFrame:
    """Every economy or unit with names and what it belongs to, as of the edition."""
    return bases.of(edition).countries(bases.code_of(edition))


@remembered()
def panel_codes(edition: str) -> tuple[str, ...]:
    table = countries(edition)
    return tuple(table.index[table["in_panel"]])


@remembered()
def country_names(edition: str, lang: str) -> dict[str, str]:
    return countries(edition)[f"name_{lang}"].to_dict()


@remembered()
def panel_codes_by_name(edition: str, lang: str) -> tuple[str, ...]:
    """The panel's codes in the order of their names, accents aside."""
    names = country_names(edition, lang)
    return tuple(sorted(panel_codes(edition), key=lambda code: plain(names[code])))


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


def indicators(edition: str) -> pd.DataFrame:
    """The catalogue of the series that an edition's figures are of."""
    return bases.of(edition).indicators


@remembered(128)
def filtered(
    edition: str, regions: tuple[str, ...], incomes: tuple[str, ...], clubs: tuple[str, ...]
) -> frozenset[str]:
    """Ids of the panel's countries in any of the regions, income groups and clubs (all where none is named)."""
    return everywhere(edition, regions, incomes, clubs).intersection(panel_codes(edition))


@remembered(128)
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


def data_version(edition: str) -> str:
    """The version of the figures that an edition rests on."""
    return bases.of(edition).version
