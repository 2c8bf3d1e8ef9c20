"""Refresh the figures from the World Bank's API, into the user's cache.

A series is replaced as a whole or stays as it was: vintages are never mixed within one, and one that looks wrong
(`data.plausibility`) is refused.
"""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from data.cache_files import CacheError, hold
from data.catalog import Indicator, load_catalogue
from data.downloads import forget_downloads, moment
from data.errors import SelectionError, listed
from data.fetching import MOST_WORKERS, WORKERS, fetch_all
from data.judging import judge
from data.outcomes import Outcome, Refresh, RefreshError
from data.publishing import publish, record_checks
from data.refreshed import figures_folder, open_current
from data.replacing import replace_series
from data.store import Store, open_store

if TYPE_CHECKING:
    from data.worldbank import Limits


def _say_nothing(indicator: str) -> None:
    """Report no progress."""


def refreshable() -> tuple[str, ...]:
    """List the series that the World Bank's API serves, in the catalogue's order.

    Returns:
        Ids of series.

    >>> "internet_users" in refreshable(), "dai" in refreshable()
    (True, False)
    """
    return tuple(name for name, indicator in load_catalogue().indicators.items() if indicator.api)


def refresh(
    series: str | Iterable[str] | None = None,
    *,
    cache: str | Path | None = None,
    address: str | None = None,
    workers: int = WORKERS,
    limits: "Limits | None" = None,
    wait: Callable[[float], None] = time.sleep,
    progress: Callable[[str], None] = _say_nothing,
) -> Refresh:
    """Fetch the newest figures and put those that pass the checks in the cache.

    Whatever goes wrong, at any moment, the figures that were there stay whole. What was fetched is kept for a day
    where a refresh does not end or a series is not reached, and taken up by the next one.

    Args:
        series: ids of `refreshable()`; None for all.
        cache: a cache folder; None is what DXINDEX_CACHE names, or else the user's.
        address: of the API; None is the publisher's, or what DXINDEX_WORLD_BANK names.
        workers: how many series are fetched at the same time, 1 to 8.
        limits: of the client; None for its own.
        wait: how to wait between attempts.
        progress: called with each series' id when it has come or failed.

    Returns:
        The folder of the figures that are current now, and what came of each series.

    Raises:
        RefreshError: every series was refused or not reached; nothing changed.
        CacheError: another refresh is at work, or the cache cannot be written; nothing changed.
        SelectionError: a series that cannot be refreshed, or too many workers.

    >>> try:
    ...     refresh("dai")
    ... except SelectionError as error:
    ...     print(str(error)[:40])
    Series that cannot be refreshed: dai. Ch
    """
    # Imported here: requests takes long to load, and whoever only reads figures needs none.
    from data.worldbank import ADDRESS, VARIABLE, Limits, WorldBank

    wanted = _select(series)
    if not 1 <= workers <= MOST_WORKERS:
        raise SelectionError(f"{workers} series at a time: choose 1 to {MOST_WORKERS}.")
    figures, asked = figures_folder(cache), address or os.environ.get(VARIABLE) or ADDRESS
    with WorldBank(asked, limits=limits or Limits(), wait=wait) as api, hold(figures):
        fetched = fetch_all(api, asked, figures, wanted, workers, progress)
        base = _base(figures)
        judged = {one.id: judge(one, fetched.series[one.id], fetched.places, base) for one in wanted}
        outcomes = tuple(one.outcome for one in judged.values())
        checks = {one.indicator: one.as_check(moment().isoformat()) for one in outcomes}
        if any(one.result == "refreshed" for one in outcomes):
            publish(figures, replace_series(base, judged, _without_credentials(asked)), checks)
        else:
            record_checks(figures, checks)
        if all(one.result != "unreachable" for one in outcomes):
            forget_downloads(figures)
        if all(one.failed for one in outcomes):
            raise RefreshError(outcomes)
        return _report(figures, outcomes, api.requests_made)


def _select(series: str | Iterable[str] | None) -> list[Indicator]:
    names = refreshable()
    wanted = names if series is None else (series,) if isinstance(series, str) else tuple(series)
    if not wanted or (unknown := set(wanted) - set(names)):
        what = f"cannot be refreshed: {listed(unknown)}" if wanted else "were named: none"
        raise SelectionError(f"Series that {what}. Choose among {listed(names, limit=len(names))}.")
    return [load_catalogue().indicators[name] for name in names if name in wanted]


def _base(figures: Path) -> Store:
    """What the new figures are compared with: those of the refresh before, else the snapshot's."""
    try:
        return open_current(figures) or open_store()
    except CacheError:
        return open_store()


def _report(figures: Path, outcomes: tuple[Outcome, ...], requests: int) -> Refresh:
    try:
        current = open_current(figures)
    except CacheError:  # damaged before, and nothing new came to mend it
        current = None
    return Refresh(current.folder if current else None, outcomes, requests)


def _without_credentials(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
