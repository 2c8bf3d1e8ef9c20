"""A publisher with the snapshot's own figures, for refreshes that are checked against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from babel.core import get_global

import data
from data.catalog import load_catalogue
from data.store import open_store
from data.worldbank import Limits
from tests.data.world_bank_api import WorldBankServer
from tests.data.world_bank_faults import Fault

LIMITS = Limits(read=20.0, whole_answer=20.0, attempts=2)
HASTY = {
    Fault.TIME_OUT: Limits(read=1.5, whole_answer=20.0, attempts=2),
    Fault.DRIP: Limits(read=20.0, whole_answer=1.5, attempts=2),
}
"""For the faults that last: short only in what the fault is about, and long enough for sound answers on a busy machine."""
AGGREGATE = "WLD"
STRANGER = "QQQ"
"""A place that is no economy of the snapshot and no aggregate."""

Figures = dict[str, pd.DataFrame]


def no_wait(seconds: float) -> None:
    """Wait for nothing."""


def code_of(series: str) -> str:
    return load_catalogue().indicators[series].codes[0]


def figures_of(series: Iterable[str]) -> Figures:
    """The snapshot's figures under the publisher's codes, an aggregate and a stranger mixed in."""
    found = {}
    for name in series:
        rows = data.load_observations(name).rename(columns={"iso3": "place"})[["place", "year", "value"]]
        newest = rows[rows["year"] == rows["year"].max()].head(1)
        found[code_of(name)] = pd.concat(
            [rows, *(newest.assign(place=code) for code in (AGGREGATE, STRANGER))]
        )
    return found


def places() -> pd.DataFrame:
    """The publisher's list of countries, aggregates included."""
    countries = open_store().countries
    letters = {code: names[0] for code, names in get_global("territory_aliases").items()}
    rows = pd.DataFrame(
        {
            "iso3": countries["iso3"],
            "iso2": [
                letters.get(code, f"{code[0]}{number}") for number, code in enumerate(countries["iso3"])
            ],
            "name": countries["name_world_bank"],
            "region": countries["region"],
        }
    )
    world = pd.DataFrame([[AGGREGATE, "1W", "World", "NA"]], columns=list(rows))
    return pd.concat([rows, world], ignore_index=True)


def serve(figures: Mapping[str, pd.DataFrame], last_updated: str = "2026-07-01") -> WorldBankServer:
    """A server of these figures, each code in the database that the catalogue says."""
    catalogue = load_catalogue()
    databases = {
        code: catalogue.sources[one.api].database
        for one in catalogue.indicators.values()
        if one.api
        for code in one.codes
    }
    return WorldBankServer(figures, places(), databases=databases, last_updated=last_updated)


def change(figures: Figures, series: str, how: Callable[[pd.DataFrame], pd.DataFrame]) -> Figures:
    """The figures with one series changed."""
    code = code_of(series)
    return {**figures, code: how(figures[code].copy())}


def run(cache: Path, address: str, series: Iterable[str] | None, **more: Any) -> data.Refresh:
    """Refresh without waiting between attempts."""
    return data.refresh(series, cache=cache, address=address, **{"limits": LIMITS, "wait": no_wait, **more})


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "lock"
    }


def state(cache: Path) -> dict[str, bytes]:
    """The files that make up the current figures."""
    return {
        name: content
        for name, content in contents(cache / "figures").items()
        if not name.startswith(("partial/", "staging/")) and name != "checks.json"
    }
