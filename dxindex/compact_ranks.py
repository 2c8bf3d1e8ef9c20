"""Ranks of very many rows of scores at once, as compact numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dxindex.fitted import RANK_DECIMALS

FloatArray = NDArray[np.float64]

CELLS_IN_CACHE = 32_768
"""Draws times units evaluated together: a quarter of a megabyte per array, so that they stay in the cache."""

UNRANKED = 0
"""What stands for "no rank" in arrays of ranks, which hold no missing values."""


def rank_type(units: int) -> type[np.unsignedinteger]:
    """Return the smallest unsigned type that holds every rank: two bytes up to 65,535 units."""
    return np.uint16 if units <= np.iinfo(np.uint16).max else np.uint32


def rank_rows(scores: FloatArray) -> NDArray[np.unsignedinteger]:
    """Return ranks along the last dimension: 1 is the highest score, ties share the best rank, 0 is unranked.

    What :func:`~dxindex.fitted.rank_scores` says of each row, as compact numbers.

    Parameters
    ----------
    scores
        Shape (..., units); NaN has no rank.

    Examples
    --------
    >>> rank_rows(np.array([[0.2, 0.9, 0.9, np.nan]])).tolist()
    [[3, 1, 1, 0]]
    """
    units = scores.shape[-1]
    flat = scores.reshape(-1, units)
    ranks = np.empty(flat.shape, dtype=rank_type(units))
    at_once = max(1, CELLS_IN_CACHE // units)
    for start in range(0, len(flat), at_once):
        ranks[start : start + at_once] = _rank_few(flat[start : start + at_once])
    return ranks.reshape(scores.shape)


def _rank_few(scores: FloatArray) -> NDArray[np.unsignedinteger]:
    rows, units = scores.shape
    missing = np.isnan(scores)
    steps = np.rint(np.where(missing, 0.0, scores) * -(10.0**RANK_DECIMALS))
    steps -= steps.min()
    bits = units.bit_length()
    # Whole numbers that are exact as floats, and leave room for the position.
    packs = steps.max() < 2.0 ** min(53, 62 - bits)
    worst = steps.max() + 1 if packs else np.inf
    steps[missing] = worst
    if packs:
        # Numbers sort five times faster than their positions: so a score and its position travel in one number.
        packed = np.sort((steps.astype(np.int64) << bits) | np.arange(units), axis=-1)
        order, ordered = packed & ((1 << bits) - 1), (packed >> bits).astype(np.float64)
    else:
        order = np.argsort(steps, axis=-1)
        ordered = np.take_along_axis(steps, order, axis=-1)
    places = np.empty(scores.shape, dtype=rank_type(units))
    places[:, 0] = 1
    fresh = ordered[:, 1:] != ordered[:, :-1]
    np.multiply(fresh, np.arange(2, units + 1, dtype=places.dtype), out=places[:, 1:])
    np.maximum.accumulate(places, axis=-1, out=places)
    places[ordered == worst] = UNRANKED
    ranks = np.empty_like(places)
    order += np.arange(0, rows * units, units)[:, np.newaxis]
    ranks.ravel()[order.ravel()] = places.ravel()
    return ranks
