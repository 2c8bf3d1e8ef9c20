"""Where units would stand among others that they do not compete with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dxindex.fitted import RANK_DECIMALS


def would_rank(scores: pd.DataFrame, panel: pd.DataFrame) -> pd.DataFrame:
    r"""Return the rank that each unit would have if it alone joined a panel; the panel's ranks stay as they are.

    .. math:: r_{un} = 1 + \left|\{v \in \mathrm{panel} : s_{vn} > s_{un}\}\right|

    Parameters
    ----------
    scores, panel
        Units x nodes, the same nodes; NaN is no score. Scores that agree to ``RANK_DECIMALS`` are tied.

    Returns
    -------
    DataFrame
        As ``scores``, ``Int64``: 1 to the number of the panel's scores plus one; ``<NA>`` without a score.

    Examples
    --------
    >>> panel = pd.DataFrame({"s": [0.2, 0.9, 0.5, None]})
    >>> would_rank(pd.DataFrame({"s": [0.95, 0.5, 0.1, None]}), panel)["s"].tolist()
    [1, 2, 4, <NA>]
    """
    ranks = {}
    for node in scores.columns:
        ordered = np.sort(panel[node].dropna().to_numpy(dtype=float).round(RANK_DECIMALS))
        own = scores[node].round(RANK_DECIMALS)
        higher = len(ordered) - np.searchsorted(ordered, own.to_numpy(dtype=float), side="right")
        ranks[node] = pd.Series(higher + 1, index=scores.index, dtype="Int64").where(own.notna())
    return pd.DataFrame(ranks, index=scores.index)
