"""What a unit's scores, ranks and group would be with other values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex.errors import InputError, name_ids
from dxindex.fitted import as_fitted
from dxindex.panel import check_panel
from dxindex.units import check_units

if TYPE_CHECKING:
    from dxindex.classify import Groups
    from dxindex.composite import CompositeIndex
    from dxindex.fitted import FittedIndex, IndexResult
    from dxindex.framework import Framework


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What changed values come to, everything fitted held as it was.

    Attributes
    ----------
    unit
        Whose values were changed.
    changes
        One row per changed indicator: ``before`` and ``after`` in its own unit, ``clipped`` where the value after
        lies beyond a goalpost and counts as the goalpost.
    scores, ranks
        One row per node: ``before``, ``after``, ``change``. Ranks fall as a unit rises; ``<NA>`` is unranked.
    group_before, group_after
        Names of the groups; None without groups, or where a score they rest on is missing.
    overtaken, overtaken_by
        By node, the units that the change puts the unit ahead of, or behind: in the order of their ranks. A tie
        is neither ahead nor behind.
    result
        The whole table scored with the changed values.
    """

    unit: str
    changes: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    group_before: str | None
    group_after: str | None
    overtaken: Mapping[str, tuple[str, ...]]
    overtaken_by: Mapping[str, tuple[str, ...]]
    result: IndexResult


def what_if(
    index: CompositeIndex | FittedIndex,
    panel: pd.DataFrame,
    unit: str,
    changes: Mapping[str, float],
    *,
    groups: Groups | None = None,
    ranked: Iterable[str] | None = None,
) -> WhatIf:
    """Score a unit anew with some of its values changed.

    Goalposts, fitted parameters and groups stay as fitted, and all other units stay as they are.

    Parameters
    ----------
    index
        A fitted index.
    panel
        Units x indicators in their own units; not changed. NaN is missing and stays so.
    unit
        Whose values change.
    changes
        New value by indicator id, in the indicator's own unit. A missing value may be given one; beyond a
        goalpost it counts as the goalpost, as everywhere, and is flagged.
    groups
        Groups as fitted, to say which one the unit would be in.
    ranked
        As in :meth:`~dxindex.CompositeIndex.result`: the units that compete for ranks, all by default.

    Returns
    -------
    WhatIf
        The arithmetic of the index, not the effect of a policy: in the world, indicators move together and
        other units move too.

    Raises
    ------
    InputError
        For a unit the panel lacks, or values that are not finite numbers.
    OptionError
        For indicators that the framework lacks.

    Notes
    -----
    Without changes, nothing changes. Where every mean rises with its values, so do scores.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.5], "b": [10.0, 20.0, 12.0]}, index=["P", "Q", "R"])
    >>> found = what_if(CompositeIndex().fit(frame), frame, "P", {"a": 1.0})
    >>> found.scores.loc["index"].to_dict(), found.overtaken["index"]
    ({'before': 0.0, 'after': 0.5, 'change': 0.5}, ('R',))
    """
    check_units([unit], panel.index)
    competing = None if ranked is None else list(ranked)
    before = index.result(panel, ranked=competing)
    checked = _check_changes(before.framework, panel, changes)
    changed = panel.copy()
    for indicator, value in checked.items():
        changed[indicator] = changed[indicator].astype(float)
        changed.loc[unit, indicator] = value
    after = as_fitted(index).result(changed, ranked=competing)
    labels = [_group(groups, result, unit) for result in (before, after)]
    return WhatIf(
        unit=unit,
        changes=pd.DataFrame(
            {
                "before": panel.loc[unit, list(checked)].astype(float),
                "after": pd.Series(checked, dtype=float),
                "clipped": after.clipped.loc[unit, list(checked)].astype(bool),
            },
            index=pd.Index(list(checked), name="indicator"),
        ),
        scores=_before_and_after(before.scores, after.scores, unit),
        ranks=_before_and_after(before.ranks, after.ranks, unit),
        group_before=labels[0],
        group_after=labels[1],
        overtaken=_passed(before.ranks, after.ranks, unit),
        overtaken_by=_passed(after.ranks, before.ranks, unit),
        result=after,
    )


def _check_changes(
    framework: Framework, panel: pd.DataFrame, changes: Mapping[str, float]
) -> dict[str, float]:
    if not isinstance(changes, Mapping):
        raise InputError(
            f"changes must map indicator ids to values, like {{'id': 1.5}}, not {type(changes).__name__}"
        )
    for indicator in changes:
        framework.indicator(indicator)
    check_panel(panel, list(changes))
    wrong = [
        indicator
        for indicator, value in changes.items()
        if isinstance(value, bool | np.bool_) or not isinstance(value, Real) or not np.isfinite(float(value))
    ]
    if wrong:
        raise InputError(f"changed values must be finite numbers: {name_ids(wrong)}", ids=wrong)
    return {indicator: float(value) for indicator, value in changes.items()}


def _before_and_after(before: pd.DataFrame, after: pd.DataFrame, unit: str) -> pd.DataFrame:
    frame = pd.DataFrame({"before": before.loc[unit], "after": after.loc[unit]})
    return frame.assign(change=frame["after"] - frame["before"]).rename_axis(index="node")


def _group(groups: Groups | None, result: IndexResult, unit: str) -> str | None:
    if groups is None:
        return None
    label = groups.predict(result.scores.loc[[unit]]).iloc[0]
    return None if pd.isna(label) else str(label)


def _passed(before: pd.DataFrame, after: pd.DataFrame, unit: str) -> dict[str, tuple[str, ...]]:
    """Return, by node, who was not behind the unit and then is; nobody where either has no rank."""
    ahead = (before <= before.loc[unit]) & (before.index != unit)[:, np.newaxis]
    passed = (ahead & (after > after.loc[unit])).fillna(value=False)
    return {
        str(node): tuple(after.loc[passed[node], node].sort_values(kind="stable").index)
        for node in after.columns
    }
