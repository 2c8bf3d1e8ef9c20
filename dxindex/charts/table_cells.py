"""A table's columns as texts, written in the reader's language."""

from __future__ import annotations

import math
import numbers
import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pandas as pd
from babel.numbers import format_scientific

from dxindex import i18n
from dxindex.charts.drawable import plain_text

_MAX_DECIMALS = 3
_LONGEST = 400  # letters that are looked at of a text; no cell shows as many
_HUGE = 1e15  # beyond it a number is written in powers of ten: digits that are cut would be another number
_SHORT = 16  # letters of a text that counts as a figure
_UNMARKED = 10_000  # whole numbers below it take no thousands mark: "2014" may be a year


@dataclass(frozen=True)
class Column:
    """A title and a text a row. Figures are numbers, and short texts without letters such as "3–17"."""

    title: str
    cells: tuple[str, ...]
    figures: bool


def written(table: pd.DataFrame, lang: str) -> list[Column]:
    """Return a table's columns as a picture shows them.

    All numbers of a column have as many decimals as the most exact of them, at most three, so that they
    line up; whole numbers have none. What is missing is a dash, never blank.

    Examples
    --------
    >>> table = pd.DataFrame({"country": ["Viet Nam", None], "score": [0.5, 0.25], "year": [2014, 2016]})
    >>> [column.cells for column in written(table, "vi")]
    [('Viet Nam', '–'), ('0,50', '0,25'), ('2014', '2016')]
    """
    return [_column(name, table.iloc[:, position], lang) for position, name in enumerate(table.columns)]


def _column(name: Any, values: pd.Series, lang: str) -> Column:
    title = " · ".join(str(part) for part in name) if isinstance(name, tuple) else str(name)
    cells = [None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in values]
    known = [value for value in cells if value is not None]
    if known:
        numeric = all(isinstance(value, numbers.Real) and not _is_truth(value) for value in known)
    else:
        numeric = pd.api.types.is_numeric_dtype(values.dtype)
    texts = _numbers(cells, lang) if numeric else [_text(value, lang) for value in cells]
    return Column(_line(title), tuple(texts), numeric or _like_figures(texts))


def _numbers(cells: list[Any], lang: str) -> list[str]:
    known = [value for value in cells if value is not None]
    decimals = max((_decimals(value) for value in known), default=0)
    unmarked = decimals == 0 and all(abs(value) < _UNMARKED for value in known)

    def write(value: Any) -> str:
        if value is None:
            return i18n.MISSING
        if unmarked:
            return str(round(value))
        if _HUGE <= abs(value) < math.inf:
            return str(format_scientific(value, "0.###E0", locale=lang))
        # Adding nothing makes of a negative zero, which rounding may leave, a plain one.
        return i18n.number(value if decimals == 0 else round(float(value), decimals) + 0.0, lang, decimals)

    return [write(value) for value in cells]


def _decimals(value: Any) -> int:
    """How many decimals a number needs, at most three; a huge one none."""
    if isinstance(value, numbers.Integral) or abs(value) >= _HUGE:
        return 0
    exact = float(value)
    enough = (
        d for d in range(_MAX_DECIMALS) if math.isclose(exact, round(exact, d), rel_tol=1e-14, abs_tol=1e-9)
    )
    return next(enough, _MAX_DECIMALS)


def _text(value: Any, lang: str) -> str:
    _ = i18n.translator(lang)
    if value is None:
        return i18n.MISSING
    if _is_truth(value):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
    return _line(str(value)) or i18n.MISSING


def _like_figures(texts: list[str]) -> bool:
    known = [text for text in texts if text != i18n.MISSING]
    return bool(known) and all(
        len(text) <= _SHORT and re.search(r"\d", text) and not re.search(r"[^\W\d_]", text) for text in known
    )


def _line(text: str) -> str:
    return " ".join(plain_text(text[:_LONGEST]).split())


def _is_truth(value: Any) -> bool:
    return pd.api.types.is_bool(value)
