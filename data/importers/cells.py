"""From the cells of publishers' files to strict numbers in tidy frames; shared by all importers."""

from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import pandas as pd
from python_calamine import CalamineError

from data.errors import SourceError, listed

TIDY = ["place", "year", "code", "value"]


def read_sheet(path: Path, sheet: str | int) -> pd.DataFrame:
    """Read one sheet of an .xls or .xlsx as it stands: no header, blanks as "", nothing taken for missing."""
    try:
        return pd.read_excel(
            path, sheet_name=sheet, header=None, na_filter=False, dtype=object, engine="calamine"
        )
    except (CalamineError, ValueError, OSError) as error:
        raise SourceError(f"{path.name}: sheet {sheet!r} cannot be read ({error}).") from error


def read_text_table(file: Path | IO[bytes], name: str) -> pd.DataFrame:
    """Read a CSV with every cell as text, so that Namibia's "NA" is not taken for a missing value."""
    try:
        return pd.read_csv(file, dtype=str, keep_default_na=False)
    except (ValueError, OSError) as error:
        raise SourceError(f"{name} cannot be read as CSV ({error}).") from error


def with_header(raw: pd.DataFrame, row: int) -> pd.DataFrame:
    """Take row `row` as the header and what follows as the body."""
    body = raw.iloc[row + 1 :].reset_index(drop=True)
    body.columns = pd.Index(raw.iloc[row].tolist())
    return body


def find_row(raw: pd.DataFrame, column: int, text: str, path: Path) -> int:
    """Return the first row whose cell in `column` is `text`, or refuse the file."""
    rows = raw.index[raw[column] == text]
    if rows.empty:
        raise SourceError(
            f"{path.name}: no row has {text!r} in column {column + 1}; the layout is not the expected one."
        )
    return int(rows[0])


def require_columns(table: pd.DataFrame, columns: Sequence[str], path: Path) -> None:
    """Refuse a table that lacks a column."""
    lacking = [column for column in columns if column not in table.columns]
    if lacking:
        raise SourceError(f"{path.name}: no column {listed(lacking)}; the layout is not the expected one.")


def year_of(cell: object) -> int | None:
    """Read a cell as a year, or return None where it is something else.

    >>> year_of(2014.0), year_of("2014"), year_of(""), year_of("Country Name")
    (2014, 2014, None, None)
    """
    text = str(cell).removesuffix(".0")
    return int(text) if len(text) == 4 and text.isdecimal() else None


def to_numbers(cells: "pd.Series[Any]", path: Path, missing: Sequence[str] = ("",)) -> "pd.Series[float]":
    """Read cells as numbers; only the texts in `missing` become NaN, any other text refuses the file.

    >>> to_numbers(pd.Series(["1.5", "..", 2]), Path("x.csv"), missing=("..",)).tolist()
    [1.5, nan, 2.0]
    >>> to_numbers(pd.Series(["1,5"]), Path("x.csv"))
    Traceback (most recent call last):
    data.errors.SourceError: x.csv: not a number: 1,5.
    """
    present = ~cells.isin(list(missing))
    numbers = pd.to_numeric(cells[present], errors="coerce")
    if numbers.isna().any():
        raise SourceError(f"{path.name}: not a number: {listed(set(cells[present][numbers.isna()]))}.")
    return numbers.astype(float).reindex(cells.index)


def tidy_column(
    table: pd.DataFrame,
    column: Hashable,
    place: Hashable,
    year: "int | pd.Series[int]",
    code: "str | pd.Series[str]",
    path: Path,
    missing: Sequence[str] = ("",),
) -> pd.DataFrame:
    """Make tidy rows of one column of values; rows without a value are dropped.

    Args:
        table: the publisher's rows.
        column: the column of values.
        place: the column that says where.
        year: the year of all rows, or of each.
        code: the series of all rows, or of each.
        path: the file, for messages.
        missing: texts that mean "no value".
    """
    values = to_numbers(table[column], path, missing)
    rows = pd.DataFrame({"place": table[place], "year": year, "code": code, "value": values})
    return rows.dropna(subset=["value"])[TIDY]


def stack(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put tidy parts below each other; no parts make an empty frame."""
    return pd.concat(list(parts) or [pd.DataFrame(columns=TIDY)], ignore_index=True)
