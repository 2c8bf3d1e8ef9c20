"""Regions, income groups, organisations and published positions: small tables kept as TOML."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from data.fields import FOLDER, Fields, check_ids, raise_faults, read_toml


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
    path = folder / "classifications.toml"
    faults: list[str] = []
    top = Fields(read_toml(path), path.name, faults)
    regions = _titled(top, "region", ["world_bank_name"])
    income_groups = _titled(top, "income_group", [])
    top.finish()
    raise_faults(path.name, faults)
    return regions.sort_index(), income_groups


def _titled(top: Fields, kind: str, others: list[str]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for number, table in enumerate(top.take(kind, list), 1):
        fields = Fields(table, f"{kind} {number}", top.faults)
        row = {
            kind: fields.take("id", str),
            **fields.take_text("title").columns("title"),
            **{key: fields.take(key, str) for key in others},
        }
        fields.finish()
        rows.append(row)
    check_ids([row[kind] for row in rows], kind, top.faults)
    return pd.DataFrame(rows).set_index(kind)


@cache
def _read_memberships(folder: Path = FOLDER) -> pd.DataFrame:
    path = folder / "memberships.toml"
    faults: list[str] = []
    top = Fields(read_toml(path), path.name, faults)
    rows: list[dict[str, Any]] = []
    for number, table in enumerate(top.take("organisation", list), 1):
        rows.extend(_members(Fields(table, f"organisation {number}", faults)))
    top.finish()
    raise_faults(path.name, faults)
    return pd.DataFrame(rows).astype({"since": object, "until": object})


def _members(fields: Fields) -> list[dict[str, Any]]:
    organisation = {"organisation": fields.take("id", str), **fields.take_text("title").columns("title")}
    source = fields.take("source", str)
    since, until = fields.take("since", dict), fields.take("until", dict, {})
    for iso3 in until:
        if iso3 not in since:
            fields.fault(f"{iso3} has an until but no since")
    starts, ends = (Fields(table, fields.where, fields.faults) for table in (since, until))
    fields.finish()
    return [
        {
            **organisation,
            "iso3": iso3,
            "since": starts.take(iso3, date),
            "until": ends.take(iso3, date) if iso3 in until else None,
            "source": source,
        }
        for iso3 in since
    ]


@cache
def _read_published(folder: Path = FOLDER) -> pd.DataFrame:
    path = folder / "published.toml"
    faults: list[str] = []
    top = Fields(read_toml(path), path.name, faults)
    rows: list[dict[str, Any]] = []
    for number, table in enumerate(top.take("publication", list), 1):
        rows.extend(_positions(Fields(table, f"publication {number}", faults)))
    top.finish()
    raise_faults(path.name, faults)
    return pd.DataFrame(rows)


def _positions(fields: Fields) -> list[dict[str, Any]]:
    publication = {
        "year": fields.take("year", int),
        **fields.take_text("citation").columns("citation"),
        "url": fields.take("url", str),
    }
    tables = [Fields(table, fields.where, fields.faults) for table in fields.take("position", list)]
    fields.finish()
    rows = [
        {
            **{key: position.take(key, str) for key in ("iso3", "node")},
            **{key: position.take(key, int) for key in ("rank", "n_units")},
            "group": position.take("group", str),
            **publication,
        }
        for position in tables
    ]
    for position in tables:
        position.finish()
    return rows
