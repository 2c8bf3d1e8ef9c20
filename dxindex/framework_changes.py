"""A framework as single draws change it: parts left out, indicators swapped, other weights.

What weighs nothing counts for nothing: see :func:`counted_children`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dxindex.framework import Framework
from dxindex.framework_parts import ROOT, Indicator

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def counted_children(framework: Framework, node: str) -> tuple[str, ...]:
    """Return the children of a node that weigh something."""
    return tuple(child for child in framework.children(node) if framework.part(child).weight > 0)


def varied_parts(framework: Framework) -> tuple[str, ...]:
    """Return the parts whose weight matters: those that weigh something beside a sibling that does."""
    return tuple(
        child
        for node in framework.nodes
        if len(counted_children(framework, node)) > 1
        for child in counted_children(framework, node)
    )


def sibling_counts(framework: Framework) -> IntArray:
    """Return among how many each of :func:`varied_parts` shares its node, itself included."""
    return np.array(
        [len(counted_children(framework, framework.parent(part))) for part in varied_parts(framework)]
    )


def without_parts(framework: Framework, left_out: Sequence[str]) -> Framework:
    """Return the framework without some parts and what lies below them."""
    nodes = [part for part in left_out if part not in framework.indicators]
    gone = {*left_out, *(item for node in nodes for item in framework.descendants(node))}
    gone |= {leaf for node in nodes for leaf in framework.leaves(node)}
    return replace(
        framework,
        node_parts=tuple(part for part in framework.node_parts if part.id not in gone),
        indicator_parts=tuple(part for part in framework.indicator_parts if part.id not in gone),
        axis_nodes=tuple(pair for pair in framework.axis_nodes if pair[1] not in gone),
    )


def same_place(part: str, declared: Framework, variant: Framework) -> str:
    """Return what stands in a variant where ``part`` stands in the declared framework."""
    if part not in declared.indicators:
        return part
    return variant.indicators[declared.indicators.index(part)]


def with_indicators(framework: Framework, swaps: Mapping[str, Indicator]) -> Framework:
    """Return the framework with indicators replaced in place; ``swaps`` goes from old id to new row."""
    return replace(
        framework,
        indicator_parts=tuple(
            replace(swaps[part.id], parent=part.parent, weight=part.weight) if part.id in swaps else part
            for part in framework.indicator_parts
        ),
    )


def with_weights(
    framework: Framework, declared: Framework, places: Mapping[str, int], weights: FloatArray
) -> Framework:
    """Return a framework with drawn weights; its indicators stand where those of the declared one do."""
    nodes = tuple(
        part if part.parent == ROOT else replace(part, weight=float(weights[places[part.id]]))
        for part in framework.node_parts
    )
    indicators = tuple(
        replace(part, weight=float(weights[places[old]]))
        for part, old in zip(framework.indicator_parts, declared.indicators, strict=True)
    )
    return replace(framework, node_parts=nodes, indicator_parts=indicators)
