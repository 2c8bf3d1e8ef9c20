"""Units that are economies: recognised by code and name, each with what is to be said where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dxindex.own.faults import Fault, quotable, tidy
from dxindex.own.known import Places

_MOST_NEAREST = 50
"""Units for which near names are looked up; comparing is slow, and a longer list nobody reads."""


@dataclass(frozen=True)
class Recognised:
    """ISO codes by unit, the share of units that have one, and remarks on the others."""

    iso3: Mapping[str, str] = field(default_factory=dict)
    share: float = 0.0
    remarks: tuple[Fault, ...] = ()


def recognise_units(
    codes: Sequence[str], names: Sequence[str], rows: Sequence[int], places: Places | None
) -> Recognised:
    """Recognise economies among units.

    Parameters
    ----------
    codes, names
        As they stand in each row; ``names`` may be empty.
    rows
        Their numbers.
    places
        How economies are recognised; None where none are.
    """
    if places is None:
        return Recognised()
    units: dict[str, tuple[str, int]] = {}
    for place, code in enumerate(codes):
        unit = tidy(code)
        if unit:
            units.setdefault(unit, (tidy(names[place]) if names else "", rows[place]))
    by_code = dict(places.recognise(list(units)).dropna().items())
    by_name = dict(places.recognise([name for name, _row in units.values() if name]).dropna().items())
    found: dict[str, str] = {}
    remarks: list[Fault] = []
    for unit, (name, row) in units.items():
        code, other = by_code.get(unit, ""), by_name.get(name, "")
        if code and other and code != other:
            facts = {"code": str(code), "name": str(other)}
            remarks.append(Fault("contradicting_place", row, found=quotable(unit), facts=facts))
        elif code or other:
            found[unit] = str(code or other)
    share = (len(found) + len(remarks)) / len(units) if units else 0.0
    remarks += _doubled(found, units)
    seen = {fault.row for fault in remarks}
    remarks += _unknown(units, found, seen, places)
    return Recognised(found, share, tuple(sorted(remarks, key=lambda fault: fault.row or 0)))


def _doubled(found: dict[str, str], units: Mapping[str, tuple[str, int]]) -> list[Fault]:
    """Take the code from units that have it in common: which one is meant is not guessed."""
    by_code: dict[str, list[str]] = {}
    for unit, iso3 in found.items():
        by_code.setdefault(iso3, []).append(unit)
    remarks = []
    for iso3, same in by_code.items():
        for unit in same if len(same) > 1 else ():
            other = next(units[item][1] for item in same if item != unit)
            facts: dict[str, float | str] = {"iso3": iso3, "other": other}
            remarks.append(Fault("doubled_place", units[unit][1], found=quotable(unit), facts=facts))
            del found[unit]
    return remarks


def _unknown(
    units: Mapping[str, tuple[str, int]], found: Mapping[str, str], seen: set[int | None], places: Places
) -> Iterator[Fault]:
    looked_up = 0
    for unit, (name, row) in units.items():
        if unit in found or row in seen:
            continue
        looked_up += 1
        nearest = list(places.nearest(name or unit)) if looked_up <= _MOST_NEAREST else []
        if nearest:
            facts = {"nearest": ", ".join(nearest)}
            yield Fault("unclear_place", row, found=quotable(unit), facts=facts)
        else:
            yield Fault("unknown_place", row, found=quotable(unit))
