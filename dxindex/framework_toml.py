"""Frameworks as text: what a TOML file may hold, read into parts, and parts written back.

Reading never stops at the first fault. A value of the wrong type is reported and replaced by its default, so
that the structure below it can still be checked without reporting the same mistake twice.
"""

from __future__ import annotations

import json
import reprlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from dxindex.errors import name_ids
from dxindex.framework_faults import FrameworkFault, find_words
from dxindex.framework_parts import ROOT, Indicator, Node, Part, Titles

AXIS_NAMES = ("x", "y")

_TOP_KEYS = ("framework", "node", "indicator")
_FRAMEWORK_KEYS = ("id", "extends", "leave_out", "title", "scale", "axes", "note")
_NODE_KEYS = ("id", "parent", "weight", "title", "note")
_INDICATOR_KEYS = ("id", "parent", "weight", "direction", "goalposts", "title", "note")


@dataclass
class Reading:
    """What one pass over a mapping found: the framework's fields, and the faults on the way."""

    id: str = ""
    titles: Titles = ()
    scale: tuple[float, float] = (0.0, 1.0)
    axes: dict[str, str] = field(default_factory=dict)
    note: str = ""
    nodes: list[Node] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    faults: list[FrameworkFault] = field(default_factory=list)


def parse_toml(text: str) -> tuple[dict[str, Any], list[FrameworkFault]]:
    """Return the tables of a TOML text and the fault, with line and column, if it is not valid TOML."""
    try:
        return tomllib.loads(text), []
    except ValueError as error:  # also for whole numbers of more digits than Python reads
        return {}, [find_words("not_toml", error=error)]
    except RecursionError:
        return {}, [find_words("too_deep")]


def read_mapping(mapping: Mapping[str, Any]) -> Reading:
    """Read the tables of a framework file; every fault of key, type or shape lands in ``faults``."""
    reading = Reading()
    faults = reading.faults
    _check_keys(mapping, _TOP_KEYS, "the file", faults)
    _read_head(mapping.get("framework"), reading)
    for label, row in _rows(mapping, "node", _NODE_KEYS, faults):
        reading.nodes.append(Node(**_common_fields(row, label, faults)))
    for label, row in _rows(mapping, "indicator", _INDICATOR_KEYS, faults):
        reading.indicators.append(
            Indicator(
                **_common_fields(row, label, faults),
                direction=_direction(row, label, faults),
                goalposts=_pair(row, "goalposts", label, faults),
            )
        )
    return reading


class _CommonFields(TypedDict):
    """What nodes and indicators have in common."""

    id: str
    parent: str
    weight: float
    titles: Titles
    note: str


def _common_fields(row: Mapping[str, Any], label: str, faults: list[FrameworkFault]) -> _CommonFields:
    return {
        "id": row["id"],
        "parent": _text(row, "parent", label, faults, required=True),
        "weight": _number(row, "weight", 1.0, label, faults),
        "titles": _titles(row, label, faults),
        "note": _text(row, "note", label, faults),
    }


def _read_head(head: object, reading: Reading) -> None:
    label, faults = "[framework]", reading.faults
    if not isinstance(head, Mapping):
        faults.append(find_words("no_head"))
        return
    _check_keys(head, _FRAMEWORK_KEYS, label, faults)
    reading.id = _text(head, "id", label, faults, required=True)
    if head.get("id") == "":
        faults.append(find_words("empty_id", label))
    reading.titles = _titles(head, label, faults)
    reading.scale = _pair(head, "scale", label, faults) or reading.scale
    reading.note = _text(head, "note", label, faults)
    reading.axes = _axes(head.get("axes", {}), faults)


def _axes(value: object, faults: list[FrameworkFault]) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(node, str) for node in value.values()):
        faults.append(find_words("bad_axes", "[framework]"))
        return {}
    if value and set(value) != set(AXIS_NAMES):
        names = name_ids(value)
        faults.append(find_words("other_axes", "[framework]", expected=name_ids(AXIS_NAMES), names=names))
    return {axis: value[axis] for axis in AXIS_NAMES if axis in value}


