"""Fetch several series at once, politely, and keep each as it comes."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from data.catalog import Indicator, load_catalogue
from data.downloads import Download, find_download, moment, save_download
from data.errors import DataError

if TYPE_CHECKING:
    from data.worldbank import WorldBank

WORKERS = 4
"""Series that are fetched at the same time: the publisher asks for moderation, and names no number."""
MOST_WORKERS = 8

_PLACES = "_places"
_NO_PLACES = pd.DataFrame(
    {"iso3": pd.Series(dtype="str"), "iso2": pd.Series(dtype="str"), "is_aggregate": pd.Series(dtype="bool")}
)


@dataclass(frozen=True, eq=False)
class Fetched:
    """What came: a download or the fault per series, and what the API says of its places."""

    series: Mapping[str, Download | DataError]
    places: pd.DataFrame


def fetch_all(
    api: "WorldBank",
    address: str,
    figures: Path,
    wanted: Iterable[Indicator],
    workers: int,
    progress: Callable[[str], None],
) -> Fetched:
    """Fetch series, or take up what an unfinished refresh has fetched less than a day ago.

    Args:
        api: the client; used by `workers` threads.
        address: of the API; what was fetched from another is not taken up.
        figures: where downloads are kept.
        wanted: the series.
        workers: how many are fetched at the same time.
        progress: called with each series' id when it has come or failed.

    Raises:
        OSError: a download cannot be kept.
    """
    found: dict[str, Download | DataError] = {}
    with ThreadPoolExecutor(workers) as pool:
        try:
            asked = pool.submit(_fetch_places, api, address, figures)
            futures = {pool.submit(_fetch_series, api, address, figures, one): one.id for one in wanted}
            for future in as_completed(futures):
                found[futures[future]] = future.result()
                progress(futures[future])
            return Fetched(found, asked.result())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _fetch_series(
    api: "WorldBank", address: str, figures: Path, indicator: Indicator
) -> Download | DataError:
    database = load_catalogue().sources[indicator.api].database
    question = {"address": address, "codes": list(indicator.codes), "database": database}
    kept = find_download(figures, indicator.id, question, moment())
    if kept is not None:
        return kept
    try:
        series = api.fetch_series(indicator.codes, database)
    except DataError as error:
        return error
    about = {"code": series.code, "database": database, "last_updated": series.last_updated}
    return _keep(figures, indicator.id, question, series.rows[["place", "year", "value"]], about)


def _fetch_places(api: "WorldBank", address: str, figures: Path) -> pd.DataFrame:
    """What the API says of its places; without it, `country_codes.toml` alone tells aggregates from economies."""
    question = {"address": address}
    kept = find_download(figures, _PLACES, question, moment())
    if kept is not None:
        return kept.table
    try:
        places = api.fetch_economies()
    except DataError:
        return _NO_PLACES
    return _keep(figures, _PLACES, question, places[list(_NO_PLACES)], {}).table


def _keep(
    figures: Path, name: str, question: Mapping[str, Any], table: pd.DataFrame, about: Mapping[str, Any]
) -> Download:
    download = Download(table, about, moment().isoformat())
    save_download(figures, name, question, download)
    return download
