"""What a path is to reach, as half-planes in the scores: a rank on a node, or a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex.edges import BoolArray, FloatArray, find_edges
from dxindex.errors import InputError, OptionError, name_ids
from dxindex.groupings import KMeansGrouping, MeanGrouping, WardGrouping
from dxindex.levers import Levers

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.fitted import IndexResult
    from dxindex.whatif import WhatIf


@dataclass(frozen=True)
class Region:
    """Where all of several conditions hold: ``normals @ scores >= bounds``, normals of length one."""

    normals: FloatArray
    bounds: FloatArray

    def shortfall(self, scores: FloatArray) -> float:
        """Return how far scores are outside, at the condition missed most; 0 or less is inside."""
        return float((self.bounds - self.normals @ scores).max())


@dataclass(frozen=True)
class RankGoal:
    """At least a rank on a node, everybody else where they are."""

    unit: str
    node: str
    rank: int
    threshold: float

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.node,)

    @property
    def text(self) -> str:
        return f"rank {self.rank} on '{self.node}'"

    def reached(self, outcome: WhatIf) -> bool:
        return bool((outcome.ranks["after"] <= self.rank).fillna(value=False)[self.node])

    def regions(self, levers: Levers) -> list[Region]:
        del levers
        return [Region(np.ones((1, 1)), np.array([self.threshold]))]


def find_rank_goal(result: IndexResult, unit: str, node: str, rank: int) -> RankGoal:
    """Return the goal of a rank.

    Raises
    ------
    InputError
        For a unit that is not ranked.
    OptionError
        For a rank that is no whole number from 1 to the number of ranked units.
    """
    ranked = result.ranks[node].dropna()
    if unit not in ranked.index:
        raise InputError(f"'{unit}' is not ranked on '{node}'", ids=[unit])
    if isinstance(rank, bool) or not isinstance(rank, int | np.integer) or not 1 <= rank <= len(ranked):
        raise OptionError(
            f"rank must be a whole number from 1 to {len(ranked)}, the units ranked on '{node}', not {rank!r}"
        )
    others = result.scores.loc[ranked.index.drop(unit), node].sort_values(ascending=False)
    threshold = float(others.iloc[rank - 1]) if rank <= len(others) else -np.inf
    return RankGoal(unit, node, int(rank), threshold)


@dataclass(frozen=True)
class GroupGoal:
    """A group or a higher one, the groups as fitted."""

    unit: str
    group: str
    groups: Groups
    scores: FloatArray

    @property
    def nodes(self) -> tuple[str, ...]:
        return self.groups.features

    @property
    def text(self) -> str:
        return f"group '{self.group}'"

    @property
    def _enough(self) -> tuple[str, ...]:
        return self.groups.levels[self.groups.levels.index(self.group) :]

    @property
    def _stretch(self) -> FloatArray:
        """By what each score is multiplied before groups are told apart: 1 unless they were made scaled."""
        return np.asarray(1 / self.groups.fitted.spread)

    def reached(self, outcome: WhatIf) -> bool:
        return outcome.group_after in self._enough

    def regions(self, levers: Levers) -> list[Region]:
        """Return one region per group that is high enough.

        k-means and Ward groups are cut by straight lines between their centroids, and bands (of natural breaks, quantiles
        or thresholds) by one across the mean of the scores. Of others only the place where the group begins
        along the one score that moves can be found.

        Raises
        ------
        OptionError
            For other groups when more than one score moves.
        """
        grouping = self.groups.fitted.grouping
        if isinstance(grouping, KMeansGrouping | WardGrouping):
            return [self._cell(level) for level in self._enough]
        best = levers.scores(levers.reach[np.newaxis], self.nodes)[0]
        if isinstance(grouping, MeanGrouping):
            return self._beginning(best, self._stretch)
        moving = best > self.scores
        if moving.sum() > 1:
            names = [node for node, moves in zip(self.nodes, moving, strict=True) if moves]
            raise OptionError(
                f"the levers move {name_ids(names)}, and groups by '{grouping.name}' can be aimed at along one "
                "score only; name levers of one score, or group by another method, such as 'kmeans'",
                ids=names,
            )
        return self._beginning(best, moving.astype(float))

    def _cell(self, level: str) -> Region:
        r"""Return where a group's centroid is the nearest: half-planes
        :math:`2(c_g - c_h) \cdot z \ge \lVert c_g \rVert^2 - \lVert c_h \rVert^2` in scaled scores.
        """
        stretch = self._stretch
        centroids = self.groups.centroids.to_numpy(dtype=float) * stretch
        own = self.groups.levels.index(level)
        others = np.delete(centroids, own, axis=0)
        normals = 2 * (centroids[own] - others) * stretch
        bounds = (centroids[own] ** 2).sum() - (others**2).sum(axis=1)
        length = np.linalg.norm(normals, axis=1)
        return Region(normals / length[:, np.newaxis], bounds / length)

    def _beginning(self, best: FloatArray, direction: FloatArray) -> list[Region]:
        """Return what lies in a direction from the first place in the group on the way to the best scores."""
        if not self._inside(best[np.newaxis])[0]:
            return []
        rise = best - self.scores
        share = find_edges(lambda places: self._inside(self.scores + places * rise)[:, np.newaxis])
        normal = direction / np.linalg.norm(direction)
        return [Region(normal[np.newaxis], np.atleast_1d(normal @ (self.scores + share * rise)))]

    def _inside(self, scores: FloatArray) -> BoolArray:
        labels = self.groups.predict(pd.DataFrame(scores, columns=list(self.nodes)))
        return labels.isin(self._enough).to_numpy()


def find_group_goal(result: IndexResult, unit: str, group: str, groups: Groups) -> GroupGoal:
    """Return the goal of a group.

    Raises
    ------
    OptionError
        For a group that does not exist, or groups made by something else than nodes of the framework.
    """
    if group not in groups.levels:
        raise OptionError(f"no group {group!r}; valid are {name_ids(groups.levels)}", ids=[group])
    for node in groups.features:
        result.framework.node(node)
    scores = result.scores.loc[unit, list(groups.features)].to_numpy(dtype=float)
    return GroupGoal(unit, group, groups, scores)
