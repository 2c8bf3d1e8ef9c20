"""Series computed from others when an edition is put together. Each formula is in one place: here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

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


DERIVATIONS: Mapping[str, Callable[..., pd.DataFrame]] = MappingProxyType(
    {"skills_adjusted_schooling": adjust_schooling}
)
"""Derived indicator -> its formula, called with the rows of its `inputs` in order, then the groups."""
