"""Ranks as tooltips write them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dxindex.i18n import MISSING


def rank_texts(ranks: pd.Series, units: Iterable[str]) -> list[str]:
    """Write the rank of each unit and of how many it is; a unit outside the competition has a dash.

    Examples
    --------
    >>> rank_texts(pd.Series({"VNM": 2, "SGP": 1, "XKX": None}), ["VNM", "XKX", "USA"])
    ['2 / 2', '–', '–']
    """
    total = int(ranks.notna().sum())
    return [MISSING if pd.isna(rank) else f"{rank:.0f} / {total}" for rank in ranks.reindex(list(units))]
