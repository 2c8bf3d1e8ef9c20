"""Outranking: ranks from pairwise comparisons, in which no indicator makes up for another by its margin.

Only the order of values counts, indicator by indicator; how far ahead a unit is says nothing.

Source: OECD/JRC *Handbook on Constructing Composite Indicators* (2008), step 6, on non-compensatory
aggregation; Munda and Nardo (2009), doi:10.1080/00036840601019364.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dxindex.fitted import IndexResult, rank_scores
from dxindex.framework_parts import Indicator
from dxindex.normalise import PercentileRank
from dxindex.registry import find_by_name
from dxindex.weights import effective_weights

FloatArray = NDArray[np.float64]

TIE_DECIMALS = 12
"""Values and shares that agree to this many decimals are tied: rounding must not decide a comparison."""


def outranking_matrix(values: ArrayLike, weights: ArrayLike) -> FloatArray:
    r"""Return the share of the weight on which each unit is ahead of each other one; ties count half.

    .. math:: o_{ab} = \frac{\sum_i w_i \bigl([x_{ai} > x_{bi}] + \tfrac12 [x_{ai} = x_{bi}]\bigr)}
       {\sum_i w_i}

    with both sums over the indicators that are observed in :math:`a` and in :math:`b`.

    Parameters
    ----------
    values
        Shape (units, indicators), more is better; NaN is missing. Tied to :data:`TIE_DECIMALS` decimals.
    weights
        Shape (indicators,), zero or more, any sum.

    Returns
    -------
    Array of shape (units, units), 0 to 1, 0.5 on the diagonal; :math:`o_{ab} + o_{ba} = 1`. NaN for a pair
    without an indicator of positive weight in common.

    Examples
    --------
    >>> outranking_matrix([[1.0, 5.0], [2.0, 5.0]], [3, 1]).tolist()
    [[0.5, 0.125], [0.875, 0.5]]
    """
    x = np.round(np.asarray(values, dtype=np.float64), TIE_DECIMALS)
    units = len(x)
    ahead, common = np.zeros((units, units)), np.zeros((units, units))
    for column, weight in zip(x.T, np.asarray(weights, dtype=np.float64), strict=True):
        one, other = column[:, np.newaxis], column[np.newaxis, :]
        ahead += weight * ((one > other) + 0.5 * (one == other))
        common += weight * ~np.isnan(one + other)
    return np.divide(ahead, common, out=np.full_like(ahead, np.nan), where=common > 0)


def copeland_scores(values: ArrayLike, weights: ArrayLike) -> FloatArray:
    r"""Return how many units each one outranks, less how many outrank it.

    .. math:: C_a = \sum_{b \ne a} \operatorname{sign}\bigl(o_{ab} - \tfrac12\bigr)

    with :math:`o` the :func:`outranking_matrix`; a pair that cannot be compared adds nothing.

    Returns
    -------
    Array of shape (units,), whole numbers from :math:`-(n - 1)` to :math:`n - 1`.

    Source: Copeland (1951), as in COINr's ``a_copeland``. Takes memory of the square of the units.

    Examples
    --------
    >>> copeland_scores([[1, 9], [2, 8], [3, 1]], [2, 1]).tolist()
    [-2.0, 0.0, 2.0]
    """
    margin = np.round(outranking_matrix(values, weights) - 0.5, TIE_DECIMALS)
    scores: FloatArray = np.nansum(np.sign(margin), axis=1)
    return scores


def borda_scores(values: ArrayLike, weights: ArrayLike) -> FloatArray:
    r"""Return the weighted mean share of units that each one is ahead of, ties counting half.

    .. math:: B_a = \frac{\sum_i w_i \, u_{ai}}{\sum_i w_i}, \qquad
       u_{ai} = \frac{\#\{b : x_{bi} < x_{ai}\} + \tfrac12 \#\{b : x_{bi} = x_{ai}\}}{n_i}

    with sums over the indicators that :math:`a` has, and :math:`n_i` the units that have :math:`i`. Where all
    values are there, Borda's points (units beaten) are :math:`n B_a - \tfrac12`.

    Returns
    -------
    Array of shape (units,), 0 to 1; NaN for a unit without any value of positive weight.

    Source: Borda (1781); the Handbook's step 6.

    Examples
    --------
    >>> borda_scores([[1, 9], [2, 8], [3, 1]], [2, 1]).round(3).tolist()
    [0.389, 0.5, 0.611]
    """
    x = np.round(np.asarray(values, dtype=np.float64), TIE_DECIMALS)
    share = np.column_stack([_beaten(column) for column in x.T])
    weight = np.where(np.isnan(share), 0.0, np.asarray(weights, dtype=np.float64))
    total = weight.sum(axis=1)
    points = (weight * np.nan_to_num(share)).sum(axis=1)
    scores: FloatArray = np.divide(points, total, out=np.full(len(x), np.nan), where=total > 0)
    return scores


def _beaten(column: FloatArray) -> FloatArray:
    observed = pd.Series(column).dropna()
    if observed.empty:
        return column
    method = PercentileRank()
    return method.apply(column, method.fit(observed, Indicator("column", "")))


OUTRANKINGS: Mapping[str, Callable[[ArrayLike, ArrayLike], FloatArray]] = MappingProxyType(
    {"copeland": copeland_scores, "borda": borda_scores}
)
"""The methods by name."""


@dataclass(frozen=True, eq=False)
class Outranking:
    """Ranks by pairwise comparison, node by node.

    Attributes
    ----------
    scores
        Units x nodes: Copeland's or Borda's score; NaN for a unit that does not compete.
    ranks
        The same shape, ``Int64``: 1 is best, ties share the best rank, ``<NA>`` does not compete.
    """

    scores: pd.DataFrame
    ranks: pd.DataFrame


def outrank(result: IndexResult, *, method: str = "copeland") -> Outranking:
    """Rank units on every node by comparing them two at a time, instead of by their mean.

    Parameters
    ----------
    result
        An index result; its normalised values are compared, with the weight each indicator has in the node.
        Only their order counts, so that every normalisation that does not clip gives the same.
    method
        ``"copeland"`` or ``"borda"``.

    Returns
    -------
    Outranking
        The units that are ranked in ``result`` compete, node by node: one below the coverage floor, or
        outside the panel, is neither ranked nor compared with.

    Raises
    ------
    OptionError
        For an unknown method.

    Notes
    -----
    All indicators below a node are compared at once, rather than level by level, for the order of orders
    loses more at each step. Missing values leave a comparison with their weight.

    Examples
    --------
    >>> from dxindex.composite import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 2.0], "b": [9.0, 1.0, 2.0]}, index=list("PQR"))
    >>> outrank(CompositeIndex().fit(frame).result(frame)).ranks["index"].to_dict()
    {'P': 2, 'Q': 3, 'R': 1}
    """
    score = find_by_name(method, OUTRANKINGS, "outranking")
    scores = pd.DataFrame(np.nan, index=result.scores.index, columns=result.scores.columns)
    for node in result.framework.nodes:
        weights = effective_weights(result.framework, node)
        competing = result.ranks[node].notna().to_numpy()
        values = result.normalised.loc[competing, list(weights.index)]
        scores.loc[competing, node] = score(values.to_numpy(), weights.to_numpy())
    return Outranking(scores, rank_scores(scores))
