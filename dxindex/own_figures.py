"""One's own figures from a file: bytes in, a checked table of units x indicators and every fault out."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
import pandas as pd

from dxindex.delimited import Delimited, read_delimited
from dxindex.own_faults import Fault, RefusedFileError, quotable, tidy

Bounds = Mapping[str, tuple[float, float]]

MISSING_MARKS = frozenset({"", "na", "n/a", "nan", "null", "-", "–", "..", "..."})
"""What stands for no value, lower case; the World Bank's files have two points."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 40


@dataclass(frozen=True, eq=False)
class OwnFigures:
    """What was understood of a file.

    Attributes
    ----------
    table
        Units x all indicators asked for, float64, NaN is missing; index ``unit``, unique. Empty where nothing
        could be read.
    faults
        Every fault of the file, by row; those of the file and its columns first.
    separator, decimal
        How cells are separated and decimals marked; empty where it is not known.
    """

    table: pd.DataFrame
    faults: tuple[Fault, ...]
    separator: str = ""
    decimal: str = ""


def read_own_figures(content: bytes, bounds: Bounds) -> OwnFigures:
    """Read and check a CSV file of units in rows and indicators in columns.

    Nothing is guessed: what cannot be read counts as missing, a row that cannot be told from another is left out,
    and each is listed. Nothing is evaluated.

    Parameters
    ----------
    content
        A text in UTF-8 separated by comma, semicolon or tab; the first column names the units. Where the separator
        is no comma, decimals may be marked by one. See :func:`~dxindex.delimited.read_delimited`.
    bounds
        Lowest and highest possible value by indicator. Columns are found by these ids, in any order and case.

    Returns
    -------
    OwnFigures
        Faults never raise.

    Examples
    --------
    >>> read = read_own_figures(b"name;a;b\\nP;0,5;x\\n", {"a": (0, 1), "b": (0, 1)})
    >>> read.table.loc["P"].to_dict()
    {'a': 0.5, 'b': nan}
    >>> [(fault.kind, fault.row, fault.column) for fault in read.faults]
    [('not_a_number', 2, 'b')]
    """
    try:
        cells = read_delimited(content, {indicator.lower() for indicator in bounds})
        return _checked(cells, bounds)
    except RefusedFileError as error:
        return OwnFigures(_table([], {}, bounds), (error.fault,))


def _checked(cells: Delimited, bounds: Bounds) -> OwnFigures:
    places, faults = _find_columns(cells, bounds)
    if not places:
        told = [fault for fault in faults if fault.kind != "missing_column"]
        refusal = Fault("no_indicator", row=cells.header_row)
        return OwnFigures(_table([], {}, bounds), (refusal, *told), cells.separator)
    rows, row_faults = _find_rows(cells)
    texts = {
        indicator: [(row.number, row.cells[place] if place < len(row.cells) else "") for row in rows]
        for indicator, place in places.items()
    }
    decimal, values, cell_faults = _read_values(texts, cells.separator, bounds)
    table = _table([row.unit for row in rows], values, bounds)[[row.told_apart for row in rows]]
    ordered = sorted([*row_faults, *cell_faults], key=lambda fault: fault.row or 0)
    return OwnFigures(table, (*faults, *ordered), cells.separator, decimal)


def _table(units: Sequence[str], values: Mapping[str, Sequence[float]], bounds: Bounds) -> pd.DataFrame:
    index = pd.Index(list(units), name="unit", dtype="str")
    columns = {indicator: values.get(indicator, [math.nan] * len(units)) for indicator in bounds}
    return pd.DataFrame(columns, index=index, dtype=np.float64)


