"""The difference between two units, shared out exactly among the indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from dxindex.aggregate import aggregate_tree, contribution_shares
from dxindex.errors import AggregationError, name_ids
from dxindex.owen import Exchange
from dxindex.panel import check_panel
from dxindex.units import check_scored, check_units
from dxindex.weights import effective_weights

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult

AGREEMENT = 1e-9
"""Largest difference, from the order of additions alone, between a score and the same score computed again."""


@dataclass(frozen=True, eq=False)
class Gap:
    """Why one unit's score differs from another's.

    Attributes
    ----------
    unit, other, node
        What is compared, on which score.
    score, other_score
        The two scores.
    total
        ``score - other_score``: negative where the unit is behind.
    table
        One row per indicator below the node, in tree order. ``contribution`` sums to ``total``;
        ``normalised`` and ``other_normalised``; ``weight`` in the node when nothing is missing; and, where a
        panel was given, ``value`` and ``other_value`` in the indicator's own unit.
    """

    unit: str
    other: str
    node: str
    score: float
    other_score: float
    total: float
    table: pd.DataFrame


def gap(result: IndexResult, unit: str, other: str, *, node: str, panel: pd.DataFrame | None = None) -> Gap:
    r"""Share out the difference between two units' scores among the indicators.

    .. math:: s_u - s_o = \sum_i \phi_i, \qquad \phi_i = w_i (x_{ui} - x_{oi})
       \text{ where every mean is arithmetic and nothing is missing}

    Elsewhere :math:`\phi` is the Owen value with the tree as the groups: the average, over all orders in which
    the indicators of a node stay together, of what the score changes when the indicator turns from the other
    unit's value to the unit's own. It is exact, not sampled, and equals the formula above where that holds.

    Parameters
    ----------
    result
        What the index says, both units among its rows.
    unit, other
        Ids; the difference is the first minus the second.
    node
        The score to explain.
    panel
        Units x indicators in their own units, only to show the values beside the shares.

    Returns
    -------
    Gap
        An indicator that counts for neither unit has a missing contribution. One that counts for only one of
        them contributes what its coming or going changes, the weights of its siblings with it; the coverage
        floor does not apply to the mixed rows in between.

    Raises
    ------
    InputError
        For units that the result or the panel lacks, or without a score on ``node``.
    OptionError
        When ``node`` is not a node of the framework.
    AggregationError
        When no indicator counts for both units, when more children of one node differ under a mean that is not
        arithmetic than can be enumerated (18), or when scores do not follow from each unit's own values.

    Notes
    -----
    Contributions sum to the difference (to 1e-12) and change sign when the units are exchanged;
    equal indicators contribute nothing, and siblings of equal weight and equal values contribute alike. They
    are arithmetic: they do not say that a change of policy would have this effect.

    Source: Shapley (1953), doi:10.1515/9781400881970-018; Owen (1977), doi:10.1007/978-3-642-45494-3_7;
    Winter (1989) for trees of any depth, doi:10.1007/BF01268161.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [10.0, 20.0, 10.0]}, index=["P", "Q", "R"])
    >>> found = gap(CompositeIndex().fit(frame).result(frame), "R", "Q", node="index")
    >>> found.total, found.table["contribution"].to_dict()
    (-0.75, {'a': -0.25, 'b': -0.5})
    """
    framework = result.framework
    framework.node(node)
    check_scored(result.scores, [unit, other], [node])
    pair = [unit, other]
    rows = result.normalised.loc[pair].set_axis(["own", "other"])
    scores = result.scores.loc[pair].set_axis(["own", "other"])
    leaves = list(framework.leaves(node))
    counted = contribution_shares(rows, scores, framework, node).notna()
    if not counted.all(axis=0).any():
        raise AggregationError(
            f"no indicator below '{node}' counts for both '{unit}' and '{other}', so their difference cannot be "
            "shared out",
            ids=pair,
        )
    shown = rows[leaves].where(counted)
    kept = shown.reindex(columns=list(framework.indicators))
    nodes, _ = aggregate_tree(kept, framework, result.aggregations, coverage_floor=0.0)
    if (nodes[node] - scores[node]).abs().max() > AGREEMENT:
        raise AggregationError(
            f"scores on '{node}' do not follow from the values of {name_ids(pair)} alone, so their difference "
            "cannot be shared out; use a mean of any power"
        )
    known = nodes.join(kept)
    exchange = Exchange(
        framework, result.aggregations, own=_as_dict(known, "own"), other=_as_dict(known, "other")
    )
    contribution = pd.Series(exchange.values(node), dtype=float)[leaves].where(counted.any(axis=0))
    table = pd.DataFrame(
        {
            "contribution": contribution,
            "normalised": rows.loc["own", leaves],
            "other_normalised": rows.loc["other", leaves],
            "weight": effective_weights(framework, node),
        },
        index=pd.Index(leaves, name="indicator"),
    )
    if panel is not None:
        values = check_panel(panel, leaves)
        check_units(pair, values.index)
        table["value"], table["other_value"] = values.loc[unit], values.loc[other]
    score, other_score = (float(value) for value in scores[node])
    return Gap(unit, other, node, score, other_score, score - other_score, table)


def _as_dict(rows: pd.DataFrame, row: str) -> dict[str, float]:
    return dict(zip(rows.columns, rows.loc[[row]].to_numpy(dtype=float)[0], strict=True))
