r"""k-means by Lloyd's algorithm, all starts at once.

scikit-learn's ``KMeans`` runs one start after another, and on a hundred points nearly all of each is overhead:
1.3 ms a start, three minutes for 500 resamples of 300 starts. The starts are independent, so here
every step is one matrix product over all of them. From the same starting centres both end in the same
centres; a test holds this.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MAX_ROUNDS = 300
"""Rounds after which a start is taken as it is; on the panels at hand none needs 40."""

CELLS_AT_ONCE = 1_000_000
"""Points times starts held at once: bounds the memory at a few dozen megabytes, whatever the number of points."""


def fit_centres(
    points: FloatArray, n_groups: int, *, n_init: int, generator: np.random.Generator
) -> FloatArray:
    r"""Return the centres with the least sum of squared distances that any start ends in.

    .. math:: \min_{c_1, \dots, c_k} \sum_i \min_j \lVert x_i - c_j \rVert^2

    Parameters
    ----------
    points
        Shape (n_points, n_features), at least ``n_groups`` of them different, no value missing. Their order
        plays no role.
    n_groups
        Number of centres.
    n_init
        Starts, each from centres spread by k-means++.
    generator
        Source of the starts.

    Returns
    -------
    Array of shape (n_groups, n_features), in no particular order.

    Notes
    -----
    Source: Lloyd (1982), doi:10.1109/TIT.1982.1056489; starts: Arthur and Vassilvitskii, "k-means++: the
    advantages of careful seeding", SODA 2007.

    Examples
    --------
    >>> centres = fit_centres(
    ...     np.array([[0.0], [1.0], [9.0]]), 2, n_init=4, generator=np.random.default_rng(0)
    ... )
    >>> sorted(centres.ravel().tolist())
    [0.5, 9.0]
    """
    distinct, counts = np.unique(points, axis=0, return_counts=True)
    middle = np.average(distinct, axis=0, weights=counts)
    centred, weights = distinct - middle, counts.astype(np.float64)
    at_once = max(1, CELLS_AT_ONCE // len(centred))
    best_centres, least = np.empty((n_groups, centred.shape[1])), np.inf
    for done in range(0, n_init, at_once):
        starts = spread_starts(centred, weights, n_groups, min(at_once, n_init - done), generator)
        centres, losses = descend(centred, weights, starts)
        best = int(np.argmin(losses))
        if losses[best] < least:
            best_centres, least = centres[:, best], float(losses[best])
    return best_centres + middle


def nearest_centre(points: FloatArray, centres: FloatArray) -> IntArray:
    """Return the position of the centre nearest to each point; of centres equally near, the first.

    >>> nearest_centre(np.array([[0.1], [0.8]]), np.array([[1.0], [0.0]])).tolist()
    [1, 0]
    """
    apart: FloatArray = ((points[:, np.newaxis, :] - centres) ** 2).sum(axis=2)
    nearest: IntArray = np.argmin(apart, axis=1).astype(np.int64)
    return nearest


def spread_starts(
    points: FloatArray, weights: FloatArray, n_groups: int, n_starts: int, generator: np.random.Generator
) -> FloatArray:
    """Return starting centres by k-means++: each next one drawn in proportion to its squared distance.

    Returns
    -------
    Array of shape (n_groups, n_starts, n_features).
    """
    chosen = np.empty((n_groups, n_starts, points.shape[1]))
    nearest = np.ones((len(points), n_starts))
    for position in range(n_groups):
        cumulated = np.cumsum(weights[:, np.newaxis] * nearest, axis=0)
        drawn = (cumulated <= generator.random(n_starts) * cumulated[-1]).sum(axis=0)
        chosen[position] = points[np.minimum(drawn, len(points) - 1)]
        apart = _squared_norms(points)[:, np.newaxis] + _relative_distances(points, chosen[position])
        nearest = np.maximum(apart, 0.0) if position == 0 else np.clip(apart, 0.0, nearest)
    return chosen


def descend(points: FloatArray, weights: FloatArray, starts: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return where Lloyd's rounds end from each start, and the weighted sum of squared distances there.

    Parameters
    ----------
    points
        Shape (n_points, n_features), best around zero: distances are taken by a product of matrices.
    weights
        Shape (n_points,): how often each point counts.
    starts
        Shape (n_groups, n_starts, n_features).

    Returns
    -------
    centres
        Of the shape of ``starts``. A centre that no point is nearest to stays where it was.
    losses
        Shape (n_starts,).
    """
    centres = starts.copy()
    losses = np.full(starts.shape[1], np.inf)
    # Mass and sums of a group come from one product with its members.
    moments = np.vstack([weights, (points * weights[:, np.newaxis]).T])
    around = float(weights @ _squared_norms(points))
    active = np.arange(starts.shape[1])
    before = np.full((len(points), len(active)), -1, dtype=np.int8)
    for _ in range(MAX_ROUNDS):
        current = centres[:, active]
        labels = np.zeros(before.shape, dtype=np.int8)
        nearest = _relative_distances(points, current[0])
        for position in range(1, len(centres)):
            apart = _relative_distances(points, current[position])
            closer = apart < nearest
            labels[closer] = position
            nearest = np.where(closer, apart, nearest)
        losses[active] = around + weights @ nearest
        moving = (labels != before).any(axis=0)
        if not moving.any():
            break
        active, before = active[moving], labels[:, moving]
        for position in range(len(centres)):
            sums = moments @ (before == position).astype(np.float64)
            held = sums[0] > 0
            centres[position, active[held]] = (sums[1:, held] / sums[0, held]).T
    return centres, losses


def _squared_norms(points: FloatArray) -> FloatArray:
    norms: FloatArray = (points**2).sum(axis=-1)
    return norms


def _relative_distances(points: FloatArray, centres: FloatArray) -> FloatArray:
    """Return squared distances less the squared norm of the point, shape (n_points, n_starts)."""
    return _squared_norms(centres) - 2.0 * (points @ centres.T)
