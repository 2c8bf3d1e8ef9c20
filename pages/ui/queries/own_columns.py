"""What the columns of a visitor's table are read as: shown in words, and corrected by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

import dxindex as dx
from dxindex import i18n, own
from dxindex.own.known import known_of
from dxindex.own.numbers import is_missing
from dxindex.own.table import shown
from pages.ui.queries.own_reading import Choices, Reading, catalogue

_FIRST = 3  # values of a column that are shown
_OWN, _KNOWN = "own", "known:"  # cells of the column that says which indicator it is
_OF_ONE_COLUMN = ("unit", "name", "year", "series", "value")


def kinds(lang: str) -> dict[str, str]:
    """What a column may be read as, in words."""
    _ = i18n.translator(lang)
    return {
        "unit": _("the unit: its code, or its name"),
        "name": _("the unit's name"),
        "year": _("the year"),
        "figure": _("figures of an indicator"),
        "series": _("which indicator a row is of"),
        "value": _("the value"),
        "across": _("values of this year"),
        "ignored": _("not read"),
    }


def kinds_of_series(lang: str) -> dict[str, str]:
    """What the rows of one indicator of a tidy table may be read as, in words."""
    return {kind: words for kind, words in kinds(lang).items() if kind in ("figure", "ignored")}


def indicators(framework: dx.Framework | None, lang: str) -> dict[str, str]:
    """Which indicator a column may be, by what the cell holds: its own, the index's, the catalogue's."""
    _ = i18n.translator(lang)
    known = {**catalogue(), **(known_of(framework, catalogue()) if framework else {})}
    titles = {key: entry.titles.get(lang) or entry.titles.get("en") or key for key, entry in known.items()}
    of_index = list(framework.indicators) if framework else []
    order = [*of_index, *sorted(set(known) - set(of_index), key=titles.__getitem__)]
    return {_OWN: _("of its own"), **{f"{_KNOWN}{key}": f"{titles[key]} ({key})" for key in order}}


def of_table(reading: Reading, lang: str) -> pd.DataFrame:
    """The columns of a table: name, first values, what it is read as, which indicator it is, what may be meant."""
    firsts = {name: _first_values(reading.table, name) for name in reading.roles}
    return _rows(reading.roles, firsts, reading.framework, lang)


def of_series(reading: Reading, lang: str) -> pd.DataFrame:
    """The same of the indicators that the rows of a tidy table are of."""
    return _rows(reading.series, {}, reading.framework, lang).drop(columns="first")


def _rows(
    roles: Mapping[str, own.Role],
    firsts: Mapping[str, str],
    framework: dx.Framework | None,
    lang: str,
) -> pd.DataFrame:
    titles = indicators(framework, lang)
    rows = [
        (name, firsts.get(name, ""), role.kind, _cell(role), titles.get(f"{_KNOWN}{role.nearest}", ""))
        for name, role in roles.items()
    ]
    return pd.DataFrame(rows, columns=["column", "first", "kind", "indicator", "near"], dtype="str")


def _cell(role: own.Role) -> str | None:
    if role.kind != "figure":
        return None
    own_ids = role.origin == "own" or not role.indicator
    return _OWN if own_ids else f"{_KNOWN}{role.indicator}"


def _first_values(table: own.Table, name: str) -> str:
    place = table.header.index(name)
    filled = (cells[place] for _number, cells in table.rows if not is_missing(cells[place]))
    return " · ".join(own.quotable(shown(cell)) for cell, _n in zip(filled, range(_FIRST), strict=False))


def corrected(
    roles: Mapping[str, own.Role],
    chosen: Mapping[str, own.Role],
    edits: Mapping[int, Mapping[str, str | None]],
) -> dict[str, own.Role]:
    """Return a person's choices after edits of the table that shows roles, by its row.

    A column that takes a part which a table has once takes it from whoever was chosen for it before.
    """
    names, after = list(roles), dict(chosen)
    for row, edit in edits.items():
        name = names[row]
        role = _edited(name, roles[name], edit)
        if role.kind in _OF_ONE_COLUMN:
            after = {other: taken for other, taken in after.items() if taken.kind != role.kind}
        after[name] = role
    return after


def _edited(name: str, role: own.Role, edit: Mapping[str, str | None]) -> own.Role:
    kind = edit.get("kind") or ("figure" if edit.get("indicator") else role.kind)
    if kind != "figure":
        return own.Role(kind)
    indicator = edit.get("indicator", _cell(role))
    if indicator == _OWN:
        return own.Role("figure")
    return own.Role("figure", indicator.removeprefix(_KNOWN)) if indicator else own.Role("figure", name)


def near_ones(reading: Reading) -> dict[str, str]:
    """Columns or series read as their own whose name is near a known indicator's, and which one that is."""
    found = {**reading.roles, **reading.series}
    taken = {role.indicator for role in found.values() if role.kind == "figure"}
    return {
        name: role.nearest
        for name, role in found.items()
        if role.kind == "figure" and role.nearest and role.nearest not in taken
    }


def with_near_ones(reading: Reading, choices: Choices) -> Choices:
    """Return a person's choices where all near ones are meant."""
    meant = {name: own.Role("figure", near) for name, near in near_ones(reading).items()}
    of_rows = {name: role for name, role in meant.items() if name in reading.series}
    of_columns = {name: role for name, role in meant.items() if name not in reading.series}
    return replace(choices, roles={**choices.roles, **of_columns}, series={**choices.series, **of_rows})
