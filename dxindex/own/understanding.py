"""What a table says: its shape, what each column is for, and whether its units are economies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dxindex.framework import Framework
from dxindex.own.faults import Fault, FaultList, RefusedFileError, quotable, tidy
from dxindex.own.known import Catalogue, Finder, Known, Places, known_of
from dxindex.own.limits import MAX_INDICATORS
from dxindex.own.numbers import Marks, find_marks
from dxindex.own.proposal import RECOGNISED, Proposal
from dxindex.own.roles import Role, chosen_roles, figure
from dxindex.own.table import Cell, Table, shown
from dxindex.own.units import Recognised, recognise_units

ECONOMIES, UNITS = "economies", "units"


@dataclass(frozen=True)
class Understanding:
    """How a table is read, as proposed or as a person chose.

    Attributes
    ----------
    table
        What was read.
    shape
        ``wide`` (a column an indicator), ``tidy`` (a row a value) or ``across`` (a column a year).
    roles
        By column: every one whose name occurs once.
    series
        Of a tidy table: by text of its column of indicators, the figure each is.
    known
        Of every figure that is read: what is known of it, by id.
    kind
        ``economies`` where (nearly) all units are recognised as such, else ``units``.
    recognised
        ISO codes by unit, and what is to be said of units that have none.
    marks
        The decimal mark.
    faults
        What is wrong with columns, or worth knowing.
    framework
        One's own, if given: what the figures are read for.
    """

    table: Table
    shape: str
    roles: Mapping[str, Role]
    series: Mapping[str, Role]
    known: Mapping[str, Known]
    kind: str
    recognised: Recognised
    marks: Marks
    faults: FaultList
    framework: Framework | None = None

    def column_of(self, kind: str) -> str:
        """Return the column of a kind that a table has once; empty where it has none."""
        return next((name for name, role in self.roles.items() if role.kind == kind), "")

    def figures(self) -> dict[str, Role]:
        """Return what is read as figures: by column, or in a tidy table by text of its series."""
        found = self.roles if self.shape == "wide" else self.series
        return {name: role for name, role in found.items() if role.kind == "figure"}


def understand(
    table: Table,
    *,
    catalogue: Catalogue | None = None,
    framework: Framework | None = None,
    places: Places | None = None,
    roles: Mapping[str, Role] | None = None,
    series: Mapping[str, Role] | None = None,
    kind: str = "",
) -> Understanding:
    """Propose how a table is read; nothing of it is changed, and a person's choices come first.

    Parameters
    ----------
    table
        Of :func:`~dxindex.own.reading.read_table`.
    catalogue
        Indicators that are known, by id.
    framework
        One's own: its indicators are asked before the catalogue's.
    places
        How economies are recognised; None where units are none.
    roles, series
        Choices of a person, by column or text of a series: ``Role("figure", "indicator")``, ``Role("ignored")``.
    kind
        ``economies`` or ``units`` as a person chose; empty to find out.

    Returns
    -------
    Understanding
        What each column is for, and what is to be said of the columns. Cells are not judged yet: missing and faulty
        ones are found by :func:`~dxindex.own.checking.check`.

    Raises
    ------
    RefusedFileError
        Where no column can be the units', or none holds figures.

    Examples
    --------
    >>> from dxindex.own.reading import read_table
    >>> found = understand(read_table(b"name;year;a\\nP;2014;1,5\\nQ;2014;2\\n", "mine.csv"))
    >>> found.shape, found.kind, {name: role.kind for name, role in found.roles.items()}
    ('wide', 'units', {'name': 'unit', 'year': 'year', 'a': 'figure'})
    """
    groups: dict[str, Catalogue] = {"framework": {}, "catalogue": catalogue or {}}
    if framework is not None:
        groups["framework"] = known_of(framework, groups["catalogue"])
    finder = Finder(groups)
    proposed = Proposal(table, finder, places).make()
    faults = FaultList()
    faults.extend(_told_of_file(table))
    chosen = {name: role for name, role in (roles or {}).items() if name in proposed}
    faults.extend(_unknown_choices(table, [name for name in roles or {} if name not in proposed]))
    final = chosen_roles(proposed, chosen, finder)
    shape = _shape(final)
    named = _series_roles(table, final, finder, series or {}) if shape != "wide" else {}
    _check_roles(table, final, named if shape != "wide" else final)
    final, named = _once_each(final, named, shape, faults)
    told = final if shape == "wide" else named
    known = {
        role.indicator: groups[role.origin][role.indicator]
        if role.origin in groups
        else Known(role.indicator)
        for role in told.values()
        if role.kind == "figure"
    }
    if len(known) > MAX_INDICATORS:
        facts = {"found": len(known), "most": MAX_INDICATORS}
        raise RefusedFileError(Fault("too_many_indicators", facts=facts))
    faults.extend(_told_of_columns(table, final, told, framework, set(known)))
    recognised = recognise_units(*_unit_texts(table, final), places)
    found_kind = kind or (ECONOMIES if recognised.share >= RECOGNISED else UNITS)
    return Understanding(
        table=table,
        shape=shape,
        roles=final,
        series=named,
        known=known,
        kind=found_kind,
        recognised=recognised if found_kind == ECONOMIES else Recognised(),
        marks=find_marks(_value_cells(table, final), table.separator),
        faults=faults,
        framework=framework,
    )


def _shape(roles: Mapping[str, Role]) -> str:
    kinds = {role.kind for role in roles.values()}
    if "across" in kinds:
        return "across"
    return "tidy" if {"series", "value"} <= kinds else "wide"


def _series_roles(
    table: Table, roles: Mapping[str, Role], finder: Finder, chosen: Mapping[str, Role]
) -> dict[str, Role]:
    """What each text of the series is; a table without such a column has one series, called as the file is."""
    column = next((name for name, role in roles.items() if role.kind == "series"), "")
    if column:
        texts = list(dict.fromkeys(tidy(shown(cell)) for cell in table.column(column)))
    else:
        texts = [tidy(table.name.rpartition(".")[0]) or "value"]
    if len(texts) > 50 * MAX_INDICATORS:
        facts = {"found": len(texts), "most": MAX_INDICATORS}
        raise RefusedFileError(Fault("too_many_indicators", facts=facts))
    proposed = {text: figure(text, finder) for text in texts if text}
    return chosen_roles(proposed, {text: role for text, role in chosen.items() if text in proposed}, finder)


def _check_roles(table: Table, roles: Mapping[str, Role], figures: Mapping[str, Role]) -> None:
    if not any(role.kind == "unit" for role in roles.values()):
        raise RefusedFileError(Fault("no_units", row=table.header_row, column=quotable(table.header[0])))
    if not any(role.kind == "figure" for role in figures.values()):
        raise RefusedFileError(Fault("no_figures", row=table.header_row))


def _once_each(
    roles: Mapping[str, Role], series: Mapping[str, Role], shape: str, faults: FaultList
) -> tuple[dict[str, Role], dict[str, Role]]:
    """Of columns that mean the same indicator keep the first chosen, found by id, then by title."""
    told = dict(roles if shape == "wide" else series)
    order = {"chosen": 0, "id": 1, "title": 2, "own": 3}
    owners: dict[str, str] = {}
    for name in sorted(told, key=lambda item: order.get(told[item].how, 4)):
        if told[name].kind != "figure":
            continue
        owner = owners.setdefault(told[name].indicator, name)
        if owner != name:
            faults.add(Fault("twice_meant", column=quotable(name), facts={"indicator": told[name].indicator}))
            told[name] = Role("ignored")
    return (told, dict(series)) if shape == "wide" else (dict(roles), told)


def _told_of_file(table: Table) -> Iterator[Fault]:
    if table.encoding.startswith("windows"):
        yield Fault("assumed_encoding", facts={"encoding": table.encoding})
    others = [quotable(name) for name in table.sheets if name != table.sheet]
    if others:
        facts = {"sheet": quotable(table.sheet), "others": _listed(others)}
        yield Fault("other_sheets", facts=facts)


def _unknown_choices(table: Table, names: list[str]) -> Iterator[Fault]:
    columns = _listed([quotable(name) for name in table.header])
    for name in names:
        yield Fault("unknown_choice", column=quotable(name), facts={"columns": columns})


def _told_of_columns(
    table: Table,
    roles: Mapping[str, Role],
    figures: Mapping[str, Role],
    framework: Framework | None,
    there: set[str],
) -> Iterator[Fault]:
    row = table.header_row
    doubled = {name: table.header.count(name) for name in table.header if table.header.count(name) > 1}
    for name, count in doubled.items():
        yield Fault("doubled_column", row, quotable(name), facts={"found": count})
    for name, role in figures.items():
        if role.nearest and role.nearest not in there:
            yield Fault("near_column", row, quotable(name), facts={"nearest": role.nearest})
    for name, role in roles.items():
        if role == Role("ignored"):
            empty = all(isinstance(cell, str) and not cell.strip() for cell in table.column(name))
            yield Fault("empty_column" if empty else "unread_column", row, quotable(name))
    for indicator in framework.indicators if framework else ():
        if indicator not in there:
            yield Fault("missing_column", column=quotable(indicator))


def _unit_texts(table: Table, roles: Mapping[str, Role]) -> tuple[list[str], list[str], list[int]]:
    """The units' codes and names as they stand in each row, and the rows' numbers."""
    columns = [
        next((name for name, role in roles.items() if role.kind == kind), "") for kind in ("unit", "name")
    ]
    texts = [[shown(cell) for cell in table.column(name)] if name else [] for name in columns]
    return texts[0], texts[1], [number for number, _cells in table.rows]


def _value_cells(table: Table, roles: Mapping[str, Role]) -> Iterator[Cell]:
    for name, role in roles.items():
        if role.kind in ("figure", "value", "across"):
            yield from table.column(name)


def _listed(names: list[str], most: int = 12) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
