"""A snapshot folder such as a refresh leaves: the shipped figures, some series two years longer, one series more.

The later rows are those of an earlier year under another number: good enough to see which year is taken for which.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.store import TABLES, open_store, write_snapshot

LONGER = {
    **dict.fromkeys(("fixed_broadband", "internet_users", "mobile_subscriptions"), 2017),
    **dict.fromkeys(("wgi_control_of_corruption", "wgi_government_effectiveness"), 2018),
    **dict.fromkeys(("wgi_political_stability", "wgi_regulatory_quality"), 2018),
    **dict.fromkeys(("wgi_rule_of_law", "wgi_voice_accountability"), 2018),
}
"""Series that go on, and the year whose values are taken again for 2020 and 2021."""

LATER = (2020, 2021)
SERVERS_FROM = 2018


def write_later_figures(folder: Path) -> Path:
    """Write the folder; it has secure servers from 2018 to 2021, the economy's place in the alphabet of each."""
    shipped = open_store()
    tables = {name: getattr(shipped, name) for name in TABLES}
    old = tables["observations"]
    parts = [old[~(old["indicator"].isin(LONGER) & old["year"].isin(LATER))]]
    for series, year in LONGER.items():
        rows = old[(old["indicator"] == series) & (old["year"] == year)]
        parts += [rows.assign(year=later) for later in LATER]
    people = old[(old["indicator"] == "population") & (old["year"] == 2014)].sort_values("iso3")
    servers = people.assign(indicator="secure_servers", source="wdi_api_servers", value=range(len(people)))
    parts += [servers.assign(year=year) for year in range(SERVERS_FROM, LATER[-1] + 1)]
    held = tables["indicators"]
    held = held.assign(last_year=held["last_year"].mask(held["indicator"].isin(LONGER), LATER[-1]))
    added = held[held["indicator"] == "population"].assign(
        indicator="secure_servers", source="wdi_api_servers", first_year=SERVERS_FROM, last_year=LATER[-1]
    )
    record = {key: value for key, value in shipped.provenance.items() if key not in ("format", "outputs")}
    write_snapshot(
        folder,
        {
            **tables,
            "observations": pd.concat(parts, ignore_index=True),
            "indicators": pd.concat([held, added], ignore_index=True),
        },
        record,
    )
    return folder
