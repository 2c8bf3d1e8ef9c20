"""A refresh brings what the publisher has, into the cache and nowhere else, and says what it did."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import data
from data import __main__ as cli
from data.fields import FOLDER
from data.refreshed import VARIABLE, cache_folder
from data.store import SNAPSHOT
from tests.data.refresh_setting import (
    AGGREGATE,
    STRANGER,
    Figures,
    change,
    code_of,
    contents,
    figures_of,
    run,
    serve,
    state,
)
from tests.data.world_bank_api import Fault, WorldBankServer

CAPITAL, YEARS = "human_capital_index", "expected_years_schooling"
SERIES = [CAPITAL, YEARS]


def newer(frame: pd.DataFrame) -> pd.DataFrame:
    """A year more for every economy, one value revised and one withdrawn."""
    last = frame[frame["year"] == 2020]
    changed = pd.concat([frame, last.assign(year=2021)], ignore_index=True)
    of = {
        place: changed.index[(changed["place"] == place) & (changed["year"] == 2018)]
        for place in ("VNM", "SGP")
    }
    changed.loc[of["VNM"], "value"] += 0.01
    return changed.drop(of["SGP"])


class TestWhatComes:
    def test_refreshed_figures_are_the_publishers_and_the_rest_is_the_snapshots(
        self, refreshed_once: Path
    ) -> None:
        folder = data.refreshed_folder(refreshed_once)
        assert folder is not None
        assert data.version(folder) == folder.name
        data.verify(folder)
        ours, theirs = data.load_observations(folder=folder), data.load_observations()
        same = ["iso3", "year", "indicator", "value", "flag"]
        pd.testing.assert_frame_equal(ours[same], theirs[same])
        assert set(ours.loc[ours["indicator"].isin(SERIES), "source"]) == {"hci_api"}
        others = ~ours["indicator"].isin(SERIES)
        pd.testing.assert_frame_equal(ours[others], theirs[others])

    def test_every_loader_takes_the_folder(self, refreshed_once: Path) -> None:
        folder = data.refreshed_folder(refreshed_once)
        pd.testing.assert_frame_equal(
            data.load_panel("2014", folder=folder), data.load_panel("2014"), check_exact=True
        )
        assert data.load_indicators(folder=folder).loc[CAPITAL, ["source", "vintage"]].tolist() == [
            "hci_api",
            "2026-07-01",
        ]
        sources = data.load_sources(folder=folder)
        assert sources.loc["hci_api", ["role", "series", "vintage"]].tolist() == ["api", 2, "2026-07-01"]
        assert "wgi_api" not in sources.index

    def test_aggregates_and_strangers_are_left_out_and_strangers_named(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        done = run(cache, server.address, SERIES)
        assert [one.left_out for one in done.outcomes] == [(STRANGER,), (STRANGER,)]
        assert not {AGGREGATE, STRANGER} & set(data.load_observations(folder=done.folder)["iso3"])

    def test_provenance_says_from_where_and_when(self, refreshed_once: Path) -> None:
        folder = data.refreshed_folder(refreshed_once)
        assert folder is not None
        record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
        told = record["refreshed"][CAPITAL]
        assert (told["code"], told["database"], told["vintage"]) == (code_of(CAPITAL), 63, "2026-07-01")
        assert told["address"].startswith("http://127.0.0.1")
        assert told["places_left_out"] == [STRANGER]
        assert record["snapshot"] == data.version()
        assert record["inputs"]

    def test_the_year_that_repeats_an_earlier_edition_is_left_out(
        self, cache: Path, server: WorldBankServer, figures: Figures
    ) -> None:
        server.holdings.figures = change(
            figures, CAPITAL, lambda rows: pd.concat([rows, rows[rows["year"] == 2018].assign(year=2017)])
        )
        done = run(cache, server.address, CAPITAL)
        assert [one.result for one in done.outcomes] == ["unchanged"]

    def test_a_series_that_the_snapshot_lacks_comes_with_the_refresh(self, tmp_path: Path) -> None:
        # The snapshot has no figures of it: others stand in, for the mechanics alone.
        stand_in = figures_of([CAPITAL])[code_of(CAPITAL)]
        with serve({code_of("secure_servers"): stand_in}) as server:
            done = run(tmp_path / "c", server.address, "secure_servers")
        assert done.outcomes[0].new == len(data.load_observations(CAPITAL))
        listed = data.load_indicators(folder=done.folder)
        assert listed.loc["secure_servers", "sources"] == ("wdi_api_servers",)
        status = data.load_status(tmp_path / "c").loc["secure_servers"]
        assert (status["snapshot_vintage"], status["vintage"]) == ("", "2026-07-01")
        assert data.build_package(folder=done.folder)

    def test_renamed_codes_are_tried_in_the_catalogues_order(self, tmp_path: Path) -> None:
        name = "wgi_rule_of_law"
        old, new = data.load_indicators().loc[name, "codes"]
        figures = figures_of([name])
        with serve({new: figures[old]}) as server:
            done = run(tmp_path / "c", server.address, name)
            assert [one.code for one in done.outcomes] == [new]
            server.holdings.figures = figures
            done = run(tmp_path / "c", server.address, name)
            assert [one.code for one in done.outcomes] == [old]


class TestVersions:
    def test_the_same_figures_are_the_same_version_wherever_and_whenever(
        self, refreshed_once: Path, server: WorldBankServer, tmp_path: Path
    ) -> None:
        folder = run(tmp_path / "other", server.address, reversed(SERIES), workers=1).folder
        first = data.refreshed_folder(refreshed_once)
        assert folder is not None
        assert first is not None
        assert folder.name == first.name
        assert folder.name != data.version()

    def test_nothing_new_leaves_every_file_but_the_last_check(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        before = state(cache)
        done = run(cache, server.address, SERIES)
        assert [one.result for one in done.outcomes] == ["unchanged", "unchanged"]
        assert state(cache) == before

    def test_a_newer_vintage_replaces_and_the_last_three_versions_stay(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        names = [data.refreshed_folder(cache).name]  # type: ignore[union-attr]
        for month in ("08", "09", "10"):
            server.holdings.last_updated = f"2026-{month}-01"
            folder = run(cache, server.address, CAPITAL).folder
            assert folder is not None
            assert folder.name.startswith(f"2026.{month}+")
            names.append(folder.name)
        kept = {path.name for path in (cache / "figures").iterdir() if path.is_dir()}
        assert kept - {"partial", "staging"} == set(names[-3:])
        assert not (cache / "figures" / f"{names[0]}.revisions.parquet").exists()

    def test_figures_that_go_back_are_the_earlier_version_again(
        self, cache: Path, server: WorldBankServer, figures: Figures
    ) -> None:
        first = data.refreshed_folder(cache)
        server.holdings.figures = change(
            figures, CAPITAL, lambda rows: rows.replace({"value": {rows["value"].max(): 0.9}})
        )
        assert run(cache, server.address, CAPITAL).folder != first
        server.holdings.figures = figures
        again = run(cache, server.address, CAPITAL)
        assert again.folder == first
        assert data.find_refreshed(cache) == data.Refreshed(first)
        assert data.load_revisions(folder=first)["old"].tolist() == [0.9]

    def test_a_year_that_came_cannot_vanish_in_silence(
        self, cache: Path, server: WorldBankServer, figures: Figures
    ) -> None:
        server.holdings.figures = change(figures, CAPITAL, newer)
        run(cache, server.address, CAPITAL)
        server.holdings.figures = figures
        with pytest.raises(data.RefreshError, match="no values any more for 2021"):
            run(cache, server.address, CAPITAL)

    def test_what_is_not_asked_for_stays_as_refreshed_before(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        server.holdings.last_updated = "2026-08-01"
        vintages = data.load_indicators(folder=run(cache, server.address, CAPITAL).folder)["vintage"]
        assert vintages[SERIES].tolist() == ["2026-08-01", "2026-07-01"]


class TestRevisions:
    @pytest.fixture
    def revised(self, cache: Path, server: WorldBankServer, figures: Figures) -> data.Refresh:
        server.holdings.figures = change(figures, CAPITAL, newer)
        server.holdings.last_updated = "2026-08-01"
        return run(cache, server.address, CAPITAL)

    def test_they_are_counted_and_listed(self, revised: data.Refresh) -> None:
        [outcome] = revised.outcomes
        of_2020 = len(data.load_observations(CAPITAL, years=2020))
        assert (outcome.new, outcome.revised, outcome.withdrawn) == (of_2020, 1, 1)
        table = data.load_revisions(CAPITAL, folder=revised.folder).set_index("iso3")
        before = data.load_observations(CAPITAL, years=2018).set_index("iso3")["value"]
        assert table["year"].tolist() == [2018, 2018]
        assert table["old"].to_dict() == before[["SGP", "VNM"]].to_dict()
        assert table.loc["VNM", "new"] == pytest.approx(before["VNM"] + 0.01)
        assert pd.isna(table.loc["SGP", "new"])
        assert table.loc["VNM", ["old_vintage", "new_vintage"]].tolist() == ["2026-07-01", "2026-08-01"]

    def test_those_of_other_series_stay_listed(self, revised: data.Refresh, server: WorldBankServer) -> None:
        assert revised.folder is not None
        server.holdings.last_updated = "2026-09-01"
        folder = run(revised.folder.parents[1], server.address, YEARS).folder
        assert len(data.load_revisions(folder=folder)) == 2
        server.holdings.last_updated = "2026-10-01"
        folder = run(revised.folder.parents[1], server.address, CAPITAL).folder
        assert data.load_revisions(folder=folder).empty, "the last change of vintage revised nothing"

    def test_status_counts_the_difference_from_the_snapshot(self, revised: data.Refresh) -> None:
        assert revised.folder is not None
        row = data.load_status(revised.folder.parents[1]).loc[CAPITAL]
        assert row[["revised", "withdrawn", "result"]].tolist() == [1, 1, "refreshed"]
        assert row[["newest_year", "snapshot_newest_year"]].tolist() == [2021, 2020]
        assert row[["vintage", "snapshot_vintage"]].tolist() == ["2026-08-01", "2021-01-25"]
        assert row["checked"].startswith("20")

    def test_the_snapshot_has_none_and_an_unknown_series_is_named(self) -> None:
        assert data.load_revisions(folder=SNAPSHOT).empty
        with pytest.raises(data.SelectionError, match="no_such"):
            data.load_revisions("no_such", folder=SNAPSHOT)


class TestWhere:
    def test_the_folder_given_then_the_environments_then_the_users(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(VARIABLE, str(tmp_path / "named"))
        assert cache_folder(tmp_path / "given") == tmp_path / "given"
        assert cache_folder() == tmp_path / "named"
        monkeypatch.delenv(VARIABLE)
        assert cache_folder().name == "dxindex"

    @pytest.mark.parametrize("inside", ["snapshot", "new/folder", ".."])
    def test_never_in_the_package(self, inside: str, server: WorldBankServer) -> None:
        with pytest.raises(data.CacheError, match="inside the package"):
            run(FOLDER / inside, server.address, CAPITAL)
        assert data.refreshed_folder(FOLDER / inside) is None
        assert "inside the package" in data.find_refreshed(FOLDER / inside).faults[0]

    def test_a_missing_cache_is_no_fault(self, tmp_path: Path) -> None:
        assert data.find_refreshed(tmp_path / "none") == data.Refreshed(None)
        assert data.load_status(tmp_path / "none")["vintage"]["internet_users"] == "2021-09-15"
        assert not (tmp_path / "none").exists()


class TestFailing:
    def test_partial_success_is_success_and_what_came_is_not_fetched_again(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        server.holdings.last_updated = "2026-08-01"
        server.fault(code_of(YEARS), Fault.FORBIDDEN)
        done = run(cache, server.address, SERIES)
        assert {one.indicator: one.result for one in done.outcomes} == {
            CAPITAL: "refreshed",
            YEARS: "unreachable",
        }
        assert "403" in done.outcomes[0].reason
        server.requests.clear()
        done = run(cache, server.address, SERIES)
        assert {one.indicator: one.result for one in done.outcomes} == {
            CAPITAL: "unchanged",
            YEARS: "refreshed",
        }
        assert {request.path.rpartition("/")[2] for request in server.requests} == {code_of(YEARS)}
        assert contents(cache / "figures" / "partial") == {}

    def test_nothing_reached_changes_nothing_and_says_of_each_why(
        self, cache: Path, server: WorldBankServer
    ) -> None:
        before = state(cache)
        for name in SERIES:
            server.fault(code_of(name), Fault.XML, times=2)
        with pytest.raises(
            data.RefreshError, match=r"(?s)Nothing was refreshed.*years_schooling: unr.*index: unr"
        ):
            run(cache, server.address, SERIES)
        assert state(cache) == before
        row = data.load_status(cache).loc[CAPITAL]
        assert row[["result", "vintage"]].tolist() == ["unreachable", "2026-07-01"]
        assert "XML" in row["reason"]

    @pytest.mark.parametrize("series", ["dai", "no_such", []])
    def test_what_cannot_be_refreshed_is_named(self, series: str, tmp_path: Path) -> None:
        with pytest.raises(data.SelectionError, match=r"dai|no_such|none"):
            run(tmp_path / "c", "http://127.0.0.1:9/v2", series)
        assert not (tmp_path / "c").exists()

    def test_passwords_in_the_address_are_not_kept(self, tmp_path: Path, server: WorldBankServer) -> None:
        address = server.address.replace("//", "//me:secret@")
        done = run(tmp_path / "c", address, CAPITAL)
        assert done.folder is not None
        assert not any(b"secret" in content for content in contents(tmp_path).values())


class TestCommands:
    def test_refresh_and_status(
        self, tmp_path: Path, server: WorldBankServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = ["--cache", str(tmp_path / "c")]
        assert cli.main(["refresh", *place, "--address", server.address, "--only", *SERIES]) == 0
        out, err = capsys.readouterr()
        assert f"{CAPITAL}: refreshed, vintage 2026-07-01\n" in out
        assert f"left out, no economies of the snapshot: {STRANGER}" in err
        assert "2 refreshed" in err
        assert "series/s" not in err, "no progress bar where there is no terminal"
        assert cli.main(["status", *place]) == 0
        out, err = capsys.readouterr()
        assert "Discontinued in 2021" in out
        assert "version 2026.07+" in err
        assert cli.main(["status", *place, "--format", "json"]) == 0
        rows = {row["indicator"]: row for row in json.loads(capsys.readouterr().out)}
        assert rows[CAPITAL]["result"] == "refreshed"
        assert len(rows) >= 41
        assert cli.main(["status", *place, "--format", "csv", "--revisions", CAPITAL]) == 0
        assert capsys.readouterr().out == "indicator,iso3,year,old,new,old_vintage,new_vintage\n"

    def test_nothing_refreshed_is_status_1(
        self, tmp_path: Path, server: WorldBankServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        server.fault(code_of(CAPITAL), Fault.FORBIDDEN)
        arguments = ["refresh", "--cache", str(tmp_path), "--address", server.address, "--only", CAPITAL]
        assert cli.main(arguments) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert "error: Nothing was refreshed" in err
        assert cli.main(["status", "--cache", str(tmp_path)]) == 0
        out, err = capsys.readouterr()
        assert f"{CAPITAL} was unreachable, and the figures held stay" in out
        assert "the snapshot is used" in err

    @pytest.mark.parametrize(
        "arguments",
        [["refresh", "--workers", "0"], ["refresh", "--workers", "9"], ["status", "--format", "xml"]],
    )
    def test_wrong_usage_is_status_2(self, arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as stop:
            cli.main(arguments)
        assert stop.value.code == 2

    def test_reading_refreshed_figures_loads_nothing_that_only_a_refresh_needs(
        self, refreshed_once: Path
    ) -> None:
        code = (
            "import sys, data\n"
            f"assert data.refreshed_folder({str(refreshed_once)!r})\n"
            f"data.load_status({str(refreshed_once)!r})\n"
            "assert not {'requests', 'filelock', 'tqdm'} & set(sys.modules)\n"
        )
        subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parent, check=True)
