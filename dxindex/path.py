"""The least change that reaches a rank or a group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex.edges import FloatArray
from dxindex.errors import AggregationError, OptionError, name_ids
from dxindex.fitted import as_fitted
from dxindex.goals import GroupGoal, RankGoal, Region, find_group_goal, find_rank_goal
from dxindex.least import LeastMove, find_least_move
from dxindex.levers import Levers, check_own_scores, find_levers
from dxindex.units import check_scored, check_units
from dxindex.whatif import WhatIf, what_if

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.composite import CompositeIndex
    from dxindex.fitted import FittedIndex, IndexResult

MARGINS = (1e-9, 1e-7, 1e-5)
"""How far inside the goal to aim, in scores: the first is rounding; the others are tried where groups as fitted
and their centroids differ by more."""

LEVERS_AT_LIMIT = "levers at limit"
"""Why a goal is out of reach: it is not met with every lever at the best value in the panel."""


@dataclass(frozen=True, eq=False)
class ChangePath:
    """The least change that reaches a goal, or how far all levers together go.

    Attributes
    ----------
    unit, goal
        Whose path, and what it is to reach, in words.
    feasible
        Whether the goal can be reached; checked by scoring the changed values anew.
    reason
        Why not, in words; empty where it can.
    reason_code
        The same for a program that says it in another language: :data:`LEVERS_AT_LIMIT`, or empty where the
        goal can be reached. What is reached instead is in ``outcome``, and the levers are the rows of ``changes``.
    goal_group, goal_rank, goal_node
        The goal in parts: the group to reach, or the rank and the node it is on; None where it is the other.
    changes
        One row per indicator that may change: ``before`` and ``after`` in its own unit, ``change``, ``unit`` (the
        size of one unit of change), ``cost`` (how many of them) and ``limit`` (how far it may go). Where the
        goal is out of reach, with every indicator at its limit.
    cost
        Sum of the costs.
    method
        How it was found. ``"linear programme"`` and ``"convex programme"`` are proven to be least (the second
        to 1e-6); ``"local search"`` is the best found. ``"none needed"`` where the goal is already met.
    shortfall
        Distance in scores that is left to the goal; 0 where it is reached.
    outcome
        Scores, ranks, group and who is overtaken, after the changes.
    """

    unit: str
    goal: str
    feasible: bool
    reason: str
    changes: pd.DataFrame
    cost: float
    method: str
    shortfall: float
    outcome: WhatIf
    reason_code: str = ""
    goal_group: str | None = None
    goal_rank: int | None = None
    goal_node: str | None = None


def path_to(
    index: CompositeIndex | FittedIndex,
    panel: pd.DataFrame,
    unit: str,
    *,
    group: str | None = None,
    rank: int | None = None,
    node: str | None = None,
    groups: Groups | None = None,
    scale: pd.Series[float] | Mapping[str, float] | None = None,
    levers: Sequence[str] | None = None,
    ranked: Iterable[str] | None = None,
) -> ChangePath:
    r"""Find the least change with which a unit reaches a rank or a group.

    .. math:: \min_{m \ge 0} \sum_i m_i \quad \text{where } x_i = x_i^0 + m_i u_i \text{ reaches the goal,}
       \quad x_i \text{ no better than the best in the panel}

    with :math:`u_i` the unit of change of indicator :math:`i` (signed so that it improves). Goalposts, fitted
    parameters and groups stay as fitted, and all other units stay as they are.

    Parameters
    ----------
    index
        A fitted index.
    panel
        Units x indicators in their own units; not changed.
    unit
        Whose path.
    group, groups
        The group to reach, or a higher one, of groups as fitted; or
    rank, node
        the rank to reach, or a better one (a tie counts), on a node.
    scale
        Unit of change by indicator, in the indicator's own unit: say, what peers achieved
        (:func:`~dxindex.achievable_changes`). None takes the standard deviation over the panel.
    levers
        The indicators that may change. None takes those below axis y (the enabling factors: adoption has two
        points in time), or all where the framework has no axes; those the unit has a value of.
    ranked
        As in :meth:`~dxindex.CompositeIndex.result`: the units that compete for ranks, all by default.

    Returns
    -------
    ChangePath
        The arithmetic of the index: which changes would be enough for the rank or the label. It cannot say what
        brings them about, whether they can be had one without the other, or what else they do; and it holds only
        while everyone else stands still.

    Raises
    ------
    InputError
        For a unit that the panel lacks or that lacks a score, levers without a value or a unit of change.
    OptionError
        For a goal that is missing, double or unknown, levers that do not bear on it, normalisation in steps
        (percentile ranks), or groups that cannot be aimed at.
    AggregationError
        Where scores do not follow from a unit's own values.

    Notes
    -----
    With arithmetic means and straight normalisation this is a linear programme (k-means groups are bounded by
    straight lines). With other means of power below 1 and a rank as goal it is convex, with any other it is
    searched from several starts, by SLSQP. Whatever is found is scored anew by the index before it is returned.

    Source: Dantzig (1963), doi:10.1515/9781400884179; Huangfu and Hall (2018) for the solver,
    doi:10.1007/s12532-017-0130-5; Kraft (1988) for SLSQP.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 10.0, 4.0], "b": [1.0, 2.0, 1.0]}, index=["P", "Q", "R"])
    >>> found = path_to(CompositeIndex().fit(frame), frame, "P", rank=2, node="index", scale={"a": 2.0, "b": 1.0})
    >>> found.feasible, found.changes["change"].round(6).to_dict(), round(found.cost, 6)
    (True, {'a': 0.0, 'b': 0.4}, 0.4)
    """
    check_units([unit], panel.index)
    competing = None if ranked is None else list(ranked)
    result = index.result(panel, ranked=competing)
    fitted = as_fitted(index)
    goal = _find_goal(result, unit, group, rank, node, groups)
    check_scored(result.scores, [unit], goal.nodes)
    available = find_levers(fitted, panel, unit, levers, scale)
    check_own_scores(available, result.scores, unit, goal.nodes)
    _check_bearing(result, available, goal)

    def score_again(move: FloatArray) -> WhatIf:
        values = zip(available.indicators, available.values(move).tolist(), move, strict=True)
        changed = {indicator: value for indicator, value, size in values if size > 0}
        return what_if(fitted, panel, unit, changed, groups=groups, ranked=competing)

    still = np.zeros(len(available.indicators))
    outcome = score_again(still)
    if goal.reached(outcome):
        return _describe(unit, goal, available, LeastMove(still, "none needed"), outcome)
    regions = goal.regions(available)
    found: LeastMove | None = None
    for margin in MARGINS:
        found = find_least_move(available, goal.nodes, regions, fitted.aggregations, margin)
        if found is not None:
            outcome = score_again(found.move)
            if goal.reached(outcome):
                return _describe(unit, goal, available, found, outcome)
    if found is not None:
        raise AggregationError(
            f"a change was worked out for '{unit}', but scored again it does not reach {goal.text}: other values "
            "that count move with it, such as stand-ins for missing ones",
            ids=[unit],
        )
    everything = LeastMove(available.reach, "all levers at their limit")
    return _describe(unit, goal, available, everything, score_again(available.reach), short_of=regions)


def _find_goal(
    result: IndexResult,
    unit: str,
    group: str | None,
    rank: int | None,
    node: str | None,
    groups: Groups | None,
) -> RankGoal | GroupGoal:
    if (group is None) == (rank is None):
        raise OptionError("give either a group or a rank to reach")
    if group is not None:
        if groups is None:
            raise OptionError(
                f"to reach group {group!r}, give the groups as fitted: groups=dx.classify(result)"
            )
        return find_group_goal(result, unit, group, groups)
    if node is None or rank is None:
        raise OptionError(f"name the node of the rank; nodes are {name_ids(result.framework.nodes)}")
    result.framework.node(node)
    check_scored(result.scores, [unit], [node])
    return find_rank_goal(result, unit, node, rank)


def _check_bearing(result: IndexResult, levers: Levers, goal: RankGoal | GroupGoal) -> None:
    below = {leaf for node in goal.nodes for leaf in result.framework.leaves(node)}
    if not below & set(levers.indicators):
        raise OptionError(
            f"none of the levers lies below {name_ids(goal.nodes)}; name some of {name_ids(sorted(below))} "
            "in levers",
            ids=levers.indicators,
        )


def _describe(
    unit: str,
    goal: RankGoal | GroupGoal,
    levers: Levers,
    found: LeastMove,
    outcome: WhatIf,
    short_of: Sequence[Region] | None = None,
) -> ChangePath:
    """Return the result; ``short_of`` are the regions that cannot be reached, None where one is."""
    feasible = short_of is None
    scores = outcome.scores.loc[list(goal.nodes), "after"].to_numpy(dtype=float)
    return ChangePath(
        unit=unit,
        goal=goal.text,
        feasible=feasible,
        reason="" if feasible else _explain(unit, goal, levers, outcome),
        changes=_tabulate(levers, found.move),
        cost=found.cost,
        method=found.method,
        shortfall=min(
            (region.shortfall(scores) for region in short_of or ()), default=0.0 if feasible else np.nan
        ),
        outcome=outcome,
        reason_code="" if feasible else LEVERS_AT_LIMIT,
        goal_group=goal.group if isinstance(goal, GroupGoal) else None,
        goal_rank=goal.rank if isinstance(goal, RankGoal) else None,
        goal_node=goal.node if isinstance(goal, RankGoal) else None,
    )


def _explain(unit: str, goal: RankGoal | GroupGoal, levers: Levers, outcome: WhatIf) -> str:
    if isinstance(goal, RankGoal):
        got = f"rank {outcome.ranks['after'][goal.node]}"
    else:
        got = f"group '{outcome.group_after}'"
    return (
        f"'{unit}' cannot reach {goal.text} by {name_ids(levers.indicators)} alone: with each at the best value "
        f"in the panel, it gets to {got}"
    )


def _tabulate(levers: Levers, move: FloatArray) -> pd.DataFrame:
    after = levers.values(move)
    return pd.DataFrame(
        {
            "before": levers.start,
            "after": after,
            "change": after - levers.start,
            "unit": np.abs(levers.units),
            "cost": move,
            "limit": levers.values(levers.reach),
        },
        index=pd.Index(levers.indicators, name="indicator"),
    )
