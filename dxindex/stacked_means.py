r"""Power means over stacks of draws, taken apart: values raised once, summed by each draw's weights, lowered again.

The formulas are those of :mod:`dxindex.aggregate`; see :class:`~dxindex.ensemble.Ensemble` for why they are
taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]


def raise_values(values: FloatArray, power: float) -> FloatArray:
    r"""Return :math:`f_p(x)`: what a power mean sums."""
    if power == 1:
        return values
    raised: FloatArray = np.log(values) if power == 0 else values**power
    return raised


def lower_values(values: FloatArray, power: float) -> FloatArray:
    r"""Return :math:`f_p^{-1}(y)`, the inverse of :func:`raise_values`."""
    if power == 1:
        return values
    lowered: FloatArray = np.exp(values) if power == 0 else values ** (1 / power)
    return lowered


def whole_mean(values: Sequence[FloatArray], weights: FloatArray) -> FloatArray:
    """Return the weighted mean over children without missing values; weights of shape (draws, children)."""
    if len(values) == 1:
        return values[0]
    shares = weights / weights.sum(axis=1, keepdims=True)
    mean: FloatArray = shares[:, :1] * values[0]
    term = np.empty_like(mean)
    for place, value in enumerate(values[1:], start=1):
        mean += np.multiply(shares[:, place : place + 1], value, out=term)
    return mean


def observed_mean(values: Sequence[FloatArray], weights: FloatArray, enough: BoolArray) -> FloatArray:
    """Return the weighted mean over what is observed, NaN where too little is (``enough``: draws x units)."""
    total = np.zeros(enough.shape)
    mean = np.zeros(enough.shape)
    for place, value in enumerate(values):
        weight = weights[:, place : place + 1] * ~np.isnan(value)
        total += weight
        mean += weight * np.nan_to_num(value)
    observed: FloatArray = np.divide(
        mean, total, out=np.full(enough.shape, np.nan), where=enough & (total > 0)
    )
    return observed
