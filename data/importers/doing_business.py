"""The Doing Business historical workbook: one row per place and series, one column per edition."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.importers import cells

EDITION_LAG = 1
"""An edition describes June of the year before it: column 2015 is the measurement of 2014."""


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read national series by the year they measure; cities are left out."""
    table = _read_rows(path, codes)
    return _stack(table[~_is_city(table)], path)


def read_cities(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read the same series for the cities of the two-city economies (codes such as `CN.BJ`)."""
    table = _read_rows(path, codes)
    return _stack(table[_is_city(table)], path)


def name_cities(path: Path) -> "pd.Series[str]":
    """Read the names of the cities by code."""
    table = cells.with_header(cells.read_sheet(path, "Data"), row=0)
    cells.require_columns(table, ["Country Code", "Country Name"], path)
    cities = table[_is_city(table)].drop_duplicates("Country Code")
    return cities.set_index("Country Code")["Country Name"].astype("str")


def _read_rows(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    table = cells.with_header(cells.read_sheet(path, "Data"), row=0)
    cells.require_columns(table, ["Country Code", "Indicator Code"], path)
    return table[table["Indicator Code"].isin(list(codes))]


def _is_city(table: pd.DataFrame) -> "pd.Series[bool]":
    return table["Country Code"].str.contains(".", regex=False)


def _stack(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    editions = {column: cells.year_of(column) for column in table.columns}
    years = {column: edition - EDITION_LAG for column, edition in editions.items() if edition}
    return cells.stack(
        cells.tidy_column(table, column, "Country Code", year, table["Indicator Code"], path)
        for column, year in years.items()
    )