def _rows(
    mapping: Mapping[str, Any], key: str, known: Sequence[str], faults: list[FrameworkFault]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the rows that have an id, with the label they go by in messages; report the others."""
    rows = mapping.get(key, [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        faults.append(find_words("not_rows", key=key))
        return
    for position, row in enumerate(rows, start=1):
        label = f"{key} number {position}"
        if not isinstance(row, Mapping):
            faults.append(find_words("no_table", label, key=key))
            continue
        row_id = row.get("id")
        if not isinstance(row_id, str) or not row_id.strip():
            faults.append(find_words("no_id", label))
            continue
        label = f"{key} '{row_id}'"
        _check_keys(row, known, label, faults)
        yield label, row


def _check_keys(
    table: Mapping[str, Any], known: Sequence[str], label: str, faults: list[FrameworkFault]
) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        faults.append(find_words("unknown_key", label, names=name_ids(unknown), expected=name_ids(known)))


def _text(
    row: Mapping[str, Any], key: str, label: str, faults: list[FrameworkFault], *, required: bool = False
) -> str:
    value = row.get(key)
    if isinstance(value, str):
        return value
    if value is not None:
        faults.append(find_words("not_a_text", label, key=key, value=_shown(value)))
    elif required:
        faults.append(find_words("missing_key", label, key=key))
    return ROOT


def _is_number(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        float(value)
    except OverflowError:  # a whole number beyond all that is computed with
        return False
    return True


def _shown(value: object) -> str:
    """A value as it is repeated in a sentence: short, however deep or long it is."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = 60
    return short.repr(value)


def _number(
    row: Mapping[str, Any], key: str, default: float, label: str, faults: list[FrameworkFault]
) -> float:
    value = row.get(key, default)
    if not _is_number(value):
        faults.append(find_words("no_number", label, key=key, value=_shown(value)))
        return default
    return float(value)


def _direction(row: Mapping[str, Any], label: str, faults: list[FrameworkFault]) -> int:
    value = _number(row, "direction", 1.0, label, faults)
    if not value.is_integer():  # nor are infinity and NaN
        faults.append(find_words("bad_direction", label, value=value))
        return 1
    return int(value)


def _pair(
    row: Mapping[str, Any], key: str, label: str, faults: list[FrameworkFault]
) -> tuple[float, float] | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, list | tuple) and len(value) == 2 and all(_is_number(item) for item in value):
        return float(value[0]), float(value[1])
    faults.append(find_words("no_pair", label, key=key, value=_shown(value)))
    return None


def _titles(row: Mapping[str, Any], label: str, faults: list[FrameworkFault]) -> Titles:
    value = row.get("title", {})
    if isinstance(value, str):
        return (("en", value),)
    if isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values()):
        return tuple(sorted(value.items()))
    faults.append(find_words("bad_title", label))
    return ()


def part_to_dict(part: Part) -> dict[str, Any]:
    """Return a part as the row of a framework file that :func:`read_mapping` reads back unchanged."""
    row: dict[str, Any] = {"id": part.id, "parent": part.parent, "weight": part.weight}
    if isinstance(part, Indicator):
        row["direction"] = part.direction
        if part.goalposts is not None:
            row["goalposts"] = list(part.goalposts)
    if part.titles:
        row["title"] = dict(part.titles)
    if part.note:
        row["note"] = part.note
    return row


def write_toml(tables: Mapping[str, Any]) -> str:
    """Return the mapping of a framework as TOML text, without comments."""
    lines = ["[framework]", *_assignments(tables["framework"])]
    for key in ("node", "indicator"):
        for row in tables[key]:
            lines += ["", f"[[{key}]]", *_assignments(row)]
    return "\n".join(lines) + "\n"


def _assignments(table: Mapping[str, Any]) -> Iterable[str]:
    return (f"{key} = {_literal(value)}" for key, value in table.items())


def _literal(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_literal(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if isinstance(value, str):
        # JSON escapes are TOML escapes; TOML alone wants DEL escaped as well.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return repr(value)
