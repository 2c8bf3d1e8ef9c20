"""What some figures hold of each series, and from when on."""

from collections.abc import Mapping

import pandas as pd

FIRST_YEAR = 1990
"""Histories start here: no indicator of the index is older than 1996, and schooling needs a step before."""


def summarise(observations: pd.DataFrame, origins: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Count what observations hold of each series.

    Args:
        observations: columns indicator, iso3, year, value.
        origins: each series' source and vintage, in the order in which they are to be listed.

    Returns:
        Columns indicator, first_year, last_year, economies, values, source, vintage; only series with values.
    """
    summary = observations.groupby("indicator").agg(
        first_year=("year", "min"),
        last_year=("year", "max"),
        economies=("iso3", "nunique"),
        values=("value", "size"),
    )
    summary = summary.loc[[name for name in origins if name in summary.index]].reset_index()
    summary["source"] = summary["indicator"].map({name: source for name, (source, _) in origins.items()})
    summary["vintage"] = summary["indicator"].map({name: vintage for name, (_, vintage) in origins.items()})
    return summary
