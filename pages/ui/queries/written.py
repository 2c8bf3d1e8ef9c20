"""Tables with their numbers as the language writes them, whatever the visitor's browser prefers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex import i18n

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

_MOST_DIGITS = 3
_GROUPED_FROM = 10_000  # below it a whole number may be a year, which is never grouped


def written(table: pd.DataFrame, lang: str) -> Styler | pd.DataFrame:
    """Write the numbers of a table out, each column with as many digits as it needs, three at most.

    The cells stay numbers, so that the table sorts by value. A table with two columns of one name is left as it is.

    >>> print(written(pd.DataFrame({"score": [0.85, 0.8683], "year": [2014, 2016]}), "vi").to_string().strip())
    score year
    0 0,850 2014
    1 0,868 2016
    """
    if not table.columns.is_unique:
        return table
    numeric = table.select_dtypes("number")
    ways = {column: partial(_cell, lang=lang, digits=_digits(numeric[column])) for column in numeric}
    return table.reset_index(drop=True).style.format(ways, na_rep=i18n.MISSING)


def _cell(value: float, lang: str, digits: int) -> str:
    if pd.isna(value):
        return i18n.MISSING
    if digits == 0 and 0 <= value < _GROUPED_FROM:
        return str(round(value))
    return i18n.number(float(value), lang, digits)


def _digits(column: pd.Series) -> int:
    """The fewest digits after the decimal mark that show the column to the most that are shown."""
    values = column.dropna().to_numpy(dtype=float)
    shown = values.round(_MOST_DIGITS)
    fitting = (digits for digits in range(_MOST_DIGITS) if np.allclose(shown, shown.round(digits), atol=1e-9))
    return next(fitting, _MOST_DIGITS)
