"""Finding where along a way something begins to hold."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

PARTS = 256
"""Steps looked at together; scoring many rows costs little more than scoring one."""

ROUNDS = 7
"""Each narrows the place to one of the steps: together to the last digit."""


def find_edges(holds: Callable[[FloatArray], BoolArray], count: int = 1) -> FloatArray:
    """Return the first place on each of several ways from 0 to 1 where a condition holds.

    Parameters
    ----------
    holds
        Says, for places of shape (k, count), where the condition holds: the same shape. It must hold at 1.
    count
        How many ways there are.

    Returns
    -------
    Array of shape (count,)
        Places where the condition holds, and a hair before which it does not (0 where it holds from the start).
        Where it holds on and off, stretches shorter than one in :data:`PARTS` can be missed.

    Examples
    --------
    >>> find_edges(lambda places: places >= np.array([0.25, 0.5]), count=2).round(12)
    array([0.25, 0.5 ])
    """
    low, high = np.zeros(count), np.ones(count)
    ways = np.arange(count)
    for _ in range(ROUNDS):
        places = low + np.linspace(0.0, 1.0, PARTS + 1)[:, np.newaxis] * (high - low)
        places[-1] = high
        there = holds(places[:-1])
        first = np.where(there.any(axis=0), there.argmax(axis=0), PARTS)
        low, high = places[np.maximum(first - 1, 0), ways], places[first, ways]
    return high
