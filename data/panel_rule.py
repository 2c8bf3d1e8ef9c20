"""The panel rule: which economies make up the 132."""

from functools import cache
from pathlib import Path

import pandas as pd

from data.editions import load_cells
from data.fields import LANGUAGES
from data.store import Store, open_store

PANEL_EDITION = "2014"
PANEL_INDICATORS = (
    "dai",
    "starting_business_score",
    "mean_years_schooling",
    "wgi_control_of_corruption",
    "wgi_government_effectiveness",
    "wgi_political_stability",
    "wgi_regulatory_quality",
    "wgi_rule_of_law",
    "wgi_voice_accountability",
)
"""What a panel country must have in the reference edition: everything that its index is made of."""

PANEL_POPULATION_FLOOR = 500_000
"""People in 2014. The report has 132 countries, and 139 economies have the data; at half a million exactly
132 are left, and the gap is wide (Maldives 435,015 below, Luxembourg 556,319 above), so a revision of figures
will not move it. The rule is this project's: the report's own list is not public."""


def panel_members(*, folder: str | Path | None = None) -> tuple[str, ...]:
    """Apply the panel rule.

    An economy is in the panel when the reference edition (2014) has all of `PANEL_INDICATORS` for it (a full
    Digital Adoption Index, a starting-a-business score, Barro-Lee schooling, all six governance estimates)
    and it had at least `PANEL_POPULATION_FLOOR` people.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        ISO codes, sorted.

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> members = panel_members()
    >>> len(members), "VNM" in members, "ISL" in members
    (132, True, False)
    """
    population = _populations_with_data(open_store(folder))
    return tuple(sorted(population.index[population >= PANEL_POPULATION_FLOOR]))


def panel_near_misses(*, folder: str | Path | None = None) -> pd.DataFrame:
    """Report the economies that have all the data of the panel rule but too few people.

    Args:
        folder: a snapshot folder; None is the one that ships with the package.

    Returns:
        Index iso3, sorted; columns name_en, name_vi, population (2014).

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> panel_near_misses()["population"].astype(int).nlargest(2).to_dict()
    {'MDV': 435015, 'MLT': 434558}
    """
    population = _populations_with_data(open_store(folder))
    below = population[population < PANEL_POPULATION_FLOOR].sort_index()
    columns = [f"name_{language}" for language in LANGUAGES]
    names = open_store(folder).countries.set_index("iso3").loc[below.index, columns]
    return names.assign(population=below)


@cache
def _populations_with_data(store: Store) -> "pd.Series[float]":
    """Population in 2014 of the economies that have every indicator of the rule; read, never change."""
    cells = load_cells(PANEL_EDITION, store)
    needed = cells[cells["indicator"].isin(PANEL_INDICATORS)].groupby("iso3").size()
    complete = needed.index[needed == len(PANEL_INDICATORS)]
    population = cells[cells["indicator"] == "population"].set_index("iso3")["value"]
    return population.reindex(complete).dropna()
