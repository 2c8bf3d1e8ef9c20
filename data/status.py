"""The state of every series: which vintage is used, when it was last asked for, and how it differs from the snapshot."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from data.cache_files import CacheError
from data.catalog import Indicator, load_catalogue
from data.derived import DERIVATIONS
from data.fields import Text
from data.plausibility import differs, pair
from data.refreshed import figures_folder, find_refreshed, read_checks
from data.store import Store, open_store

_NO_CHECK = {"checked": "", "result": "", "kind": "", "reason": ""}
_DERIVED = Text(
    "Computed from other series when an edition is put together.",
    "Được tính từ các chuỗi khác khi lập ấn bản.",
)


def load_status(cache: str | Path | None = None) -> pd.DataFrame:
    """Load the state of every series of the catalogue.

    Works without a cache and with a damaged one: then the snapshot is what is used (`find_refreshed` says why).

    Args:
        cache: a cache folder; None is what DXINDEX_CACHE names, or else the user's.

    Returns:
        Index indicator, in the catalogue's order; columns

        - source, vintage, newest_year: of the figures used ("", "" and <NA> where there are none);
        - snapshot_vintage, snapshot_newest_year: of the snapshot;
        - new, revised, withdrawn: values of the figures used that differ from the snapshot's;
        - checked, result, kind, reason: when the series was last asked for, and what came of it, as `Outcome` has them
          ("" where it never was);
        - refreshable (bool), and why_not_en/vi where it is not.

    Raises:
        SnapshotError: the snapshot is missing or damaged.

    >>> load_status("/nowhere").loc["dai", ["vintage", "why_not_vi"]].tolist()
    ['2018-08', 'Không có trong API của Ngân hàng Thế giới và không được tiếp tục sau năm 2016.']
    """
    snapshot, folder = open_store(), find_refreshed(cache).folder
    used = open_store(folder) if folder else snapshot
    checks = _checks(cache)
    rows = [
        {
            "indicator": name,
            **_describe(indicator, used, snapshot),
            **{key: checks.get(name, _NO_CHECK).get(key, "") for key in _NO_CHECK},
            "refreshable": bool(indicator.api),
            **_why_not(indicator).columns("why_not"),
        }
        for name, indicator in load_catalogue().indicators.items()
    ]
    years = {"newest_year": "Int64", "snapshot_newest_year": "Int64"}
    return pd.DataFrame(rows).set_index("indicator").astype(years)


def _checks(cache: str | Path | None) -> dict[str, dict[str, str]]:
    with suppress(CacheError):
        return read_checks(figures_folder(cache))
    return {}


def _describe(indicator: Indicator, used: Store, snapshot: Store) -> dict[str, Any]:
    now, then = _held(indicator.id, used), _held(indicator.id, snapshot)
    told = {
        **now,
        "snapshot_vintage": then["vintage"],
        "snapshot_newest_year": then["newest_year"],
        "new": 0,
        "revised": 0,
        "withdrawn": 0,
    }
    if now["source"] == then["source"]:
        return told
    both = pair(_rows(indicator.id, snapshot), _rows(indicator.id, used))
    return told | {
        "new": int(both["old"].isna().sum()),
        "revised": int(differs(both.dropna()).sum()),
        "withdrawn": int(both["new"].isna().sum()),
    }


def _held(indicator: str, store: Store) -> dict[str, Any]:
    about = store.indicators[store.indicators["indicator"] == indicator]
    if about.empty:
        return {"source": "", "vintage": "", "newest_year": None}
    row = about.iloc[0]
    return {
        "source": str(row["source"]),
        "vintage": str(row["vintage"]),
        "newest_year": int(row["last_year"]),
    }


def _rows(indicator: str, store: Store) -> pd.DataFrame:
    of_it = store.observations["indicator"] == indicator
    return store.observations.loc[of_it, ["iso3", "year", "value"]]


def _why_not(indicator: Indicator) -> Text:
    if indicator.api:
        return Text.blank()
    if indicator.id in DERIVATIONS:
        return _DERIVED
    return load_catalogue().sources[indicator.sources[0]].no_refresh
