"""The World Bank's Human Capital Index: a zip with HCIData.csv, one row per economy and series."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.errors import SourceError
from data.importers import cells

MEMBER = "HCIData.csv"


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read series by code; the nameless column that a trailing comma leaves is no year and falls away."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(MEMBER) as file:
            table = cells.read_text_table(file, f"{path.name}/{MEMBER}")
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise SourceError(f"{path.name}: {MEMBER} cannot be read ({error}).") from error
    cells.require_columns(table, ["Country Code", "Indicator Code"], path)
    table = table[table["Indicator Code"].isin(list(codes))]
    years = {column: year for column in table.columns if (year := cells.year_of(column))}
    return cells.stack(
        cells.tidy_column(table, column, "Country Code", year, table["Indicator Code"], path)
        for column, year in years.items()
    )