def _find_columns(cells: Delimited, bounds: Bounds) -> tuple[dict[str, int], list[Fault]]:
    """Where each indicator stands, and what is wrong with the header."""
    ids = {indicator.lower(): indicator for indicator in bounds}
    row = cells.header_row
    found: dict[str, list[int]] = defaultdict(list)
    faults: list[Fault] = []
    if cells.header[0].strip().lower() in ids:
        raise RefusedFileError(Fault("no_units", row=row, column=quotable(cells.header[0])))
    for place, name in enumerate(cells.header[1:], 1):
        if indicator := ids.get(name.strip().lower()):
            found[indicator].append(place)
        else:
            faults.append(_unknown_column(quotable(name), place, row, list(ids)))
    for indicator, places in found.items():
        if len(places) > 1:
            faults.append(Fault("doubled_column", row, indicator, facts={"found": len(places)}))
    faults += [Fault("missing_column", column=indicator) for indicator in bounds if indicator not in found]
    return {indicator: places[0] for indicator, places in found.items() if len(places) == 1}, faults


def _unknown_column(name: str, place: int, row: int, ids: list[str]) -> Fault:
    nearest = get_close_matches(name.lower(), ids, n=1, cutoff=0.75)
    column = name or f"({place + 1})"
    if nearest:
        return Fault("misspelt_column", row, column, facts={"nearest": nearest[0]})
    return Fault("unknown_column", row, column)


@dataclass(frozen=True)
class _Row:
    """A row whose cells are all in place; whether its unit's name stands in no other."""

    number: int
    unit: str
    cells: list[str]
    told_apart: bool


def _find_rows(cells: Delimited) -> tuple[list[_Row], list[Fault]]:
    """The rows whose cells can be checked, and what is wrong with rows."""
    faults: list[Fault] = []
    width = len(cells.header)
    units = [tidy(row[0]) for _number, row in cells.rows]
    named: dict[str, list[int]] = defaultdict(list)
    for unit, (number, _row) in zip(units, cells.rows, strict=True):
        named[unit].append(number)
    rows: list[_Row] = []
    for unit, (number, row) in zip(units, cells.rows, strict=True):
        if not unit:
            faults.append(Fault("no_name", number, quotable(cells.header[0])))
        elif len(named[unit]) > 1:
            facts = {"other": _another(number, named[unit])}
            faults.append(Fault("doubled_unit", number, found=quotable(unit), facts=facts))
        if any(cell.strip() for cell in row[width:]):
            facts = {"found": len(row), "most": width}
            faults.append(Fault("extra_cells", number, found=quotable(unit), facts=facts))
            continue
        if len(row) < width:
            faults.append(Fault("short_row", number, found=quotable(unit)))
        rows.append(_Row(number, unit, row, bool(unit) and len(named[unit]) == 1))
    return rows, faults


def _another(number: int, numbers: list[int]) -> int:
    """The first other row of the same name."""
    return numbers[0] if number != numbers[0] else numbers[1]


def _read_values(
    texts: Mapping[str, list[tuple[int, str]]], separator: str, bounds: Bounds
) -> tuple[str, dict[str, list[float]], list[Fault]]:
    """Decimal mark, values by indicator, and what is wrong with single cells."""
    written = {
        indicator: [(row, text.strip().replace("−", "-")) for row, text in column]
        for indicator, column in texts.items()
    }
    numbers = [text for column in written.values() for _row, text in column if _is_number(text)]
    with_comma = any("," in text for text in numbers)
    with_point = any("." in text for text in numbers)
    comma_fault = "comma_in_comma_file" if separator == "," else "mixed_marks"
    commas_read = separator != "," and not with_point
    values: dict[str, list[float]] = {}
    faults: list[Fault] = []
    for indicator, column in written.items():
        low, high = bounds[indicator]
        values[indicator] = []
        for row, text in column:
            value, kind = math.nan, ""
            if not _is_number(text):
                kind = "" if text.lower() in MISSING_MARKS else "not_a_number"
            elif "," in text and not commas_read:
                kind = comma_fault
            else:
                value = float(text.replace(",", "."))
                if not low <= value <= high:
                    value, kind = math.nan, "impossible"
            if kind:
                facts = {"low": low, "high": high} if kind == "impossible" else {}
                faults.append(Fault(kind, row, indicator, quotable(text), facts))
            values[indicator].append(value)
    decimal = "," if with_comma and commas_read else "." if with_point else ""
    return decimal, values, faults


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None
