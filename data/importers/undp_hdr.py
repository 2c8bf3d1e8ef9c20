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
    titles = raw.iloc[header - 1].map(lambda cell: " ".join(str(cell).split()))
    body = raw.iloc[header + 2 :]
    ends = body.index[body[_NAME] == ""]
    body = body.loc[: ends[0] - 1] if len(ends) else body
    parts = [
        _read_column(raw, body, header, titles.tolist().index(c), c, path)
        for c in codes
        if c in titles.tolist()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=cells.TIDY)


def _read_column(
    raw: pd.DataFrame, body: pd.DataFrame, header: int, column: int, code: str, path: Path
) -> pd.DataFrame:
    year = cells.year_of(raw.iloc[header + 1, column])
    if year is None:
        raise SourceError(f"{path.name}: no year under {code!r}; the layout is not the expected one.")
    values = cells.to_numbers(body[column], path, missing=("", ".."))
    rows = pd.DataFrame({"place": body[_NAME], "year": year, "code": code, "value": values})
    return rows.dropna(subset=["value"])[cells.TIDY]
