"""The least move of a unit's levers that brings its scores into a region: linear where it can be, searched where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dxindex.aggregate import PowerMean
from dxindex.edges import FloatArray
from dxindex.errors import OptionError, name_ids
from dxindex.goals import Region
from dxindex.levers import Levers
from dxindex.search import Search

MAX_ASLEEP = 10
"""Levers that first must reach a goalpost: each doubles the number of programmes to solve."""

SOLVER_TOLERANCE = 1e-10
"""The tightest that the linear solver takes; well below the margin that is aimed for."""


@dataclass(frozen=True)
class LeastMove:
    """A move, one entry per lever in units of change, and how it was found."""

    move: FloatArray
    method: str

    @property
    def cost(self) -> float:
        """Sum of the units of change."""
        return float(self.move.sum())


def find_least_move(
    levers: Levers,
    nodes: Sequence[str],
    regions: Sequence[Region],
    aggregations: Mapping[str, PowerMean],
    margin: float,
) -> LeastMove | None:
    """Return the least move into any of the regions, or None where none is found.

    Parameters
    ----------
    nodes
        The scores that the regions are drawn in.
    margin
        How far inside a region to come.

    Raises
    ------
    OptionError
        When more than :data:`MAX_ASLEEP` levers lie beyond their lower goalpost.
    """
    means = _means_between(levers, nodes, aggregations)
    linear = levers.even and all(mean.additive for mean in means)
    concave = levers.even and all(mean.power <= 1 for mean in means)
    found: list[LeastMove] = []
    for base, reach in _wakings(levers):
        for region in regions:
            aim = Region(region.normals, region.bounds + margin)
            if linear:
                move, method = _solve_linear(levers, nodes, aim, base, reach), "linear programme"
            else:
                convex = concave and bool((aim.normals >= 0).all())
                move = Search(levers, nodes, aim, base, reach).run(starts_from_each=not convex)
                method = "convex programme" if convex else "local search"
            if move is not None:
                found.append(LeastMove(move, method))
    return min(found, key=lambda one: one.cost, default=None)


def _means_between(
    levers: Levers, nodes: Sequence[str], aggregations: Mapping[str, PowerMean]
) -> list[PowerMean]:
    """Return the means that a change passes on its way from a lever to one of the nodes."""
    framework = levers.index.framework
    moved = set(levers.indicators)
    below = dict.fromkeys(part for node in nodes for part in (node, *framework.descendants(node)))
    return [aggregations[node] for node in below if moved & set(framework.leaves(node))]


def _wakings(levers: Levers) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield, for each set of sleeping levers that could be woken, the least and the largest moves."""
    asleep = np.flatnonzero(levers.wake > 0)
    if len(asleep) > MAX_ASLEEP:
        names = [levers.indicators[place] for place in asleep]
        raise OptionError(
            f"more than {MAX_ASLEEP} levers lie beyond their lower goalpost: {name_ids(names)}; name fewer",
            ids=names,
        )
    for count in range(len(asleep) + 1):
        for woken in combinations(asleep, count):
            left = [place for place in asleep if place not in woken]
            base = np.zeros_like(levers.wake)
            base[list(woken)] = levers.wake[list(woken)]
            reach = levers.reach.copy()
            reach[left] = 0.0
            yield base, reach


def _solve_linear(
    levers: Levers, nodes: Sequence[str], aim: Region, base: FloatArray, reach: FloatArray
) -> FloatArray | None:
    r"""Return the move of :math:`\min \sum_i g_i` subject to :math:`N (s_0 + M g) \ge b`, bounds on :math:`g`."""
    from scipy.optimize import linprog

    room = reach - base
    rows = np.vstack([base, base + np.diag(room)])
    start, *ends = levers.scores(rows, nodes)
    effects = (np.array(ends) - start) / np.where(room > 0, room, 1.0)[:, np.newaxis]
    solution = linprog(
        np.ones(len(room)),
        A_ub=-aim.normals @ effects.T,
        b_ub=aim.normals @ start - aim.bounds,
        bounds=np.column_stack([np.zeros(len(room)), room]),
        method="highs",
        options={
            "primal_feasibility_tolerance": SOLVER_TOLERANCE,
            "dual_feasibility_tolerance": SOLVER_TOLERANCE,
        },
    )
    return base + np.clip(solution.x, 0.0, room) if solution.status == 0 else None
