"""Regions, income groups, organisations and published positions: small tables kept as TOML."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from data.fields import FOLDER, Fields, open_toml


def load_regions() -> pd.DataFrame:
    """Return the World Bank's regions.

    Returns:
        Index region (code, sorted); columns title_en, title_vi, world_bank_name.

    Source: World Bank Country and Lending Groups.

    >>> load_regions().loc["EAS", "title_vi"]
    'Đông Á và Thái Bình Dương'
    """
    return _read_classifications()[0].copy()


def load_income_groups() -> pd.DataFrame:
    """Return the World Bank's income groups, from low to high.

    Returns:
        Index income_group (L, LM, UM, H); columns title_en, title_vi.

    >>> load_income_groups().index.tolist()
    ['L', 'LM', 'UM', 'H']
    """
    return _read_classifications()[1].copy()


def load_memberships() -> pd.DataFrame:
    """Return who belonged to ASEAN, the OECD and the EU, and when.

    Returns:
        Columns organisation (asean, oecd, eu), title_en, title_vi, iso3, since (date), until (date, None
        while a member), source (address).

    >>> members = load_memberships()
    >>> members.loc[members["iso3"] == "VNM", ["organisation", "since"]].values.tolist()
    [['asean', datetime.date(1995, 7, 28)]]
    """
    return _read_memberships().copy()


def members_on(day: date) -> dict[str, frozenset[str]]:
    """Return the members of each organisation on a day; the last day of membership still counts.

    >>> "GBR" in members_on(date(2019, 12, 31))["eu"], "GBR" in members_on(date(2020, 12, 31))["eu"]
    (True, False)
    """
    table = _read_memberships()
    current = table[
        [
            since <= day <= (until or date.max)
            for since, until in zip(table["since"], table["until"], strict=True)
        ]
    ]
    return {
        str(name): frozenset(current.loc[current["organisation"] == name, "iso3"])
        for name in table["organisation"].unique()
    }


def load_published() -> pd.DataFrame:
    """Return positions of countries as published elsewhere, to stand beside the recomputed ones.

    Returns:
        One row per country and node: iso3, node, rank, n_units (how many were ranked), group, year,
        citation_en, citation_vi, url.

    >>> load_published()[["iso3", "node", "rank", "n_units", "group"]].values.tolist()
    [['VNM', 'adoption', 89, 132, 'transitioning'], ['VNM', 'enabling', 89, 132, 'transitioning']]
    """
    return _read_published().copy()


@cache
def _read_classifications(folder: Path = FOLDER) -> tuple[pd.DataFrame, pd.DataFrame]:
    with open_toml(folder / "classifications.toml") as top:
        regions = [
            {
                "region": fields.take("id", str),
                **_titles(fields),
                "world_bank_name": fields.take("world_bank_name", str),
            }
            for fields in top.take_tables("region")
        ]
        income_groups = [
            {"income_group": fields.take("id", str), **_titles(fields)}
            for fields in top.take_tables("income_group")
        ]
    return (
        pd.DataFrame(regions).set_index("region").sort_index(),
        pd.DataFrame(income_groups).set_index("income_group"),
    )


def _titles(fields: Fields) -> dict[str, str]:
    return fields.take_text("title").columns("title")


@cache
def _read_memberships(folder: Path = FOLDER) -> pd.DataFrame:
    with open_toml(folder / "memberships.toml") as top:
        rows = [row for fields in top.take_tables("organisation") for row in _members(fields)]
    return pd.DataFrame(rows).astype({"since": object, "until": object})


def _members(fields: Fields) -> list[dict[str, Any]]:
    organisation = {"organisation": fields.take("id", str), **_titles(fields)}
    source = fields.take("source", str)
    since, until = fields.take_table("since"), fields.take_table("until", {})
    ends = {iso3: until.take(iso3, date) for iso3 in until.names()}
    for iso3 in ends.keys() - set(since.names()):
        until.fault(f"{iso3} has no since")
    return [
        {
            **organisation,
            "iso3": iso3,
            "since": since.take(iso3, date),
            "until": ends.get(iso3),
            "source": source,
        }
        for iso3 in since.names()
    ]


@cache
def _read_published(folder: Path = FOLDER) -> pd.DataFrame:
    with open_toml(folder / "published.toml") as top:
        rows = [row for fields in top.take_tables("publication") for row in _positions(fields)]
    return pd.DataFrame(rows)


def _positions(fields: Fields) -> list[dict[str, Any]]:
    publication = {
        "year": fields.take("year", int),
        **fields.take_text("citation").columns("citation"),
        "url": fields.take("url", str),
    }
    return [
        {
            **{key: position.take(key, str) for key in ("iso3", "node")},
            **{key: position.take(key, int) for key in ("rank", "n_units")},
            "group": position.take("group", str),
            **publication,
        }
        for position in fields.take_tables("position")
    ]
