"""Numbers as people write them: nothing is guessed, one decimal mark holds for a whole file."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dxindex.own.table import Cell

MISSING_MARKS = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "–", "..", "...", "#n/a"})
"""What stands for no value, lower case; the World Bank's files have two points."""

FIRST_YEAR, LAST_YEAR = 1500, 2200

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_LONGEST_NUMBER = 40
_YEAR = re.compile(r"[0-9]{4}(?:\.0+)?")


@dataclass(frozen=True)
class Marks:
    """The decimal mark of a file (empty where none is seen), and what is wrong with a comma, if anything."""

    decimal: str
    comma_fault: str


def find_marks(cells: Iterable[Cell], separator: str) -> Marks:
    """Find the decimal mark in all cells that hold figures.

    >>> find_marks(["1,5", "2"], ";").decimal, find_marks(["1,5", "2.5"], ";").comma_fault
    (',', 'mixed_marks')
    """
    comma = point = False
    for cell in cells:
        if (
            isinstance(cell, str)
            and ((not comma and "," in cell) or (not point and "." in cell))
            and is_number(cell)
        ):
            comma, point = comma or "," in cell, point or "." in cell
        if comma and point:
            break
    if separator == ",":
        return Marks("." if point else "", "comma_in_comma_file")
    if point:
        return Marks(".", "mixed_marks")
    return Marks("," if comma else "", "")


def read_number(cell: Cell, marks: Marks) -> tuple[float, str]:
    """Return a cell's value, NaN where there is none, and the kind of fault, if any.

    >>> marks = Marks(",", "")
    >>> read_number("−1,5", marks), read_number("..", marks), read_number("1 000", marks)
    ((-1.5, ''), (nan, ''), (nan, 'not_a_number'))
    """
    if not isinstance(cell, str):
        return cell, ""
    text = cell.strip()
    if not text.isascii():
        text = text.replace("−", "-")
    if len(text) > _LONGEST_NUMBER or _NUMBER.fullmatch(text) is None:
        return math.nan, "" if text.lower() in MISSING_MARKS else "not_a_number"
    if "," in text and marks.comma_fault:
        return math.nan, marks.comma_fault
    return float(text.replace(",", ".")), ""


def is_number(cell: Cell) -> bool:
    """Return whether a cell is a plain number."""
    if not isinstance(cell, str):
        return True
    text = cell.strip().replace("−", "-")
    return len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) is not None


def is_missing(cell: Cell) -> bool:
    """Return whether a cell stands for no value."""
    return isinstance(cell, str) and cell.strip().lower() in MISSING_MARKS


def read_year(cell: Cell) -> int | None:
    """Return the year of a cell, None where it is none.

    >>> read_year(2014.0), read_year("2014"), read_year("14"), read_year("2014-12-31")
    (2014, 2014, None, 2014)
    """
    if isinstance(cell, str):
        text = cell.strip().removesuffix("-12-31").removesuffix("-01-01")
        value = float(text) if _YEAR.fullmatch(text) else math.nan
    else:
        value = cell
    return int(value) if value == value and value.is_integer() and FIRST_YEAR <= value <= LAST_YEAR else None
