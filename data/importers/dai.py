"""The World Bank's Digital Adoption Index: one row per country (by name) and year, one column per index."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.importers import cells


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read the index and its sub-indices; blank cells (no government sub-index) stay missing."""
    table = cells.with_header(cells.read_sheet(path, 0), row=0)
    cells.require_columns(table, ["country", "Year"], path)
    years = cells.to_numbers(table["Year"], path).astype(int)
    found = [code for code in codes if code in table.columns]
    return cells.stack(cells.tidy_column(table, code, "country", years, code, path) for code in found)
