"""The units most like a given one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from dxindex.errors import InputError, OptionError
from dxindex.units import check_scored

if TYPE_CHECKING:
    from dxindex.fitted import IndexResult


def peers(
    result: IndexResult,
    unit: str,
    *,
    n: int = 5,
    nodes: Sequence[str] | None = None,
    within: pd.Series[str] | Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Return the units nearest to a given one.

    .. math:: d_{uo} = \sqrt{\sum_{p} (s_{up} - s_{op})^2}

    over the pillars :math:`p`, whose scores share one scale and count alike.

    Parameters
    ----------
    result
        What the index says.
    unit
        Whose peers are wanted.
    n
        How many, at least 1; fewer are returned where fewer exist.
    nodes
        The scores to compare; by default the framework's pillars.
    within
        A label per unit, such as its income group: only units with the same label are peers.

    Returns
    -------
    DataFrame
        Index unit, nearest first (equal distances by id); columns ``distance``, on the scale of the scores, and
        the difference to the unit on each node, positive where the peer is ahead. Units that lack one of the
        scores are left out.

    Raises
    ------
    InputError
        For a unit that is not in the result, lacks one of the scores or has no label.
    OptionError
        For nodes the framework lacks, none at all, or a number below 1.

    Notes
    -----
    The distance of two units is the same both ways. Nearness is no ranking: peers may be ahead or
    behind.

    Examples
    --------
    >>> from dxindex import CompositeIndex
    >>> frame = pd.DataFrame({"a": [0.0, 1.0, 0.4], "b": [10.0, 20.0, 13.0]}, index=["P", "Q", "R"])
    >>> peers(CompositeIndex().fit(frame).result(frame), "P", n=1)["distance"].round(3).to_dict()
    {'R': 0.35}
    """
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise OptionError(f"n must be a whole number from 1 up, not {n!r}")
    features = list(result.framework.pillar_ids if nodes is None else nodes)
    if not features:
        raise OptionError("name at least one node to compare")
    for node in features:
        result.framework.node(node)
    check_scored(result.scores, [unit], features)
    scores = result.scores[features].dropna()
    others = scores.drop(index=unit).loc[_alike(within, unit, scores.index.drop(unit))]
    differences = others - scores.loc[unit]
    distance = np.sqrt((differences**2).sum(axis=1))
    found = differences.assign(distance=distance)[["distance", *features]]
    return found.sort_index().sort_values("distance", kind="stable").head(n)


def _alike(within: pd.Series[str] | Mapping[str, str] | None, unit: str, others: pd.Index[str]) -> list[str]:
    """Return the others whose label is the unit's; all where there are no labels."""
    if within is None:
        return list(others)
    labels = pd.Series(within).dropna()
    if unit not in labels.index:
        raise InputError(f"unit '{unit}' has no label to find peers within", ids=[unit])
    same = labels.index[labels == labels[unit]]
    return list(others[others.isin(same)])
