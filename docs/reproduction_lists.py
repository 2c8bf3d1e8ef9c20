"""The long lists of the page on reproduction: one economy or one value a row."""

from __future__ import annotations

import pandas as pd

import data
from docs.markdown import table
from docs.reproduction_study import EDITIONS, LANG, Study, expected
from dxindex.i18n import number


def adoption(study: Study) -> str:
    """The published index and ours, economy by economy."""
    rows = []
    for name, row in study.adoption.rename(index=study.names).sort_index().iterrows():
        apart = max(abs(row[edition, "ours"] - row[edition, "published"]) for edition in EDITIONS)
        cells = [f"{row[edition, which]:.6f}" for edition in EDITIONS for which in ("published", "ours")]
        rows.append((name, *cells, f"{apart:.0e}"))
    heads = [f">{edition}, {which}" for edition in EDITIONS for which in ("published", "ours")]
    return table(("Economy", *heads, ">Largest difference"), rows)


def members(study: Study) -> str:
    """The members of the panel, with the people that decide it as read independently and as held."""
    read = expected("panel_132").set_index("iso3")["population_2014"].astype(float)
    held = data.load_countries("2014").query("in_panel")["population"]
    both = pd.DataFrame({"read": read, "held": held})
    both["apart"] = both["held"] - both["read"]
    rows = [
        (f"{study.names[iso3]} ({iso3})", *(number(both.at[iso3, column], LANG, 0) for column in both))
        for iso3 in sorted(both.index, key=study.names.__getitem__)
    ]
    return table(("Country", ">People in 2014, as read", ">Ours", ">Difference"), rows)


def spot_values(study: Study) -> str:
    """Every spot value beside ours."""
    rows = [
        (
            study.known.at[spot.indicator, f"title_{LANG}"],
            spot.year,
            study.names[spot.iso3],
            spot.printed,
            f"{spot.ours:.{spot.decimals + 2}f}",
            number(spot.difference, LANG, spot.decimals + 2),
        )
        for spot in study.spots.itertuples()
    ]
    return table(("Series", "Year", "Country", ">Published", ">Ours", ">Difference"), rows)
