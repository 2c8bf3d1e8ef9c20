"""Leaving parts of an index out: which can go, and which nodes are covered well enough without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dxindex.aggregate import COVERAGE_FLOOR, aggregate_tree, resolve_aggregations
from dxindex.assumptions import Assumption, Factor, LeaveOut
from dxindex.data_states import State
from dxindex.errors import OptionError, name_ids
from dxindex.framework import Framework
from dxindex.framework_changes import counted_children, same_place, without_parts
from dxindex.framework_parts import ROOT

NOTHING = ""
"""The level at which nothing is left out."""


def possible_cuts(
    chosen: Assumption | None, framework: Framework
) -> tuple[tuple[tuple[str, ...], ...], Factor]:
    """Return per root what may be left out below it, each but the first, which is :data:`NOTHING`."""
    roots = framework.roots
    if not isinstance(chosen, LeaveOut):
        return tuple((NOTHING,) for _ in roots), Factor("leave_out", (), "")
    asked = chosen.parts
    wanted = [*framework.indicators, *framework.pillar_ids] if asked is None else list(asked)
    below: dict[str, list[str]] = {root: [NOTHING] for root in roots}
    immovable = []
    for part in wanted:
        cut = _movable(framework, part)
        if cut is None:
            immovable.append(part)
        elif cut not in below[_root(framework, cut)]:
            below[_root(framework, cut)].append(cut)
    if asked is not None and immovable:
        raise OptionError(f"leave_out: nothing remains beside {name_ids(immovable)}", ids=immovable)
    cuts = tuple(tuple(parts) for parts in below.values())
    columns = tuple(parts for parts in cuts if len(parts) > 1)
    count = sum(len(parts) - 1 for parts in columns)
    if not count:
        return cuts, Factor("leave_out", (), "no part can be left out: each is all that its node has")
    return cuts, Factor("leave_out", columns, f"one of {count} indicators and pillars, or nothing")


def _movable(framework: Framework, part: str) -> str | None:
    """Return the part, or the nearest one above it, beside which something else counts."""
    while part != ROOT:
        parent = framework.parent(part)
        if (
            parent != ROOT
            and framework.part(part).weight > 0
            and len(counted_children(framework, parent)) > 1
        ):
            return part
        part = parent
    return None


def _root(framework: Framework, part: str) -> str:
    while framework.parent(part) != ROOT:
        part = framework.parent(part)
    return part


def covered_nodes(
    state: State, declared: Framework, cuts: Sequence[Sequence[str]]
) -> Mapping[str, NDArray[np.bool_]] | None:
    """Return per node where it is covered well enough, cut by cut of its root; None where nothing is missing."""
    holes = state.panel.isna().to_numpy()
    if not holes.any():
        return None
    means = resolve_aggregations(declared, "arithmetic")
    # Coverage asks only whether a value is there: ones stand for all of them.
    patterns, pattern_of = np.unique(holes, axis=0, return_inverse=True)
    observed = pd.DataFrame(np.where(patterns, np.nan, 1.0), columns=list(state.panel.columns))
    whole = aggregate_tree(observed, state.framework, means, COVERAGE_FLOOR)[0].notna()
    scored = {}
    for root, parts in zip(declared.roots, cuts, strict=True):
        nodes = (root, *declared.descendants(root))
        rows = {node: [whole[node].to_numpy()] for node in nodes}
        for part in parts[1:]:
            reduced = without_parts(state.framework, [same_place(part, declared, state.framework)])
            covered = aggregate_tree(observed, reduced, means, COVERAGE_FLOOR)[0].notna()
            for node in nodes:
                rows[node].append((covered if node in covered else whole)[node].to_numpy())
        scored.update({node: np.array(flags)[:, pattern_of] for node, flags in rows.items()})
    return scored
