"""Check a snapshot as a whole, and name the version of its figures."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from data.catalog import load_catalogue
from data.checks import find_duplicates, find_out_of_bounds
from data.errors import SnapshotError, listed
from data.store import (
    REPAIR,
    SNAPSHOT,
    TABLES,
    Store,
    checksum,
    file_name,
    open_store,
    read_provenance,
    read_verified,
)


def version(folder: str | Path | None = None) -> str:
    """Return the version of the figures: the newest vintage, and a fingerprint of the snapshot's bytes.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Such as "2021.09+1a2b3c4d"; equal for equal snapshots, different for different ones.

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> version().split("+")[0]
    '2021.09'
    """
    return version_of(open_store(folder).provenance)


def version_of(provenance: Mapping[str, Any]) -> str:
    """Name the version of the figures that a provenance record describes."""
    sums = {name: output["sha256"] for name, output in provenance["outputs"].items()}
    fingerprint = checksum(json.dumps(sums, sort_keys=True).encode())
    return f"{provenance['newest_vintage'][:7].replace('-', '.')}+{fingerprint[:8]}"


def verify(folder: str | Path | None = None) -> pd.DataFrame:
    """Check a snapshot: checksums, columns, keys, bounds, and agreement with the catalogue.

    The files are read afresh, even when the snapshot was loaded before.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Index file; columns rows, bytes, sha256.

    Raises:
        SnapshotError: whatever is wrong, all of it listed, each fault with its file.

    >>> verify().index.tolist()
    ['countries.parquet', 'income_groups.parquet', 'indicators.parquet', 'observations.parquet']
    """
    path = Path(folder or SNAPSHOT)
    provenance = read_provenance(path)
    tables: dict[str, pd.DataFrame] = {}
    faults: list[str] = []
    for name in TABLES:
        try:
            tables[name] = read_verified(path, name, provenance)
        except SnapshotError as error:
            faults.append(str(error))
    faults = faults or _check_columns(tables) or _check_content(Store(path, provenance, **tables))
    if faults:
        raise SnapshotError("\n".join(faults))
    return pd.DataFrame(provenance["outputs"]).T.rename_axis("file").sort_index()[["rows", "bytes", "sha256"]]


def _check_columns(tables: dict[str, pd.DataFrame]) -> list[str]:
    return [
        f"{file_name(name)}: columns are {list(table.columns)}, not {list(TABLES[name])}. {REPAIR}"
        for name, table in tables.items()
        if list(table.columns) != list(TABLES[name])
    ]


def _check_content(store: Store) -> list[str]:
    catalogue = load_catalogue()
    observations, income_groups, countries = store.observations, store.income_groups, store.countries
    series = {name for name, indicator in catalogue.indicators.items() if not indicator.inputs}
    filed = {name for name, indicator in catalogue.indicators.items() if indicator.sources}
    held = set(observations["indicator"].unique())
    known = set(countries["iso3"])
    faults = {
        ("observations", "series that indicators.toml lacks"): held - series,
        ("observations", "no values for series of indicators.toml"): series & filed - held,
        ("observations", "sources that sources.toml lacks"): set(observations["source"].unique())
        - set(catalogue.sources),
        ("observations", "economies that countries.parquet lacks"): set(observations["iso3"].unique())
        - known,
        ("observations", "given twice"): find_duplicates(observations),
        ("observations", "out of bounds"): find_out_of_bounds(
            observations[observations["indicator"].isin(series)], catalogue.indicators.values()
        ),
        ("income_groups", "economies that countries.parquet lacks"): set(income_groups["iso3"].unique())
        - known,
        ("income_groups", "given twice"): set(
            income_groups.loc[income_groups.duplicated(["iso3", "year"]), "iso3"]
        ),
        ("countries", "given twice"): set(countries.loc[countries.duplicated("iso3"), "iso3"]),
    }
    return [
        f"{file_name(table)}: {what}: {listed(offending)}. {REPAIR}"
        for (table, what), offending in faults.items()
        if offending
    ]
