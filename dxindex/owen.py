"""Owen values down a tree: what each leaf adds when one row of values becomes another, group by group.

Source: Shapley (1953), doi:10.1515/9781400881970-018; for groups of players, Owen (1977),
doi:10.1007/978-3-642-45494-3_7; for groups within groups, at any depth, Winter (1989),
doi:10.1007/BF01268161.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dxindex.aggregate import PowerMean
from dxindex.errors import AggregationError
from dxindex.framework import Framework
from dxindex.weights import sibling_weights

FloatArray = NDArray[np.float64]

Lift = Callable[[FloatArray], FloatArray]
"""From scores of a part to the expected scores of the root, over the orders of everything else."""

MAX_CELLS = 5_000_000
"""Values laid out at once, 40 MB: enough for 18 children that all differ under one mean that is not arithmetic,
or for three levels of six. Twice as many are needed for every child more."""


@dataclass(frozen=True)
class Exchange:
    """The game: every leaf is a player that turns from the other row's value to its own.

    Attributes
    ----------
    framework, aggregations
        The tree, and the mean of each of its nodes.
    own, other
        Value or score of every node and indicator in the two rows; NaN is missing.
    """

    framework: Framework
    aggregations: Mapping[str, PowerMean]
    own: Mapping[str, float]
    other: Mapping[str, float]

    def values(self, node: str) -> dict[str, float]:
        r"""Return the Owen value of every indicator below ``node``.

        .. math:: \phi_i = \frac{1}{|\Pi|} \sum_{\pi \in \Pi} \bigl[ v(P_i^\pi \cup \{i\}) - v(P_i^\pi) \bigr]

        with :math:`v(S)` the score of the row that takes the indicators in :math:`S` from ``own`` and the rest
        from ``other``, :math:`\Pi` the orders in which the indicators of every node stay together, and
        :math:`P_i^\pi` the indicators before :math:`i`. Values sum to the difference of the two scores.

        Raises
        ------
        AggregationError
            When more than :data:`MAX_CELLS` values would have to be laid out.
        """
        weights = {str(part): share for part, share in sibling_weights(self.framework).items()}
        return self._below(node, weights, lift=lambda scores: scores, straight=True)

    def _below(
        self, node: str, weights: Mapping[str, float], lift: Lift, *, straight: bool
    ) -> dict[str, float]:
        """Return the values of the indicators below a node.

        ``straight`` says that the root moves in proportion to the node: then siblings that are observed in
        both rows are at their expected value, the middle, and only the others need be taken one by one.
        """
        children = self.framework.children(node)
        mean = self.aggregations[node]
        siblings = _Siblings(
            own=np.array([self.own[child] for child in children]),
            other=np.array([self.other[child] for child in children]),
            weights=np.array([weights[child] for child in children]),
            mean=mean,
            straight=straight and mean.additive,
            node=node,
        )
        found: dict[str, float] = {}
        for position, child in enumerate(children):
            if not self._differs(child):
                found.update(dict.fromkeys(self._leaves(child), 0.0))
                continue
            above = siblings.lift(position, lift)
            if child in self.framework.indicators:
                before, after = above(np.array([self.other[child], self.own[child]]))
                found[child] = float(after - before)
            else:
                found |= self._below(child, weights, above, straight=siblings.straight)
        return found

    def _leaves(self, part: str) -> tuple[str, ...]:
        return (part,) if part in self.framework.indicators else self.framework.leaves(part)

    def _differs(self, part: str) -> bool:
        return any(not _same(self.own[leaf], self.other[leaf]) for leaf in self._leaves(part))


def _same(one: float, two: float) -> bool:
    return one == two or (np.isnan(one) and np.isnan(two))


@dataclass(frozen=True)
class _Siblings:
    """The children of one node, as seen from one of them."""

    own: FloatArray
    other: FloatArray
    weights: FloatArray
    mean: PowerMean
    straight: bool
    node: str

    def lift(self, position: int, above: Lift) -> Lift:
        """Return the expected root score as a function of the child at ``position``."""
        rows, chances = self._contexts(position)

        def expected(scores: FloatArray) -> FloatArray:
            self._check_size(len(scores) * rows.size)
            laid_out = np.repeat(rows[np.newaxis], len(scores), axis=0)
            laid_out[:, :, position] = scores[:, np.newaxis]
            worth = above(self.mean.combine(laid_out.reshape(-1, rows.shape[1]), self.weights))
            return np.asarray(worth.reshape(len(scores), -1) @ chances)

        return expected

    def _contexts(self, position: int) -> tuple[FloatArray, FloatArray]:
        """Return the rows that the other children can form before this one joins, and how often each occurs.

        A child joins at a time uniform on [0, 1]; at time t, each other one has joined with probability t
        (Owen's multilinear extension). The integral is a polynomial's, so Gauss-Legendre points give it exactly.
        """
        smooth = self.straight & ~np.isnan(self.own) & ~np.isnan(self.other)
        stepping = ~smooth & ~((self.own == self.other) | (np.isnan(self.own) & np.isnan(self.other)))
        stepping[position] = False
        places = np.flatnonzero(stepping)
        self._check_size(2.0 ** len(places) * len(self.own))
        joined = (np.arange(2 ** len(places))[:, np.newaxis] >> np.arange(len(places))) & 1 == 1
        sizes = joined.sum(axis=1)
        points, shares = np.polynomial.legendre.leggauss((len(places) + 3) // 2)
        times = (points + 1)[:, np.newaxis] / 2
        chances = shares[:, np.newaxis] / 2 * times**sizes * (1 - times) ** (len(places) - sizes)
        rows = np.tile(self.other, (len(joined), 1))
        rows[:, places] = np.where(joined, self.own[places], self.other[places])
        if not (smooth & (self.own != self.other)).any():
            return rows, chances.sum(axis=0)
        timed = np.repeat(rows[np.newaxis], len(times), axis=0)
        timed[:, :, smooth] = (self.other + times * (self.own - self.other))[:, np.newaxis, smooth]
        return timed.reshape(-1, len(self.own)), chances.ravel()

    def _check_size(self, cells: float) -> None:
        if cells > MAX_CELLS:
            raise AggregationError(
                f"node '{self.node}': exact Owen values need {cells:,.0f} values at once, more than "
                f"{MAX_CELLS:,}; ask for a node below it, split it into nodes of fewer children, or use "
                "the arithmetic mean from the root down to it",
                ids=[self.node],
            )
