"""Workbooks of the World Bank API: a preamble, the header in row 4, economies and aggregates mixed."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.importers import cells


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read the workbook's series for economies only."""
    raw = cells.read_sheet(path, "Data")
    table = cells.with_header(raw, cells.find_row(raw, 0, "Country Name", path))
    cells.require_columns(table, ["Country Code", "Indicator Code"], path)
    economies = read_economies(path)["place"]
    table = table[table["Country Code"].isin(economies) & table["Indicator Code"].isin(list(codes))]
    years = {column: year for column in table.columns if (year := cells.year_of(column))}
    return cells.stack(
        cells.tidy_column(table, column, "Country Code", year, table["Indicator Code"], path)
        for column, year in years.items()
    )


def read_economies(path: Path) -> pd.DataFrame:
    """Read place, name and region of the economies: the entries of the metadata sheet that have a region.

    The income group of that sheet is today's and is not read; `oghist` has the history.
    """
    table = cells.with_header(cells.read_sheet(path, "Metadata - Countries"), row=0)
    cells.require_columns(table, ["Country Code", "Region", "TableName"], path)
    table = table[table["Region"] != ""]
    economies = table[["Country Code", "TableName", "Region"]].astype(str)
    return economies.set_axis(["place", "name", "region"], axis=1).reset_index(drop=True)
