"""Revisions: which published values a refresh changed or found withdrawn."""

import io
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from data.catalog import load_catalogue
from data.errors import SelectionError, listed
from data.plausibility import differs, pair
from data.refreshed import check_revisions, refreshed_folder

COLUMNS = {
    "indicator": "str",
    "iso3": "str",
    "year": "int64",
    "old": "float64",
    "new": "float64",
    "old_vintage": "str",
    "new_vintage": "str",
}


def load_revisions(
    indicators: str | Iterable[str] | None = None, *, folder: str | Path | None = None
) -> pd.DataFrame:
    """Load what refreshing revised: for each series, what its last change of vintage did to values published before.

    Args:
        indicators: ids of series; None for all.
        folder: a folder of refreshed figures; None is the current one of the user's cache.

    Returns:
        Columns indicator, iso3, year, old, new (NaN where the value was withdrawn), old_vintage, new_vintage; sorted.
        Values for economies and years that had none are no revisions. Empty where nothing was refreshed, and for the
        snapshot.

    Raises:
        SelectionError: an unknown series.
        CacheError: the list is missing or damaged.
        SnapshotError: the figures are missing or damaged.

    >>> from data.store import SNAPSHOT
    >>> load_revisions(folder=SNAPSHOT).columns.tolist()[:3]
    ['indicator', 'iso3', 'year']
    """
    path = Path(folder) if folder else refreshed_folder()
    wanted = _wanted(indicators)
    table = read_revisions(path) if path else no_revisions()
    return table if wanted is None else table[table["indicator"].isin(wanted)].reset_index(drop=True)


def read_revisions(folder: Path) -> pd.DataFrame:
    """Read the list of a version, or raise `CacheError`."""
    content = check_revisions(folder)
    return pd.read_parquet(io.BytesIO(content)).astype(COLUMNS) if content else no_revisions()


def find_revisions(
    indicator: str, old: pd.DataFrame, new: pd.DataFrame, vintages: tuple[str, str]
) -> pd.DataFrame:
    """List the values that were changed or withdrawn; columns as `load_revisions`."""
    both = pair(old, new)
    both = both[both["old"].notna() & (both["new"].isna() | differs(both))].reset_index()
    return both.assign(indicator=indicator, old_vintage=vintages[0], new_vintage=vintages[1])[
        list(COLUMNS)
    ].astype(COLUMNS)


def as_parquet(revisions: pd.DataFrame) -> bytes:
    """Write a list of revisions."""
    buffer = io.BytesIO()
    revisions.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def no_revisions() -> pd.DataFrame:
    """Return a list without revisions."""
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def _wanted(indicators: str | Iterable[str] | None) -> set[str] | None:
    if indicators is None:
        return None
    wanted = {indicators} if isinstance(indicators, str) else set(indicators)
    if unknown := wanted - set(load_catalogue().indicators):
        raise SelectionError(f"Unknown indicators: {listed(unknown)}. See data.load_indicators().")
    return wanted
