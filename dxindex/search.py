"""The least move where scores are no straight function of it: sequential quadratic programming from several starts.

Source: Kraft (1988), *A software package for sequential quadratic programming*, DFVLR-FB 88-28, as SciPy's
SLSQP implements it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dxindex.edges import BoolArray, FloatArray, find_edges
from dxindex.goals import Region
from dxindex.levers import Levers

TOLERANCE = 1e-11
"""Change of the cost, as a share of all levers at their limit, at which the search ends."""

STEP = 1e-6
"""Share of a lever for numerical derivatives: small against curvature, large against rounding."""

MAX_STEPS = 200
"""Steps of one search; the usual number is 10 to 30."""


@dataclass(eq=False)
class Search:
    """The search for the least move into a region, every lever a share of its way from ``base`` to ``reach``."""

    levers: Levers
    nodes: Sequence[str]
    aim: Region
    base: FloatArray
    reach: FloatArray
    _place: FloatArray | None = field(default=None, init=False)
    _around: tuple[FloatArray, FloatArray] = field(init=False)

    def run(self, *, starts_from_each: bool) -> FloatArray | None:
        """Return the cheapest move found, or None where none leads inside.

        One start is enough where the region is convex; elsewhere each lever is given a head start in turn.
        """
        free = int((self._room > 0).sum())
        if not free:
            return self.base if self._reached(np.zeros((1, 0)))[0, 0] else None
        starts = np.zeros((1, free))
        if starts_from_each:
            starts = np.vstack([starts, np.eye(free)])
        found = [share for share in map(self._descend, starts) if share is not None]
        if not found:
            return None
        least = min(found, key=lambda share: float(self._cost @ share))
        return np.asarray(self._moves(least[np.newaxis])[0])

    @property
    def _room(self) -> FloatArray:
        return self.reach - self.base

    @property
    def _cost(self) -> FloatArray:
        room = self._room[self._room > 0]
        return np.asarray(room / room.sum())

    def _moves(self, shares: FloatArray) -> FloatArray:
        moves = np.tile(self.base, (len(shares), 1))
        moves[:, self._room > 0] += shares * self._room[self._room > 0]
        return moves

    def _inside(self, shares: FloatArray) -> FloatArray:
        """Return how far inside each condition of the region every row is."""
        scores = self.levers.scores(self._moves(shares), self.nodes)
        margins: FloatArray = scores @ self.aim.normals.T - self.aim.bounds
        return margins

    def _reached(self, shares: FloatArray) -> BoolArray:
        return np.asarray(self._inside(shares).min(axis=1, keepdims=True) >= 0)

    def _look(self, share: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return how far inside a place is, and the slopes there: scored together, and kept for the next question."""
        if self._place is None or not np.array_equal(share, self._place):
            count = len(share)
            above = np.minimum(share + STEP * np.eye(count), 1.0)
            below = np.maximum(share - STEP * np.eye(count), 0.0)
            margins = self._inside(np.vstack([share, above, below]))
            widths = (above - below).sum(axis=1, keepdims=True)
            self._place = share.copy()
            self._around = margins[0], ((margins[1 : count + 1] - margins[count + 1 :]) / widths).T
        return self._around

    def _descend(self, start: FloatArray) -> FloatArray | None:
        """Return where the search from a start ends, brought inside the region."""
        from scipy.optimize import minimize

        solution = minimize(
            lambda share: float(self._cost @ share),
            start,
            jac=lambda _: self._cost,
            bounds=[(0.0, 1.0)] * len(start),
            constraints={
                "type": "ineq",
                "fun": lambda share: self._look(share)[0],
                "jac": lambda share: self._look(share)[1],
            },
            method="SLSQP",
            options={"ftol": TOLERANCE, "maxiter": MAX_STEPS},
        )
        return self._bring_inside(np.clip(solution.x, 0.0, 1.0))

    def _bring_inside(self, share: FloatArray) -> FloatArray | None:
        """Return the first place inside on the way from a place to all levers at their limit."""
        if not self._reached(np.ones((1, len(share))))[0, 0]:
            return None
        edge = find_edges(lambda places: self._reached(share + places * (1 - share)))
        return np.asarray(share + edge * (1 - share))
