"""k-means on many sets of the same units at once, each started from groups that are known.

One start per set: where :mod:`dxindex.lloyd` looks for the best grouping of one set of points from many
starts, this follows one grouping through many slightly different sets. It ends where scikit-learn's
``KMeans(init=centres, n_init=1, tol=0)`` ends from the same centres; a test holds this.

Source: Lloyd (1982), doi:10.1109/TIT.1982.1056489.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

MAX_ROUNDS = 300
"""Rounds after which groups are taken as they are: scikit-learn's own limit."""

NO_GROUP = -1
"""Label of a point with a missing coordinate."""


def regroup(points: FloatArray, start: IntArray, n_groups: int) -> IntArray:
    r"""Return the groups of every set, numbered from the lowest by the mean of the centre's coordinates.

    .. math:: \ell_{di} = \arg\min_j \lVert x_{di} - c_{dj} \rVert^2, \qquad
       c_{dj} = \mathrm{mean}\{x_{di} : \ell_{di} = j\}

    in turn until no label moves.

    Parameters
    ----------
    points
        Shape (sets, units, features); NaN is missing.
    start
        Shape (units,): a group per unit, -1 for none. The first centres of a set are the means of these groups
        in that set, so that a grouping is followed when the scale of the scores moves.
    n_groups
        Number of groups; each needs a member in ``start``.

    Returns
    -------
    Labels of shape (sets, units), -1 for a unit with a missing coordinate. A centre that loses its last
    member stays where it was.

    Examples
    --------
    >>> regroup(np.array([[[0.0], [0.4], [1.0]], [[0.0], [0.9], [1.0]]]), np.array([0, 0, 1]), 2).tolist()
    [[0, 0, 1], [0, 1, 1]]
    """
    present: NDArray[np.bool_] = np.asarray(~np.isnan(points).any(axis=-1))
    coordinates = np.moveaxis(np.where(present[..., np.newaxis], points, 0.0), -1, 0)
    labels = np.where(present, start.astype(np.int8), np.int8(NO_GROUP))
    centres = np.zeros((n_groups, len(coordinates), len(points)))
    _move_centres(centres, np.arange(len(points)), coordinates, labels)
    active = np.arange(len(points))
    for _ in range(MAX_ROUNDS):
        nearest = _nearest(coordinates[:, active], centres[:, :, active])
        nearest[~present[active]] = NO_GROUP
        moved = np.asarray((nearest != labels[active]).any(axis=-1))
        labels[active] = nearest
        active = active[moved]
        if not active.size:
            break
        _move_centres(centres, active, coordinates[:, active], labels[active])
    order = np.argsort(np.argsort(centres.mean(axis=1), axis=0, kind="stable"), axis=0, kind="stable")
    ranked = np.take_along_axis(order.T, np.maximum(labels, 0).astype(np.int64), axis=1)
    return np.where(present & (labels >= 0), ranked, NO_GROUP)


def _nearest(coordinates: FloatArray, centres: FloatArray) -> NDArray[np.int8]:
    """Return the nearest centre: coordinates (features, sets, units), centres (groups, features, sets)."""
    labels = np.zeros(coordinates.shape[1:], dtype=np.int8)
    least = np.full(labels.shape, np.inf)
    for group, centre in enumerate(centres):
        apart = np.zeros(labels.shape)
        for values, middle in zip(coordinates, centre, strict=True):
            step = values - middle[:, np.newaxis]
            apart += step * step
        labels[apart < least] = group
        np.minimum(least, apart, out=least)
    return labels


def _move_centres(
    centres: FloatArray, sets: IntArray, coordinates: FloatArray, labels: NDArray[np.int8]
) -> None:
    """Put the centres of some sets at the means of their members."""
    for group in range(len(centres)):
        members = labels == group
        sizes = members.sum(axis=-1)
        held = sizes > 0
        for feature, values in enumerate(coordinates):
            sums = np.where(members, values, 0.0).sum(axis=-1)
            centres[group, feature, sets[held]] = sums[held] / sizes[held]
