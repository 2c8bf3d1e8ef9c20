"""What ranks in many runs come to: quantiles, and who ranks above whom how often."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dxindex.compact_ranks import UNRANKED
from dxindex.errors import OptionError
from dxindex.monte_carlo import CELLS_AT_ONCE, slices

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
RankArray = NDArray[np.unsignedinteger]


def rank_quantiles(ranks: RankArray, level: float) -> tuple[IntArray, IntArray]:
    """Return low, median and high ranks of every unit, and the number of runs in which it has any.

    Parameters
    ----------
    ranks
        Shape (runs, units); 0 is unranked.
    level
        Share of the runs between low and high.

    Returns
    -------
    Arrays of shape (3, units), 0 where a unit is never ranked, and (units,).

    Raises
    ------
    OptionError
        For a level that does not lie between 0 and 1.
    """
    quantiles = check_level(level)
    runs, units = ranks.shape
    found = np.zeros((3, units), dtype=np.int64)
    ranked = np.zeros(units, dtype=np.int64)
    for columns in slices(units, max(1, CELLS_AT_ONCE // runs)):
        ordered = np.sort(ranks[:, columns].T, axis=1)
        missing = (ordered == UNRANKED).sum(axis=1)
        ranked[columns] = runs - missing
        found[:, columns] = pick_quantiles(ordered, missing, ranked[columns], quantiles)
    return found, ranked


def outranking_shares(ranks: RankArray) -> FloatArray:
    """Return the share of runs, of those in which both have a rank, in which the row's unit is above the column's.

    ``ranks`` of shape (runs, units), 0 is unranked; NaN on the diagonal and where there is no such run.

    >>> outranking_shares(np.array([[1, 2], [1, 2], [2, 1], [0, 1]], dtype=np.uint16)).round(3).tolist()
    [[nan, 0.667], [0.333, nan]]
    """
    rows = np.ascontiguousarray(ranks.T)
    ranked = (rows != UNRANKED).astype(np.float32)
    both = ranked @ ranked.T
    # As the largest number an unranked unit is above nobody; that others are above it is taken back.
    last = np.where(rows == UNRANKED, np.iinfo(rows.dtype).max, rows)
    above = np.empty(both.shape)
    for place, own in enumerate(last):
        above[place] = np.count_nonzero(own < last, axis=1)
    above -= ranked.sum(axis=1)[:, np.newaxis] - both
    shares: FloatArray = np.divide(above, both, out=np.full(both.shape, np.nan), where=both > 0)
    np.fill_diagonal(shares, np.nan)
    return shares


def check_level(level: float) -> FloatArray:
    """Return the shares of runs at the low end, the median and the high end; OptionError outside 0 to 1."""
    if not 0 < level < 1:
        raise OptionError(f"level {level} must lie above 0 and below 1")
    return np.array([(1 - level) / 2, 0.5, (1 + level) / 2])


def pick_quantiles(
    ordered: NDArray[Any],
    first: NDArray[Any],
    counts: NDArray[Any],
    quantiles: FloatArray,
    nothing: float = 0,
) -> NDArray[Any]:
    """Return the quantiles of every row of values in rising order, of ``counts`` values from ``first`` on."""
    # The tolerance keeps 0.05 of 20 runs the first of them, whatever the rounding of their product.
    steps = np.ceil(quantiles[:, np.newaxis] * counts - 1e-9).astype(np.int64)
    places = np.minimum(first + np.maximum(steps, 1) - 1, ordered.shape[1] - 1)
    return np.where(counts > 0, ordered[np.arange(len(ordered)), places], nothing)
