"""Series computed from others when an edition is put together. Each formula is in one place: here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

ADVANCED_TEST_SCORE = 625.0
"""The benchmark of advanced attainment (TIMSS) by which the Human Capital Project scales test scores."""


def adjust_schooling(schooling: pd.DataFrame, scores: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    r"""Adjust attained years of schooling for what is learnt in them.

    .. math:: s_i = y_i \cdot \frac{t_i}{625}

    where y are mean years of schooling and t harmonised test scores. An economy without a score takes the
    median score of the economies with the same region and income group; where that group has no score at all,
    it has no value.

    Args:
        schooling: one row per economy: iso3, value (years), year, how.
        scores: one row per economy: iso3, value (points).
        groups: index iso3; columns region, income_group.

    Returns:
        iso3, value (years), year (of the schooling), how ("imputed" where the score is, else that of the
        schooling).

    Source: World Bank (2018), The Human Capital Project, whose learning-adjusted years use the same ratio on
    expected years; the stand-in for missing scores is this project's choice.

    >>> years = pd.DataFrame({"iso3": ["A", "B"], "value": [10.0, 5.0], "year": 2014, "how": "interpolated"})
    >>> points = pd.DataFrame({"iso3": ["A"], "value": [500.0]})
    >>> same = pd.DataFrame({"region": "EAS", "income_group": "L"}, index=["A", "B"])
    >>> adjust_schooling(years, points, same)[["iso3", "value", "how"]].values.tolist()
    [['A', 8.0, 'interpolated'], ['B', 4.0, 'imputed']]
    """
    score = scores.set_index("iso3")["value"].astype(float)
    scored = groups.assign(score=score.reindex(groups.index))
    stand_in = scored.groupby(["region", "income_group"])["score"].transform("median")
    years = schooling.set_index("iso3")
    own = score.reindex(years.index)
    value = years["value"].astype(float) * own.fillna(stand_in) / ADVANCED_TEST_SCORE
    rows = pd.DataFrame(
        {"value": value, "year": years["year"], "how": years["how"].mask(own.isna(), "imputed")}
    )
    return rows.dropna(subset=["value"]).rename_axis("iso3").reset_index()


def take_logarithm(servers: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    r"""Put secure servers on a scale on which each tenfold is one step.

    .. math:: y_i = \log_{10}(1 + x_i)

    with x servers per million people. Economies differ by five orders of magnitude; the one that is added lets an
    economy without a server stand at 0.

    Args:
        servers: one row per economy: iso3, value (per million people, not negative), year, how.
        groups: not needed; all formulas are called alike.

    Returns:
        iso3, value (powers of ten), year and how of the servers.

    >>> rows = pd.DataFrame({"iso3": ["A", "B"], "value": [0.0, 999.0], "year": 2020, "how": "observed"})
    >>> take_logarithm(rows, pd.DataFrame())["value"].tolist()
    [0.0, 3.0]
    """
    del groups
    return servers.assign(value=np.log10(1 + servers["value"]))[["iso3", "value", "year", "how"]]


DERIVATIONS: Mapping[str, Callable[..., pd.DataFrame]] = MappingProxyType(
    {"skills_adjusted_schooling": adjust_schooling, "secure_servers_log": take_logarithm}
)
"""Derived indicator -> its formula, called with the rows of its `inputs` in order, then the groups."""
