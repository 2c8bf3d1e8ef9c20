"""What no table of observations may hold; asked when a snapshot is built and again when it is verified."""

from collections.abc import Iterable

import pandas as pd

from data.catalog import Indicator

KEY = ["indicator", "iso3", "year"]


def find_duplicates(observations: pd.DataFrame) -> set[str]:
    """Name the values that share their indicator, economy and year with another."""
    return _name(observations[observations.duplicated(KEY, keep=False)])


def find_out_of_bounds(observations: pd.DataFrame, indicators: Iterable[Indicator]) -> set[str]:
    """Name the values outside the sanity bounds of their indicator; NaN is outside too."""
    bounds = {indicator.id: indicator.range for indicator in indicators}
    low = observations["indicator"].map({name: span[0] for name, span in bounds.items()})
    high = observations["indicator"].map({name: span[1] for name, span in bounds.items()})
    return _name(observations[~observations["value"].between(low, high)])


def _name(rows: pd.DataFrame) -> set[str]:
    return {
        f"{row.indicator} {row.iso3} {row.year} = {row.value}"
        for row in rows[[*KEY, "value"]].itertuples(index=False)
    }
