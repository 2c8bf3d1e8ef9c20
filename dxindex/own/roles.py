"""What each column of a table is for: proposed by its name and by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dxindex.own.known import Finder
from dxindex.own.numbers import is_missing, is_number, read_year
from dxindex.own.table import Cell, shown

KINDS = ("unit", "name", "year", "series", "value", "figure", "across", "ignored")


@dataclass(frozen=True)
class Role:
    """What a column is for.

    Attributes
    ----------
    kind
        ``unit`` (its code, or its name where there is no code), ``name``, ``year``, ``figure`` (values of one
        indicator), ``series`` and ``value`` (in a tidy table: which indicator a row is of, and its value),
        ``across`` (values of one year, the column's name), ``ignored``.
    indicator
        Of a figure: the id under which it is scored.
    origin
        Of a figure: ``framework``, ``catalogue`` or ``own``.
    how
        How it was found: ``id``, ``title`` (or a publisher's code), ``own``, or ``chosen`` by a person.
    nearest
        Of an own figure: the known indicator whose name is near, to be confirmed by a person.

    Examples
    --------
    >>> Role("figure", "mobile", "catalogue", "id").indicator
    'mobile'
    """

    kind: str
    indicator: str = ""
    origin: str = ""
    how: str = ""
    nearest: str = ""


@dataclass(frozen=True)
class Column:
    """A column as it is judged."""

    name: str
    cells: Sequence[Cell]

    @cached_property
    def filled(self) -> list[Cell]:
        """The cells that hold a value."""
        return [cell for cell in self.cells if not is_missing(cell)]

    @cached_property
    def numeric(self) -> float:
        """Share of the filled cells that are numbers."""
        return sum(map(is_number, self.filled)) / len(self.filled) if self.filled else 0.0

    @cached_property
    def texts(self) -> list[str]:
        """The different texts, in order."""
        return list(dict.fromkeys(shown(cell).strip() for cell in self.filled))

    @property
    def is_years(self) -> bool:
        """Whether most filled cells are years; the others are faults."""
        years = sum(read_year(cell) is not None for cell in self.filled)
        return bool(self.filled) and 2 * years > len(self.filled)


def figure(name: str, finder: Finder) -> Role:
    """Return the role of a column of figures by its name."""
    found = finder.find(name)
    if found is None:
        return Role("figure", name, "own", "own", finder.nearest(name))
    indicator, origin, how = found
    return Role("figure", indicator, origin, how)


def chosen_roles(proposed: Mapping[str, Role], chosen: Mapping[str, Role], finder: Finder) -> dict[str, Role]:
    """Return the proposed roles with a person's choices in their place.

    A column of figures that is chosen without saying of which indicator keeps the one its name says. Of unit, name,
    year, series and value a table has one each: who was proposed makes room for who is chosen.
    """
    single = {role.kind for role in chosen.values()} & {"unit", "name", "year", "series", "value"}
    roles = {
        name: Role("ignored") if role.kind in single and name not in chosen else role
        for name, role in proposed.items()
    }
    for name, role in chosen.items():
        if role.kind == "figure":
            found = finder.find(role.indicator) if role.indicator else None
            indicator, origin = found[:2] if found else (role.indicator or name, "own")
            roles[name] = Role("figure", indicator, origin, "chosen")
        else:
            roles[name] = Role(role.kind, how="chosen")
    return roles
