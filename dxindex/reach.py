"""From ranks to scores: how far an interval of ranks reaches on the axis."""

from __future__ import annotations

import numpy as np
import pandas as pd


def rank_reach(scores: pd.Series[float], interval: pd.DataFrame) -> pd.DataFrame:
    """Return the scores that stand at the ends of each unit's rank interval.

    The end at rank :math:`k` is the :math:`k`-th highest score: where the unit would stand if it had that
    rank. Intervals of scores themselves cannot be drawn on one axis, for other normalisations put the same
    figures on other rulers; ranks can.

    Parameters
    ----------
    scores : Series
        Score by unit; NaN is unranked.
    interval : DataFrame
        Index units; ``low`` (the better end) and ``high`` in ranks, missing where there is none.

    Returns
    -------
    DataFrame
        Index as ``interval``; ``low``, ``high`` (ranks, as given), ``score_low`` (at rank ``high``) and
        ``score_high`` (at rank ``low``), NaN where there is no interval.

    Examples
    --------
    >>> scores = pd.Series({"A": 0.9, "B": 0.5, "C": 0.1})
    >>> rank_reach(scores, pd.DataFrame({"low": [1], "high": [2]}, index=["B"]))[["score_low", "score_high"]]
       score_low  score_high
    B        0.5         0.9
    """
    ordered = np.sort(scores.dropna().to_numpy(dtype=float))[::-1]
    reach = interval[["low", "high"]].copy()
    for column, rank in (("score_low", "high"), ("score_high", "low")):
        places = interval[rank].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        known = ~np.isnan(places) & (places >= 1) & (places <= len(ordered))
        ends = np.full(len(interval), np.nan)
        ends[known] = ordered[places[known].astype(int) - 1]
        reach[column] = ends
    return reach
