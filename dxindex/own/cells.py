"""The cells of a table that hold figures: where each stands, of what it is, and its value."""

from __future__ import annotations

import pandas as pd

from dxindex.own.faults import Fault, FaultList, quotable, tidy
from dxindex.own.numbers import FIRST_YEAR, LAST_YEAR, is_missing, read_number, read_year
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
        the table has none), ``indicator``, ``value`` (NaN is missing).
    """
    table, places = (
        understanding.table,
        {name: place for place, name in enumerate(understanding.table.header)},
    )
    unit, year = places[understanding.column_of("unit")], places.get(understanding.column_of("year"))
    series = places.get(understanding.column_of("series"))
    columns = [
        (places[name], name, role)
        for name, role in understanding.roles.items()
        if role.kind in ("figure", "value", "across")
    ]
    found: dict[str, list[object]] = {
        key: [] for key in ("row", "column", "unit", "year", "indicator", "value")
    }
    for number, cells in table.rows:
        name = tidy(shown(cells[unit]))
        if year is None:
            when: int | None = NO_YEAR
        else:
            when = read_year(cells[year])
            if when is None and not is_missing(cells[year]):
                _add(
                    faults,
                    "not_a_year",
                    number,
                    table.header[year],
                    cells[year],
                    low=str(FIRST_YEAR),
                    high=str(LAST_YEAR),
                )
                continue
        for place, column, role in columns:
            indicator = _indicator(
                understanding, role.indicator, cells[series] if series is not None else None
            )
            if indicator is None:
                continue
            value, kind = read_number(cells[place], understanding.marks)
            if kind:
                _add(faults, kind, number, column, cells[place])
            of = read_year(column[:4]) if role.kind == "across" else when
            values = (number, column, name, of, indicator, value)
            for key, item in zip(found, values, strict=True):
                found[key].append(item)
    frame = pd.DataFrame(found)
    return frame.astype(
        {"row": int, "column": "str", "unit": "str", "year": float, "indicator": "str", "value": float}
    )


def _indicator(understanding: Understanding, indicator: str, series: Cell | None) -> str | None:
    """The id of a cell's indicator; empty where the row should name one and does not, None where it is not read."""
    if understanding.shape == "wide":
        return indicator
    if series is None:
        return next(role.indicator for role in understanding.series.values())
    text = tidy(shown(series))
    if not text:
        return ""
    role = understanding.series[text]
    return role.indicator if role.kind == "figure" else None


def _add(faults: FaultList, kind: str, row: int, column: str, cell: Cell, **facts: float | str) -> None:
    faults.add(Fault(kind, row, quotable(column), quotable(shown(cell)), facts))
