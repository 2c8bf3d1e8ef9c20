"""Roles for the columns of a table, proposed by their names and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dxindex.own.column_words import CODE_WORDS, NAME_WORDS, SERIES_WORDS, VALUE_WORDS, YEAR_WORDS
from dxindex.own.known import Finder, Places, fold
from dxindex.own.numbers import is_number
from dxindex.own.roles import Column, Role, figure
from dxindex.own.table import Table, shown

RECOGNISED = 0.8
"""Share of texts that must be economies for a table to be one of economies: publishers' tables hold some regions."""

_APART = 0.9  # share of rows that a column of units must tell apart; the rest is faults to be listed
_FIGURES = 0.5  # share of filled cells that are numbers in a column of figures
_ACROSS = re.compile(r"(1[5-9][0-9]{2}|20[0-9]{2}|21[0-9]{2})(?:\.0)?(?: \[YR[0-9]{4}\])?")
_SAMPLE = 5_000  # rows by which a column is judged


class Proposal:
    """Roles for the columns of a table.

    Parameters
    ----------
    table
        What is to be understood.
    finder
        Of known indicators.
    places
        How economies are recognised; None where units are none.
    """

    def __init__(self, table: Table, finder: Finder, places: Places | None) -> None:
        sample = table.rows[:_SAMPLE]
        self._finder, self._places = finder, places
        self._columns = {
            name: Column(name, [cells[place] for _number, cells in sample])
            for place, name in enumerate(table.header)
            if table.header.count(name) == 1
        }
        self._first = table.header[0]

    def make(self) -> dict[str, Role]:
        """Return a role for every column whose name occurs once."""
        roles: dict[str, Role] = {}
        year = self._find_year()
        if year:
            roles[year] = Role("year")
        across = [name for name in self._columns if _ACROSS.fullmatch(name)]
        series, value = self._find_series(year, across)
        if series and (value or len(across) > 1):
            roles[series] = Role("series")
        if value:
            roles[value] = Role("value")
        elif len(across) > 1 and not year:
            roles |= dict.fromkeys(across, Role("across"))
        apart_by = [name for name in (year, series if series in roles else "") if name]
        unit, name = self._find_units(set(roles), apart_by)
        if unit:
            roles[unit] = Role("unit")
        if name:
            roles[name] = Role("name")
        single = "value" not in {role.kind for role in roles.values()} and "across" not in {
            role.kind for role in roles.values()
        }
        for column in self._columns.values():
            if column.name not in roles:
                roles[column.name] = self._rest(column) if single else Role("ignored")
        return {name: roles[name] for name in self._columns}

    def _rest(self, column: Column) -> Role:
        role = figure(column.name, self._finder)
        known = role.origin != "own"
        if not column.filled and not known:
            return Role("ignored")
        return role if known or column.numeric >= _FIGURES else Role("ignored")

    def _find_year(self) -> str:
        for column in self._columns.values():
            if fold(column.name) in YEAR_WORDS and column.is_years:
                return column.name
        return ""

    def _find_series(self, year: str, across: Sequence[str]) -> tuple[str, str]:
        """The columns that name a row's indicator and hold its value; empty where the table is not tidy."""
        textual = [
            column
            for column in self._columns.values()
            if column.numeric < _FIGURES and column.texts and column.name not in across
        ]
        numeric = [
            column.name
            for column in self._columns.values()
            if column.numeric >= _FIGURES
            and column.name not in (year, *across)
            and self._finder.find(column.name) is None
        ]
        named = [name for name in numeric if fold(name) in VALUE_WORDS]
        value = named[0] if named else numeric[0] if len(numeric) == 1 else ""
        if not value and len(across) < 2:
            return "", ""
        best, likeness = "", 0.0
        for column in textual:
            known = sum(self._finder.find(text) is not None for text in column.texts[:200])
            share = known / len(column.texts[:200])
            told = fold(column.name) in SERIES_WORDS
            score = share + (1 if told else 0)
            repeated = len(column.texts) < len(column.filled) or told
            if repeated and (told or share >= _FIGURES) and score > likeness:
                best, likeness = column.name, score
        return (best, value) if best else ("", "")

    def _find_units(self, taken: set[str], apart_by: Sequence[str]) -> tuple[str, str]:
        """The columns of the units' codes and names: those that tell rows apart, codes before names."""
        free = [
            column
            for column in self._columns.values()
            if column.name not in taken and self._finder.find(column.name) is None and column.filled
        ]
        worded = [column for column in free if fold(column.name) in CODE_WORDS | NAME_WORDS]
        able = [
            column for column in free if column.numeric < _FIGURES or column in worded or self._counts(column)
        ]
        if not able:
            first = self._columns.get(self._first)
            return (self._first, "") if first in free else ("", "")
        most = max(self._told_apart(column, apart_by) for column in able)
        best = [column for column in able if self._told_apart(column, apart_by) >= _APART * most]
        unit = max(best, key=self._likely_unit)
        names = [column for column in best if column is not unit and column.numeric < _FIGURES]
        pairs = [column for column in names if fold(column.name) in NAME_WORDS or self._are_places(column)]
        is_code = fold(unit.name) in CODE_WORDS or self._are_places(unit)
        return unit.name, pairs[0].name if pairs and is_code else ""

    def _likely_unit(self, column: Column) -> tuple[int, bool]:
        word = fold(column.name)
        likely = 8 * (word in CODE_WORDS) + 4 * (word in NAME_WORDS) + 2 * self._are_places(column)
        likely += column.numeric < _FIGURES
        return likely, column.name == self._first

    def _counts(self, column: Column) -> bool:
        """Whether the first column numbers the rows."""
        whole = all(
            float(shown(cell).replace(",", ".")).is_integer() for cell in column.filled if is_number(cell)
        )
        return column.name == self._first and whole and len(column.texts) == len(column.filled)

    def _told_apart(self, column: Column, apart_by: Sequence[str]) -> float:
        others = [self._columns[name].cells for name in apart_by]
        keys = zip(column.cells, *others, strict=True)
        return len(set(keys)) / len(column.cells)

    def _are_places(self, column: Column) -> bool:
        if self._places is None:
            return False
        texts = column.texts[:300]
        return float(self._places.recognise(texts).notna().mean()) >= RECOGNISED if texts else False
