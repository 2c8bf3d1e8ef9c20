"""After every fault of the publisher, the network, the disk or the clock: the figures are whole and the message says what
happened."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import data
from data import cache_files, downloads, publishing
from data.cache_files import hold
from data.publishing import Figures as Version
from data.publishing import publish
from data.revisions import no_revisions
from data.store import open_store
from tests.data.refresh_setting import (
    HASTY,
    LIMITS,
    code_of,
    contents,
    run,
    state,
)
from tests.data.world_bank_api import Fault, WorldBankServer

CAPITAL, YEARS = "human_capital_index", "expected_years_schooling"
SERIES = [CAPITAL, YEARS]
CODE = code_of(CAPITAL)

PASSING = {
    Fault.TIME_OUT: "nothing came for 1.5 seconds",
    Fault.RESET: "broke off",
    Fault.BUSY: "429 Too Many Requests",
    Fault.BUSY_SECONDS: "429 Too Many Requests",
    Fault.BUSY_DATE: "429 Too Many Requests",
    Fault.BUSY_FOREVER: "429 Too Many Requests",
    Fault.INTERNAL: "500",
    Fault.UNAVAILABLE: "503",
    Fault.MESSAGE: "temporarily unavailable",
    Fault.XML: "XML came instead of JSON",
    Fault.HTML: "a web page",
    Fault.HTML_AS_JSON: "a web page",
    Fault.TRUNCATED: "truncated",
    Fault.GZIP: "damaged",
    Fault.GZIP_SHORT: "not whole",
    Fault.DRIP: "not complete after 1.5 seconds",
    Fault.EMPTY_PAGE: "0 rows came instead of",
    Fault.PAGE_COUNT: "it says",
}
"""What may pass: once, it is survived; where it stays, the message says this."""
REFUSED = {
    Fault.FORBIDDEN: "403",
    Fault.ARCHIVED: "archived",
    Fault.ELSEWHERE: "redirect to another host",
    Fault.BOMB: "more came than",
    Fault.DUPLICATED_PAGE: "repeats page",
    Fault.ROW_COUNT: "speaks of",
    Fault.OTHER_DATABASE: "database 57",
    Fault.NAN: "'NaN' is not a number",
    Fault.INFINITY: "'Infinity' is not a number",
    Fault.HUGE: "is not a number",
    Fault.TEXT: "'41.0' is not a number",
    Fault.BOOLEAN: "True is not a number",
    Fault.TWICE: "comes twice",
    Fault.OTHER_SERIES: "another series",
    Fault.MONTHS: "not a year",
}
"""What the series is not taken for, though it came."""
TAKEN = {Fault.MOVED, Fault.UNKNOWN_PLACE, Fault.FUTURE}
"""What harms nothing."""

PAGES = {
    Fault.DUPLICATED_PAGE: 2,
    Fault.OTHER_DATABASE: 2,
    Fault.TWICE: 2,
    Fault.ROW_COUNT: 1,
}
"""The page that must go wrong for pages to contradict each other."""
PAGED = replace(LIMITS, per_page=1_500, largest_answer=1_000_000)
"""Two pages, so that they can contradict each other; the bomb has eight million bytes."""


class TestThePublisher:
    def test_no_fault_is_forgotten(self) -> None:
        assert {*PASSING, *REFUSED, *TAKEN} == set(Fault)

    @pytest.mark.parametrize("kind", PASSING)
    def test_what_passes_is_survived_and_what_stays_is_told(
        self, refreshed_once: Path, server: WorldBankServer, kind: Fault
    ) -> None:
        limits = HASTY.get(kind, LIMITS)
        before = state(refreshed_once)
        server.fault(code_of(YEARS), kind)
        server.fault(CODE, kind, times=LIMITS.attempts)
        done = run(refreshed_once, server.address, SERIES, limits=limits)
        outcomes = {one.indicator: one for one in done.outcomes}
        assert outcomes[YEARS].result == "unchanged"
        assert outcomes[CAPITAL].result == "unreachable"
        assert PASSING[kind] in outcomes[CAPITAL].reason
        assert state(refreshed_once) == before
        assert data.find_refreshed(refreshed_once).faults == ()

    @pytest.mark.parametrize("kind", REFUSED)
    def test_what_asking_again_would_not_mend_is_told_and_changes_nothing(
        self, refreshed_once: Path, server: WorldBankServer, kind: Fault
    ) -> None:
        before = state(refreshed_once)
        server.fault(CODE, kind, times=4, page=PAGES.get(kind))
        with pytest.raises(data.RefreshError) as failure:
            run(refreshed_once, server.address, CAPITAL, limits=PAGED)
        assert REFUSED[kind] in str(failure.value)
        assert state(refreshed_once) == before
        assert data.load_status(refreshed_once).loc[CAPITAL, "result"] == "unreachable"
        assert data.find_refreshed(refreshed_once).faults == ()

    @pytest.mark.parametrize("kind", [Fault.MOVED, Fault.UNKNOWN_PLACE])
    def test_what_harms_nothing_is_taken(
        self, refreshed_once: Path, server: WorldBankServer, kind: Fault
    ) -> None:
        before = state(refreshed_once)
        server.fault(CODE, kind)
        assert run(refreshed_once, server.address, CAPITAL).outcomes[0].result == "unchanged"
        assert state(refreshed_once) == before

    def test_without_its_list_of_places_aggregates_are_told_by_our_own(
        self, refreshed_once: Path, server: WorldBankServer
    ) -> None:
        server.fault("country", Fault.UNAVAILABLE, times=2)
        [outcome] = run(refreshed_once, server.address, CAPITAL).outcomes
        assert (outcome.result, outcome.left_out) == ("unchanged", ("QQQ",))


class TestClocks:
    def test_a_publisher_from_the_future_is_followed_by_the_next_refresh(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        server.fault(CODE, Fault.FUTURE)
        folder = run(cache, server.address, CAPITAL).folder
        assert folder is not None
        assert folder.name.startswith("2999.12+")
        newest = run(cache, server.address, CAPITAL).folder
        assert newest is not None
        assert newest.name.startswith("2026.07+")
        assert data.refreshed_folder(cache) == newest

    @pytest.mark.parametrize("year", [1970, 2100])
    def test_a_clock_that_runs_wrong_does_not_change_the_order(
        self, cache: Path, server: WorldBankServer, monkeypatch: pytest.MonkeyPatch, year: int
    ) -> None:
        server.holdings.last_updated = "2026-08-01"
        set_clock(monkeypatch, datetime(year, 1, 1, tzinfo=UTC))
        wrong = run(cache, server.address, CAPITAL).folder
        assert data.refreshed_folder(cache) == wrong
        assert data.load_status(cache).loc[CAPITAL, "checked"].startswith(str(year))
        monkeypatch.undo()
        server.holdings.last_updated = "2026-09-01"
        right = run(cache, server.address, CAPITAL).folder
        assert right != wrong
        assert data.refreshed_folder(cache) == right

    @pytest.mark.parametrize(("hours", "again"), [(0, False), (23, False), (25, True), (-1, True)], ids=str)
    def test_downloads_of_the_last_day_are_taken_up_and_no_others(
        self, cache: Path, server: WorldBankServer, monkeypatch: pytest.MonkeyPatch, hours: int, again: bool
    ) -> None:
        server.fault(code_of(YEARS), Fault.FORBIDDEN)
        run(cache, server.address, SERIES)
        server.requests.clear()
        set_clock(monkeypatch, downloads.moment() + timedelta(hours=hours))
        run(cache, server.address, CAPITAL)
        assert bool(server.requests) == again


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    for module in ("downloads", "fetching", "refreshing"):
        monkeypatch.setattr(f"data.{module}.moment", lambda: now)


class TestDamage:
    FILES = (
        *("current", "checks.json", "*.revisions.parquet", "*/provenance.json"),
        *("*/countries.parquet", "*/income_groups.parquet", "*/indicators.parquet", "*/observations.parquet"),
    )

    @pytest.mark.parametrize("pattern", FILES)
    def test_a_damaged_file_is_named_and_a_refresh_mends_it(
        self, cache: Path, server: WorldBankServer, pattern: str
    ) -> None:
        [path] = (cache / "figures").glob(pattern)
        whole = path.read_bytes()
        figures_lost = path.name != "checks.json" and "revisions" not in path.name
        for content in (b"", whole[: len(whole) // 2], garbled(whole)):
            path.write_bytes(content)
            found = data.find_refreshed(cache)
            [fault] = found.faults
            assert path.name in fault
            assert (found.folder is None) == figures_lost
            assert ("The snapshot is used instead" in fault) == figures_lost
        vintage = data.load_status(cache).loc[CAPITAL, "vintage"]
        assert vintage == ("2021-01-25" if figures_lost else "2026-07-01")
        server.holdings.last_updated = "2026-07-01" if figures_lost else "2026-08-01"
        folder = run(cache, server.address, SERIES).folder
        assert folder is not None
        assert data.find_refreshed(cache) == data.Refreshed(folder)

    @pytest.mark.parametrize("name", ["current", "checks.json"])
    def test_a_record_that_was_edited_is_seen(self, cache: Path, name: str) -> None:
        path = cache / "figures" / name
        path.write_bytes(path.read_bytes().replace(b"2026", b"2025", 1))
        [fault] = data.find_refreshed(cache).faults
        assert "its checksum is not the one recorded" in fault

    def test_a_missing_version_is_named(self, cache: Path) -> None:
        folder = data.refreshed_folder(cache)
        assert folder is not None
        shutil.rmtree(folder)
        # What this process has read is in its memory: another one has to read anew.
        moved = Path(shutil.move(cache, cache.with_name("moved")))
        assert "provenance.json is missing" in data.find_refreshed(moved).faults[0]

    def test_figures_that_rest_on_another_snapshot_are_not_used(
        self, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = data.version()
        monkeypatch.setattr(
            "data.refreshed.version", lambda folder=None: folder.name if folder else "2030.01+0"
        )
        assert real in data.find_refreshed(cache).faults[0]

    @pytest.mark.parametrize("ending", ["json", "parquet"])
    def test_a_damaged_download_is_fetched_again(
        self, cache: Path, server: WorldBankServer, ending: str
    ) -> None:
        server.fault(code_of(YEARS), Fault.FORBIDDEN)
        run(cache, server.address, SERIES)
        path = cache / "figures" / "partial" / f"{CAPITAL}.{ending}"
        path.write_bytes(garbled(path.read_bytes()))
        server.requests.clear()
        assert run(cache, server.address, CAPITAL).outcomes[0].result == "unchanged"
        assert server.requests


def garbled(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


class Failing:
    """Lets the n-th call that changes the disk fail, and every one after it."""

    def __init__(self, number: int, patch: pytest.MonkeyPatch, code: int = errno.ENOSPC) -> None:
        self.left = number
        self.code = code
        for where, name in (
            (Path, "mkdir"),
            (Path, "rename"),
            (Path, "replace"),
            (Path, "write_text"),
            (os, "fsync"),
            (publishing, "stage"),
            (cache_files, "stage"),
        ):
            patch.setattr(where, name, self.wrapped(getattr(where, name)))
        patch.setattr("data.store.pq.write_table", self.wrapped(open_store.__globals__["pq"].write_table))

    def wrapped(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left <= 0:
                raise OSError(self.code, os.strerror(self.code), "somewhere")
            return real(*arguments, **more)

        return act


def small_version(value: float) -> Version:
    """Figures that are written in a moment."""
    store = open_store()
    vietnam = store.observations[store.observations["iso3"] == "VNM"].head(2).assign(value=value)
    tables = {
        "observations": vietnam,
        "countries": store.countries.head(2),
        "income_groups": store.income_groups.head(2),
        "indicators": store.indicators.head(2),
    }
    told = {"newest_vintage": "2026-07-01", "snapshot": data.version()}
    return Version(tables, told, no_revisions())


class TestTheDisk:
    def test_full_at_any_write_of_new_figures(self, tmp_path: Path) -> None:
        figures = tmp_path / "figures"
        with hold(figures):
            old = publish(figures, small_version(1.0), {})
        before = state(tmp_path)
        for number in range(1, 200):
            told = ""
            with pytest.MonkeyPatch.context() as patch:
                Failing(number, patch)
                try:
                    with hold(figures):
                        publish(figures, small_version(2.0), {})
                except data.CacheError as error:
                    told = str(error)
            if not told:
                break
            assert "No space left on device: the figures are as they were" in told
            after = state(tmp_path)
            assert before == {name: after[name] for name in before}
            assert data.refreshed_folder(tmp_path) == old
        assert number > 15
        assert data.refreshed_folder(tmp_path) != old
        assert data.find_refreshed(tmp_path).faults == ()
        with hold(figures):
            publish(figures, small_version(3.0), {})
        assert {path.name for path in (figures / "staging").iterdir()} == set()

    @pytest.mark.parametrize("number", [1, 3, 8, 16, 24])
    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
    def test_full_or_read_only_during_a_refresh(
        self, refreshed_once: Path, server: WorldBankServer, number: int, code: int
    ) -> None:
        before = state(refreshed_once)
        server.holdings.last_updated = "2026-08-01"
        with pytest.MonkeyPatch.context() as patch:
            Failing(number, patch, code)
            with pytest.raises(data.CacheError, match=f"{os.strerror(code)}: the figures are as they were"):
                run(refreshed_once, server.address, CAPITAL)
        after = state(refreshed_once)
        assert before == {name: after[name] for name in before}
        assert data.find_refreshed(refreshed_once).faults == ()

    @pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
    def test_a_cache_that_may_not_be_written(self, cache: Path, server: WorldBankServer) -> None:
        (cache / "figures").chmod(0o500)
        with pytest.raises(data.CacheError, match="Permission denied"):
            run(cache, server.address, CAPITAL)
        (cache / "figures").chmod(0o700)

    def test_a_file_where_the_cache_should_be(self, tmp_path: Path, server: WorldBankServer) -> None:
        (tmp_path / "cache").write_text("mine")
        with pytest.raises(data.CacheError, match=r"cache.*: the figures are as they were"):
            run(tmp_path / "cache", server.address, CAPITAL)
        assert data.refreshed_folder(tmp_path / "cache") is None
        assert (tmp_path / "cache").read_text() == "mine"

    def test_what_is_not_ours_in_the_cache_stays(self, tmp_path: Path) -> None:
        for name in ("thesis.docx", "figures/notes.txt"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("dear")
        with hold(tmp_path / "figures"):
            for value in range(5):
                publish(tmp_path / "figures", small_version(float(value)), {})
        assert contents(tmp_path)["thesis.docx"] == contents(tmp_path)["figures/notes.txt"] == b"dear"
        assert len(list((tmp_path / "figures").glob("2*.parquet"))) == publishing.KEPT
