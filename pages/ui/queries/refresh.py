"""The state of refreshing: which vintage each series is used in, what a refresh changed, and what it refused."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

import data
from dxindex import i18n
from pages.ui.queries import codes
from pages.ui.queries.bases import LOOK_AGAIN
from pages.ui.queries.figure import Sheet


@dataclass(frozen=True, eq=False)
class State:
    """What the cache of this server holds: a row a series, the values revised, and what is damaged."""

    series: pd.DataFrame
    revisions: pd.DataFrame
    faults: tuple[str, ...]
    version: str

    @property
    def refused(self) -> int:
        """Series whose newer figures looked wrong, so that the old ones stay."""
        return int(self.series["result"].eq("refused").sum())


@st.cache_resource(ttl=LOOK_AGAIN, show_spinner=False)
def state() -> State:
    """Look into the cache, at most once a minute."""
    found = data.find_refreshed()
    series = data.load_status()
    revisions = data.load_revisions(folder=found.folder) if found.folder else data.load_revisions().iloc[:0]
    return State(series, revisions, found.faults, found.folder.name if found.folder else "")


def status_table(edition: str, lang: str) -> pd.DataFrame:
    """A row a series: the vintage that refreshing gave, the snapshot's, what differs, the last check and why not."""
    _ = i18n.translator(lang)
    table = state().series
    results = {
        "": _("never asked for"),
        "unchanged": _("nothing newer"),
        "refreshed": _("newer figures taken"),
        "refused": _("refused, the old figures stay"),
        "unreachable": _("could not be fetched"),
    }
    titles = codes.indicators(edition)[f"title_{lang}"]
    asked = table["result"].map(lambda result: results.get(result, result))
    return pd.DataFrame(
        {
            "series": titles.reindex(table.index),
            "state": asked.where(table["refreshable"], _("cannot be refreshed")),
            "vintage": table["vintage"],
            "snapshot_vintage": table["snapshot_vintage"],
            "newest": table["newest_year"],
            "snapshot_newest": table["snapshot_newest_year"],
            "new": table["new"],
            "revised": table["revised"] + table["withdrawn"],
            "checked": table["checked"].str[:10],
            "reason": table["reason"].where(table["refreshable"], table[f"why_not_{lang}"]),
        }
    )


def revisions_sheet(edition: str, lang: str, surface: str) -> Sheet:
    """The values that refreshing changed: country, year, old, new."""
    _ = i18n.translator(lang)
    rows, names = state().revisions, codes.country_names(edition, lang)
    return Sheet(
        name="revisions",
        title=_("Values that refreshing changed"),
        table=pd.DataFrame(
            {
                _("Series"): rows["indicator"].map(codes.indicators(edition)[f"title_{lang}"]),
                _("Country"): rows["iso3"].map(names),
                _("Year"): rows["year"],
                _("Old value"): rows["old"],
                _("New value"): rows["new"],
                _("Old vintage"): rows["old_vintage"],
                _("New vintage"): rows["new_vintage"],
            }
        ),
        unit=_("As the catalogue of series says"),
        period=state().version,
        source=_("World Bank API; what differs: our comparison"),
        lang=lang,
        surface=surface,
    )
