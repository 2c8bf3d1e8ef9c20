"""How far two groupings of the same units agree."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def adjusted_rand(labels: IntArray, others: IntArray) -> FloatArray:
    r"""Return the adjusted Rand index between every row of ``labels`` and every row of ``others``.

    .. math:: \mathrm{ARI} = \frac{S - E}{\tfrac12 (A + B) - E}, \qquad E = \frac{A B}{\binom n2}

    with :math:`S = \sum_{ij} \binom{n_{ij}}{2}` over the units that groups i and j share, and A and B the
    same sums over the sizes of each grouping's own groups.

    Parameters
    ----------
    labels, others
        Shapes (c, n) and (m, n): one grouping of n units per row, labels from zero up.

    Returns
    -------
    Array of shape (c, m). 1 is the same grouping whatever the groups are called, 0 what chance alone gives,
    less than 0 even less. Two groupings without any pair to agree on (one group each, or each unit alone) are
    the same.

    Notes
    -----
    All pairs come from one product of matrices; ``sklearn.metrics.adjusted_rand_score`` takes them one by one,
    with which this agrees to rounding. Source: Hubert and Arabie (1985), doi:10.1007/BF01908075.

    Examples
    --------
    >>> adjusted_rand(np.array([[0, 0, 1, 1]]), np.array([[1, 1, 0, 0], [0, 1, 0, 1]])).round(9).tolist()
    [[1.0, -0.5]]
    """
    one, other = _members(labels), _members(others)
    shared = np.einsum("cki,mli->cmkl", one, other, optimize=True)
    together = _pairs(shared).sum(axis=(2, 3))
    apart_one = _pairs(one.sum(axis=2)).sum(axis=1)[:, np.newaxis]
    apart_other = _pairs(other.sum(axis=2)).sum(axis=1)[np.newaxis, :]
    expected = apart_one * apart_other / _pairs(np.array(float(max(labels.shape[1], 2))))
    most = (apart_one + apart_other) / 2
    agreement: FloatArray = np.divide(
        together - expected, most - expected, out=np.ones_like(together), where=most > expected
    )
    return agreement


def match_labels(labels: IntArray, reference: IntArray, n_groups: int) -> IntArray:
    """Return labels renamed so that as many units as possible have their label in ``reference``.

    Parameters
    ----------
    labels, reference
        Shape (n_units,), out of ``range(n_groups)``.

    Notes
    -----
    The optimal assignment: Kuhn (1955), doi:10.1002/nav.3800020109, as SciPy implements it.

    Examples
    --------
    >>> match_labels(np.array([2, 2, 0, 1]), np.array([0, 0, 1, 1]), 3).tolist()
    [0, 0, 1, 2]
    """
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((n_groups, n_groups), dtype=np.int64)
    np.add.at(shared, (labels, reference), 1)
    _, renamed = linear_sum_assignment(shared, maximize=True)
    matched: IntArray = renamed[labels].astype(np.int64)
    return matched


def _members(labels: IntArray) -> FloatArray:
    """Return who belongs where, shape (groupings, groups, units)."""
    levels = np.arange(labels.max() + 1)[:, np.newaxis]
    members: FloatArray = (labels[:, np.newaxis, :] == levels).astype(np.float64)
    return members


def _pairs(sizes: FloatArray) -> FloatArray:
    pairs: FloatArray = sizes * (sizes - 1) / 2
    return pairs
