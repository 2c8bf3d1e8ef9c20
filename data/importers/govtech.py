"""The World Bank's GovTech Dataset (December 2020) as converted to CSV: a row per economy, some broken."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.importers import cells

DATASET_YEAR = 2020
"""The year of the indices whose columns bear none: the dataset is of December 2020."""


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read indices by column name, such as `GTMI`, or for several years, such as `eOSI` in `eOSI'14` to
    `eOSI'20`.

    Only rows numbered in the `#` column are economies: line breaks inside cells left fragments of others
    between them, and totals follow. Where a code has dated columns its undated one is another thing (a
    weighted input of the GovTech index under the same name) and is not read. `-` marks a missing value.
    """
    table = cells.read_text_table(path, path.name)
    cells.require_columns(table, ["#", "Code"], path)
    table = table[table["#"].str.fullmatch(r"\d+")]
    return cells.stack(
        cells.tidy_column(table, column, "Code", year, code, path, missing=("", "-"))
        for code in codes
        for column, year in _columns_of(code, table.columns.tolist()).items()
    )


def _columns_of(code: str, columns: list[str]) -> dict[str, int]:
    dated = re.compile(re.escape(code) + r"'(\d\d)")
    found = {column: 2000 + int(match[1]) for column in columns if (match := dated.fullmatch(column))}
    return found or ({code: DATASET_YEAR} if code in columns else {})
