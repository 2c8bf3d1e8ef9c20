"""Draws in the terms of an index: what a stack of points in the unit cube chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Draws:
    """What draws choose, one row each.

    Attributes
    ----------
    method, state, mean
        Positions of the normalisation, data state and aggregation.
    cuts
        Shape (draws, roots): position of what is left out below each root, 0 for nothing.
    weights
        Shape (draws, parts): weight of every part among its siblings, any sum; 0 for what is left out.
    noise
        Shape (draws, error cells): measurement errors in the indicators' own units.
    """

    method: IntArray
    state: IntArray
    mean: IntArray
    cuts: IntArray
    weights: FloatArray
    noise: FloatArray

    def take(self, rows: IntArray) -> Draws:
        """Return some of the draws."""
        return Draws(
            self.method[rows],
            self.state[rows],
            self.mean[rows],
            self.cuts[rows],
            self.weights[rows],
            self.noise[rows],
        )


def like_rows(kind: IntArray, at_most: int) -> Iterator[IntArray]:
    """Yield positions of rows of one kind, a bounded number at a time."""
    order = np.argsort(kind, kind="stable")
    starts = np.flatnonzero(np.diff(kind[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        for start in range(0, len(rows), at_most):
            yield rows[start : start + at_most]
