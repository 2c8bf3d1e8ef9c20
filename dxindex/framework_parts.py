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
) -> list[str]:
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


def _emptiness(nodes: Sequence[Node], indicators: Sequence[Indicator]) -> Iterator[str]:
    if not nodes:
        yield 'there is no node; add at least one [[node]] with parent = ""'
    if not indicators:
        yield "there is no indicator; add at least one [[indicator]]"


def _duplicates(parts: Iterable[Part]) -> Iterator[str]:
    for part_id, count in Counter(part.id for part in parts).items():
        if count > 1:
            yield f"id '{part_id}' is used {count} times; every node and indicator needs an id of its own"


def _value_faults(part: Part) -> Iterator[str]:
    label = f"{kind(part)} '{part.id}'"
    if not (math.isfinite(part.weight) and part.weight >= 0):
        yield f"{label}: weight {part.weight:g} must be a finite number, zero or more"
    if isinstance(part, Indicator):
        if part.direction not in (1, -1):
            yield f"{label}: direction {part.direction:g} must be 1 (more is better) or -1 (less is better)"
        if part.goalposts is not None and not in_order(part.goalposts):
            low, high = part.goalposts
            yield f"{label}: goalposts [{low:g}, {high:g}] must be two finite numbers, the lower first"


def _unknown_parents(nodes: Iterable[Node], parts: Iterable[Part]) -> Iterator[str]:
    known = {node.id for node in nodes}
    for part in parts:
        if isinstance(part, Indicator) and part.parent == ROOT:
            yield f"indicator '{part.id}': parent must name a node; only nodes can be roots"
        elif part.parent != ROOT and part.parent not in known:
            yield f"{kind(part)} '{part.id}': parent '{part.parent}' is not a node"


def _cycles(nodes: Iterable[Node]) -> Iterator[str]:
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
            yield f"nodes form a cycle: {' -> '.join([*ring, ring[0]])}; give one of them another parent"
        settled.update(path)


def _childless(nodes: Iterable[Node], parts: Iterable[Part]) -> Iterator[str]:
    parents = {part.parent for part in parts}
    for node in nodes:
        if node.id not in parents:
            yield f"node '{node.id}' has no children; give it an indicator or a sub-node, or remove it"


def _weightless(nodes: Iterable[Node], parts: Iterable[Part]) -> Iterator[str]:
    siblings: dict[str, list[Part]] = {}
    for part in parts:
        siblings.setdefault(part.parent, []).append(part)
    for node in nodes:
        children = siblings.get(node.id, [])
        if children and all(child.weight == 0 for child in children):
            names = name_ids(child.id for child in children)
            yield f"node '{node.id}': the weights of its children {names} sum to zero"


def _scale_faults(scale: tuple[float, float]) -> Iterator[str]:
    if not in_order(scale):
        yield f"scale [{scale[0]:g}, {scale[1]:g}] must be two finite numbers, the lower first"


def _axis_faults(axes: Mapping[str, str], nodes: Iterable[Node]) -> Iterator[str]:
    known = {node.id for node in nodes}
    for axis, node_id in axes.items():
        if node_id not in known:
            yield f"axis {axis}: '{node_id}' is not a node"
    if len(set(axes.values())) < len(axes):
        yield f"axes {name_ids(axes)} name the same node; each axis needs a node of its own"
