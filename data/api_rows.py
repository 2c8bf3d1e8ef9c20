"""From what the World Bank's API calls places to the economies of the snapshot; the others are named, not guessed."""

from dataclasses import dataclass

import pandas as pd

from data.catalog import Source
from data.holdings import FIRST_YEAR
from data.places import load_place_rules


@dataclass(frozen=True, eq=False)
class Taken:
    """What was taken of a series.

    Attributes:
        rows: columns iso3, year, value; never NaN, sorted.
        unknown: places with values that are no economies of the snapshot, and no aggregates.
    """

    rows: pd.DataFrame
    unknown: tuple[str, ...]


def take_rows(rows: pd.DataFrame, source: Source, known: frozenset[str], places: pd.DataFrame) -> Taken:
    """Take the values of known economies in the years that the source is wanted for.

    Args:
        rows: columns place, year, value, as `Series.rows` of the client.
        source: says which years are wanted and which corrections of places apply.
        known: the economies of the snapshot.
        places: columns iso3, iso2, is_aggregate, as the API describes its places; may be empty.
    """
    rules = load_place_rules()
    codes = {
        **dict(zip(places["iso2"], places["iso3"], strict=True)),
        **rules.corrections.get(source.places, {}),
    }
    aggregates = {*places.loc[places["is_aggregate"], "iso3"], *rules.not_economies}
    held = rows[rows["value"].notna() & source.wants(rows["year"], FIRST_YEAR)]
    held = held.assign(iso3=held["place"].map(lambda place: codes.get(place, place)))
    ours = held["iso3"].isin(known - aggregates)
    unknown = set(held.loc[~ours, "iso3"]) - aggregates
    columns = ["iso3", "year", "value"]
    return Taken(held.loc[ours, columns].sort_values(columns, ignore_index=True), tuple(sorted(unknown)))
