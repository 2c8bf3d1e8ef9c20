"""The layers of a finished specification: what the rows of each are, and the specification without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

LABELS = ("leaders", "others", "named", "named")
"""The last layers of the two-axis chart."""

MAP_LABELS = ("leaders", "named", "named")
"""The last layers of the map, once for each range of widths."""

_VIEW = "marks"


def layers(spec: Spec) -> list[Spec]:
    """All layers that have rows, nested ones in their place."""
    found: list[Spec] = []
    for layer in spec["layer"]:
        found += layers(layer) if "layer" in layer else [layer]
    return found


def points_of(spec: Spec) -> Spec:
    """Return the layer of the marks, the only one that has a name."""
    return next(layer for layer in spec["layer"] if "name" in layer)


def map_points(spec: Spec) -> Rows:
    """Return the rows of the marks on the map."""
    rows: Rows = spec["datasets"][points_of(spec)["data"]["name"]]
    return rows


def roles(spec: Spec) -> list[str]:
    """The role of each layer's rows in the two-axis chart without names, in order."""
    return [role(spec, layer) for layer in layers(spec)]


def role(spec: Spec, layer: Spec) -> str:
    """What the rows of a layer are, by a field that only they have."""
    rows = spec["datasets"][layer["data"]["name"]]
    fields = set(rows[0])
    if "level" in fields:
        return "points"
    if "ranks" in fields:
        return f"whisker-{'x' if 'x2' in layer['encoding'] else 'y'}"
    if "to_x" in fields:
        return "trail-heads" if layer["mark"].get("shape") else "trails"
    if "note" in fields:
        return "outside"
    return f"centre-{rows[0]['group']}" if "group" in fields else "medians"


def map_roles(spec: Spec) -> list[str]:
    """Return the role of each layer's rows in the map, in order."""
    names = [layer["data"]["name"] for layer in spec["layer"]]
    drawn = sum("projection" in layer for layer in spec["layer"])
    turns = (len(names) - drawn - 1) // len(MAP_LABELS)
    labels = [f"{label}-{turn}" for turn in range(turns) for label in MAP_LABELS]
    return [*names[:drawn], "points", *labels]


def rows_by_role(spec: Spec) -> dict[str, Rows]:
    """Return the rows of the two-axis chart without names, by their role."""
    return {
        role: [dict(row) for row in spec["datasets"][layer["data"]["name"]]]
        for role, layer in zip(roles(spec), layers(spec), strict=True)
    }


def without_rows(spec: Spec, roles: Sequence[str]) -> Spec:
    """The specification without its rows, each layer's data named by their role."""
    names = iter(roles)

    def renamed(layer: Mapping[str, Any]) -> Spec:
        if "layer" in layer:
            return {**layer, "layer": [renamed(part) for part in layer["layer"]]}
        named = {**layer, "data": {**layer["data"], "name": next(names)}}
        return {**named, "name": _VIEW} if "name" in layer else named

    kept = {name: part for name, part in spec.items() if name not in ("datasets", "layer", "$schema")}
    kept["params"] = [
        {**param, "views": [_VIEW]} if "views" in param else param for param in spec.get("params", [])
    ]
    return {**kept, "layer": [renamed(layer) for layer in spec["layer"]]}
