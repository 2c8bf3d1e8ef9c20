"""Barro-Lee educational attainment: one row per country and five-year step."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.errors import SourceError
from data.importers import cells

_CODE = re.compile(r"(?P<column>\w+)\[(?P<first>\d+)-(?P<last>\d+)\]")


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read columns for one age group, by the file's own country codes.

    A code names the column and the ages, as in `yr_sch[15-64]`: the versions of this dataset differ in ages
    under the same column name, so a file of other ages yields nothing for the code instead of another
    population.
    """
    table = cells.read_text_table(path, path.name)
    cells.require_columns(table, ["WBcode", "year", "sex", "agefrom", "ageto"], path)
    return cells.stack(_read_code(table, code, path) for code in codes)


def _read_code(table: pd.DataFrame, code: str, path: Path) -> pd.DataFrame:
    match = _CODE.fullmatch(code)
    if match is None:
        raise SourceError(f"{path.name}: code {code!r} should read like yr_sch[15-64].")
    cells.require_columns(table, [match["column"]], path)
    rows = (table["sex"] == "MF") & (table["agefrom"] == match["first"]) & (table["ageto"] == match["last"])
    kept = table[rows]
    years = cells.to_numbers(kept["year"], path).astype(int)
    return cells.tidy_column(kept, match["column"], "WBcode", years, code, path)
