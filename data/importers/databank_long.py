"""World Bank DataBank workbooks: a row per economy and year, a column per series, titled "Name [CODE]"."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.importers import cells

_CODE = re.compile(r".*\[([^\]]+)\]\s*")


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read series by the code in their title; the blank lines and footer below the data have no `Time`."""
    table = cells.with_header(cells.read_sheet(path, "Data"), row=0)
    cells.require_columns(table, ["Country Code", "Time"], path)
    table = table[table["Time"].map(lambda cell: cells.year_of(cell) is not None)]
    years = cells.to_numbers(table["Time"], path).astype(int)
    found = {column: match[1] for column in table.columns if (match := _CODE.fullmatch(str(column)))}
    return cells.stack(
        cells.tidy_column(table, column, "Country Code", years, code, path)
        for column, code in found.items()
        if code in codes
    )
