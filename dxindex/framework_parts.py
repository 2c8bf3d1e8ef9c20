"""The rows of a framework table, and what must hold between them.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 1: a framework says what is
measured, by which indicators, nested how, with which weights.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dxindex.errors import name_ids
from dxindex.framework_faults import FrameworkFault, find_words

Titles = tuple[tuple[str, str], ...]
"""Pairs of language code and text; a tuple, so that what holds it stays hashable."""

ROOT = ""
"""The parent of a node that has none."""


@dataclass(frozen=True, slots=True)
class Node:
    """A score: the weighted mean of its children, which are nodes, indicators or both."""

    id: str
    parent: str = ROOT
    weight: float = 1.0
    titles: Titles = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A column of the panel: its node and weight, whether more is better, its goalposts in its own unit."""

    id: str
    parent: str
    weight: float = 1.0
    direction: int = 1
    goalposts: tuple[float, float] | None = None
    titles: Titles = ()
    note: str = ""


Part = Node | Indicator


def kind(part: Part) -> str:
    """Return what a part is called in messages."""
    return "node" if isinstance(part, Node) else "indicator"


def find_faults(
    nodes: Sequence[Node],
    indicators: Sequence[Indicator],
    scale: tuple[float, float],
    axes: Mapping[str, str],
) -> list[FrameworkFault]:
    """Return every fault of a framework, one sentence each, by id; an empty list means it is sound."""
    parts: list[Part] = [*nodes, *indicators]
    return [
        *_emptiness(nodes, indicators),
        *_duplicates(parts),
        *(fault for part in parts for fault in _value_faults(part)),
        *_unknown_parents(nodes, parts),
        *_cycles(nodes),
        *_childless(nodes, parts),
        *_weightless(nodes, parts),
        *_scale_faults(scale),
        *_axis_faults(axes, nodes),
    ]


def in_order(pair: tuple[float, float]) -> bool:
    """Return whether a pair of bounds is finite and rising."""
    low, high = pair
    return math.isfinite(low) and math.isfinite(high) and low < high


def _emptiness(nodes: Sequence[Node], indicators: Sequence[Indicator]) -> Iterator[FrameworkFault]:
    if not nodes:
        yield find_words("no_nodes")
    if not indicators:
        yield find_words("no_indicators")


def _duplicates(parts: Iterable[Part]) -> Iterator[FrameworkFault]:
    for part_id, count in Counter(part.id for part in parts).items():
        if count > 1:
            yield find_words("doubled_id", id=part_id, count=count)


def _value_faults(part: Part) -> Iterator[FrameworkFault]:
    label = f"{kind(part)} '{part.id}'"
    if not (math.isfinite(part.weight) and part.weight >= 0):
        yield find_words("bad_weight", label, value=part.weight)
    if isinstance(part, Indicator):
        if part.direction not in (1, -1):
            yield find_words("bad_direction", label, value=part.direction)
        if part.goalposts is not None and not in_order(part.goalposts):
            low, high = part.goalposts
            yield find_words("bad_goalposts", label, low=low, high=high)


def _unknown_parents(nodes: Iterable[Node], parts: Iterable[Part]) -> Iterator[FrameworkFault]:
    known = {node.id for node in nodes}
    for part in parts:
        if isinstance(part, Indicator) and part.parent == ROOT:
            yield find_words("rootless", f"indicator '{part.id}'")
        elif part.parent != ROOT and part.parent not in known:
            yield find_words("unknown_parent", f"{kind(part)} '{part.id}'", parent=part.parent)


def _cycles(nodes: Iterable[Node]) -> Iterator[FrameworkFault]:
    parent = {node.id: node.parent for node in nodes}
    settled: set[str] = set()
    for start in parent:
        path: list[str] = []
        current = start
        while current in parent and current not in settled and current not in path:
            path.append(current)
            current = parent[current]
        if current in path:
            ring = path[path.index(current) :]
            yield find_words("cycle", ring=" -> ".join([*ring, ring[0]]))
        settled.update(path)


def _childless(nodes: Iterable[Node], parts: Iterable[Part]) -> Iterator[FrameworkFault]:
    parents = {part.parent for part in parts}
    for node in nodes:
        if node.id not in parents:
            yield find_words("childless", f"node '{node.id}'")


def _weightless(nodes: Iterable[Node], parts: Iterable[Part]) -> Iterator[FrameworkFault]:
    siblings: dict[str, list[Part]] = {}
    for part in parts:
        siblings.setdefault(part.parent, []).append(part)
    for node in nodes:
        children = siblings.get(node.id, [])
        if children and all(child.weight == 0 for child in children):
            names = name_ids(child.id for child in children)
            yield find_words("weightless", f"node '{node.id}'", names=names)


def _scale_faults(scale: tuple[float, float]) -> Iterator[FrameworkFault]:
    if not in_order(scale):
        yield find_words("bad_scale", low=scale[0], high=scale[1])


def _axis_faults(axes: Mapping[str, str], nodes: Iterable[Node]) -> Iterator[FrameworkFault]:
    known = {node.id for node in nodes}
    for axis, node_id in axes.items():
        if node_id not in known:
            yield find_words("unknown_axis", axis=axis, node=node_id)
    if len(set(axes.values())) < len(axes):
        yield find_words("same_axis", names=name_ids(axes))
