"""The difference between a unit and the mean of several others, shared out exactly among the indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dxindex.errors import InputError
from dxindex.gap import gap
from dxindex.units import check_scored, check_units
from dxindex.weights import effective_weights

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult


@dataclass(frozen=True, eq=False)
class MeanGap:
    """Why a unit's score differs from the mean score of others.

    Attributes
    ----------
    unit, others, node
        What is compared, on which score. ``others`` are those with a score, without the unit itself.
    score, mean
        The unit's score, and the mean of the others'.
    total
        ``score - mean``: negative where the unit is behind.
    contributions
        By indicator below the node, in tree order; they sum to ``total``. NaN where an indicator counts for
        nobody.
    """

    unit: str
    others: tuple[str, ...]
    node: str
    score: float
    mean: float
    total: float
    contributions: pd.Series[float]


def mean_gap(result: IndexResult, unit: str, others: Iterable[str], *, node: str) -> MeanGap:
    r"""Share out the difference between a unit's score and the mean score of others.

    .. math:: s_u - \frac{1}{|O|} \sum_{o \in O} s_o = \sum_i \frac{1}{|O|} \sum_{o \in O} \phi_i(u, o)

    with :math:`\phi_i(u, o)` the share of indicator :math:`i` in the difference to one other, as
    :func:`~dxindex.gap` gives it: the mean of exact shares is exact. Medians have no such decomposition, for
    the median of sums is not the sum of medians.

    Parameters
    ----------
    result
        What the index says.
    unit
        The unit explained; it needs a score on ``node``.
    others
        Ids; the unit itself and units without a score take no part. One alone gives what
        :func:`~dxindex.gap` gives.
    node
        The score to explain.

    Returns
    -------
    MeanGap

    Raises
    ------
    InputError
        For units that the result lacks, a unit without a score, or when no other has one.
    OptionError
        When ``node`` is not a node of the framework.
    AggregationError
        As :func:`~dxindex.gap`.

    Notes
    -----
    Where every mean is arithmetic and neither side lacks a value, the shares are weight times difference,
    and are computed as such.

    Source: as :func:`~dxindex.gap`; means of allocations stay efficient by linearity.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [10.0, 20.0, 10.0]}, index=["P", "Q", "R"])
    >>> found = mean_gap(CompositeIndex().fit(frame).result(frame), "R", ["P", "Q"], node="index")
    >>> found.total, found.contributions.to_dict()
    (-0.25, {'a': 0.0, 'b': -0.25})
    """
    framework = result.framework
    framework.node(node)
    check_scored(result.scores, [unit], [node])
    wanted = [other for other in dict.fromkeys(others) if other != unit]
    check_units(wanted, result.scores.index)
    scores = result.scores[node]
    known = [other for other in wanted if pd.notna(scores[other])]
    if not known:
        raise InputError(f"nobody to compare '{unit}' with has a score on '{node}'", ids=wanted)
    leaves = list(framework.leaves(node))
    values = result.normalised[leaves]
    by_unit, whole = values.T, values.notna().all(axis=1)
    nodes = [part for part in (node, *framework.descendants(node)) if part in result.aggregations]
    plain = bool(whole[unit]) and all(result.aggregations[part].additive for part in nodes)
    weights = effective_weights(framework, node)[leaves]

    def share_of(other: str) -> pd.Series[float]:
        if not (plain and whole[other]):
            return gap(result, unit, other, node=node).table["contribution"]
        return weights * (by_unit[unit] - by_unit[other])

    shares = pd.DataFrame({other: share_of(other) for other in known})
    contributions = (shares.fillna(0.0).mean(axis=1)).where(shares.notna().any(axis=1))
    score, mean = float(scores[unit]), float(scores[known].mean())
    return MeanGap(unit, tuple(known), node, score, mean, score - mean, contributions)
