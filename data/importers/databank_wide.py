"""World Bank DataBank CSV extracts: one row per economy and series, columns such as `2014 [YR2014]`."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.importers import cells

_YEAR = re.compile(r"(\d{4}) \[YR\1\]")


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read series by code; `..` marks a missing value, and the footer lines have no series code."""
    table = cells.read_text_table(path, path.name)
    cells.require_columns(table, ["Country Code", "Series Code"], path)
    table = table[table["Series Code"].isin(list(codes))]
    years = {column: int(match[1]) for column in table.columns if (match := _YEAR.fullmatch(column))}
    return cells.stack(
        cells.tidy_column(table, column, "Country Code", year, table["Series Code"], path, missing=("..",))
        for column, year in years.items()
    )
