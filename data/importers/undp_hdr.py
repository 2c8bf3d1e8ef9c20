"""Table 1 of UNDP's Human Development Report: titles above units above years, footnotes beside values."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.errors import SourceError
from data.importers import cells

_NAME = 1
"""The column of the country names, counted from 0."""


def read(path: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Read columns by their title; `..` marks a missing value.

    Data end at the first line without a name: aggregates and notes follow it. Heading lines between the
    groups ("VERY HIGH HUMAN DEVELOPMENT") have no value in any column and fall away.
    """
    raw = cells.read_sheet(path, 0)
    header = cells.find_row(raw, _NAME, "Country", path)
    titles = [" ".join(str(cell).split()) for cell in raw.iloc[header - 1]]
    body = raw.iloc[header + 2 :]
    nameless = body.index[body[_NAME] == ""]
    body = body.loc[: nameless[0] - 1] if len(nameless) else body
    columns = {code: titles.index(code) for code in codes if code in titles}
    return cells.stack(
        cells.tidy_column(
            body, column, _NAME, _year(raw, header, column, path), code, path, missing=("", "..")
        )
        for code, column in columns.items()
    )


def _year(raw: pd.DataFrame, header: int, column: int, path: Path) -> int:
    year = cells.year_of(raw.iloc[header + 1, column])
    if year is None:
        raise SourceError(
            f"{path.name}: no year below column {column + 1}; the layout is not the expected one."
        )
    return year
