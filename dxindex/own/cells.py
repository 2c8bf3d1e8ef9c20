"""The cells of a table that hold figures: where each stands, of what it is, and its value."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from dxindex.own.faults import Fault, FaultList, quotable, tidy
from dxindex.own.numbers import FIRST_YEAR, LAST_YEAR, is_missing, read_number, read_year
from dxindex.own.roles import Role
from dxindex.own.table import Cell, shown
from dxindex.own.understanding import Understanding

NO_YEAR = 0
"""Stands for "the table has no years" while keys are compared."""


def read_cells(understanding: Understanding, faults: FaultList) -> pd.DataFrame:
    """Return one row a cell of figures; what is no number or no year is listed in ``faults``.

    Returns
    -------
    DataFrame
        Columns ``row`` (in the file), ``column``, ``unit``, ``year`` (NaN where a row lacks it, :data:`NO_YEAR` where
        the table has none), ``indicator``, ``value`` (NaN is missing), in the order of the file.
    """
    table = understanding.table
    numbers = np.array([number for number, _cells in table.rows], dtype=np.int64)
    units = pd.Series(
        [tidy(shown(cell)) for cell in table.column(understanding.column_of("unit"))], dtype="str"
    )
    years, wrong = _years(understanding, numbers, faults)
    parts = []
    for column, role in understanding.roles.items():
        if role.kind not in ("figure", "value", "across"):
            continue
        ids = _indicators(understanding, role, len(numbers))
        kept = ~wrong & ids.notna().to_numpy()
        values = _values(understanding, column, numbers, kept, faults)
        year = float(column[:4]) if role.kind == "across" else years[kept]
        parts.append(
            pd.DataFrame(
                {"row": numbers[kept], "column": column, "unit": units[kept].array, "year": year}
                | {"indicator": ids[kept].array, "value": values},
            ).astype({"column": "str", "year": float, "indicator": "str"})
        )
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)


def _years(
    understanding: Understanding, numbers: np.typing.NDArray[np.int64], faults: FaultList
) -> tuple[np.typing.NDArray[np.float64], np.typing.NDArray[np.bool_]]:
    """The year of each row, and the rows that hold something else in its place."""
    column = understanding.column_of("year")
    wrong = np.zeros(len(numbers), dtype=bool)
    if not column:
        return np.full(len(numbers), float(NO_YEAR)), wrong
    cells = understanding.table.column(column)
    years = np.array([math.nan if (year := read_year(cell)) is None else year for cell in cells], dtype=float)
    ends = {"low": str(FIRST_YEAR), "high": str(LAST_YEAR)}
    for place in np.flatnonzero(np.isnan(years)).tolist():
        if not is_missing(cells[place]):
            wrong[place] = True
            found = quotable(shown(cells[place]))
            faults.add(Fault("not_a_year", int(numbers[place]), quotable(column), found, ends))
    return years, wrong


def _indicators(understanding: Understanding, role: Role, n_rows: int) -> pd.Series[str]:
    """The indicator of each row: empty where it should name one and does not, missing where it is not read."""
    if understanding.shape == "wide":
        return pd.Series(role.indicator, index=range(n_rows), dtype="str")
    ids = {text: each.indicator for text, each in understanding.series.items() if each.kind == "figure"}
    column = understanding.column_of("series")
    if not column:
        return pd.Series(next(iter(ids.values())), index=range(n_rows), dtype="str")
    texts = [tidy(shown(cell)) for cell in understanding.table.column(column)]
    return pd.Series([ids.get(text) if text else "" for text in texts], dtype="str")


def _values(
    understanding: Understanding,
    column: str,
    numbers: np.typing.NDArray[np.int64],
    kept: np.typing.NDArray[np.bool_],
    faults: FaultList,
) -> list[float]:
    cells: Sequence[Cell] = understanding.table.column(column)
    values = []
    for place in np.flatnonzero(kept).tolist():
        value, kind = read_number(cells[place], understanding.marks)
        if kind:
            faults.add(Fault(kind, int(numbers[place]), quotable(column), quotable(shown(cells[place]))))
        values.append(value)
    return values
