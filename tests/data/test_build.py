"""From publishers' files to a snapshot: same files, same bytes; anything odd is refused and nothing is lost."""

import json
from dataclasses import replace
from types import MappingProxyType

import pandas as pd
import pyarrow.parquet as pq
import pytest

import data
from data.build import build_snapshot, check_values
from data.catalog import load_catalogue
from data.errors import SnapshotError, SourceError
from data.store import SNAPSHOT, TABLES, file_name, open_store


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_files_give_the_same_bytes(built, tiny_sources, real_sources, expect, tmp_path):
    build_snapshot(tiny_sources, tmp_path / "again", catalogue=expect(tiny_sources))
    assert contents(tmp_path / "again") == contents(built)
    if real_sources:
        build_snapshot(real_sources, tmp_path / "real")
        assert contents(tmp_path / "real") == contents(SNAPSHOT)


def test_no_version_of_a_library_is_in_the_files(built):
    for table in TABLES:
        assert pq.read_schema(built / file_name(table)).metadata is None


def test_a_built_snapshot_is_verified_and_loaded_by_the_same_loaders(
    built, tiny_sources, expect, monkeypatch
):
    monkeypatch.setattr("data.verification.load_catalogue", lambda: expect(tiny_sources))
    assert set(data.verify(built).index) == {file_name(table) for table in TABLES}
    assert data.version(built) != data.version()
    rows = data.load_observations(folder=built)[["indicator", "iso3", "year"]]
    assert pd.MultiIndex.from_frame(rows).is_monotonic_increasing
    vietnam = data.load_panel("2014", units="all", folder=built).loc["VNM"]
    assert vietnam["starting_business_score"] == 79.15
    assert vietnam["mean_years_schooling"] == pytest.approx(7.15 + 0.8 * (7.771 - 7.15))
    assert data.load_countries("2014", folder=built).loc["VNM", "income_group"] == "LM"


def test_an_older_vintage_fills_holes_of_2014_to_2017_only(built):
    rows = data.load_observations("internet_users", folder=built)
    found = {(r.iso3, r.year): (r.value, r.source, r.flag) for r in rows.itertuples(index=False)}
    assert found == {
        ("SGP", 2014): (79.03, "wdi_internet_2020", "older vintage"),
        ("VNM", 2014): (41.0, "wdi_internet_2021", ""),
    }


def test_years_left_out_are_left_out(built):
    assert set(data.load_observations("learning_adjusted_years", folder=built)["year"]) == {2010, 2018}
    assert data.load_observations("mean_years_schooling", folder=built)["year"].min() == 2010


def test_wrong_codes_of_places_end_where_they_belong(built):
    schooling = data.load_observations("mean_years_schooling", years=2010, folder=built).set_index("iso3")[
        "value"
    ]
    assert schooling.to_dict() == {"MDA": 9.7, "NAM": 6.1, "ROU": 10.5, "SRB": 10.2, "VNM": 7.15}
    govtech = data.load_observations("govtech_maturity", folder=built).set_index("iso3")["value"]
    assert govtech.to_dict() == {"ROU": 0.6, "VNM": 0.69, "XKX": 0.5}
    assert set(data.load_observations("days_to_start_business", folder=built)["iso3"]) == {"VNM"}


def test_provenance_says_what_went_in_and_what_was_left_out(built, expect, tiny_sources):
    record = json.loads((built / "provenance.json").read_text(encoding="utf-8"))
    sums = {source.file: source.sha256 for source in expect(tiny_sources).sources.values() if source.file}
    assert {entry["file"]: entry["sha256"] for entry in record["inputs"]} == sums
    assert record["places_left_out"]["barro_lee_v3_1564"] == ["REU"]
    assert record["places_left_out"]["income_groups"] == ["YUGf"]
    assert record["observations"]["internet_users"] == 2
    assert len(record["inputs_left_out"]) == 6
    assert all(entry["reason"] for entry in record["inputs_left_out"])


def test_another_file_than_expected_is_refused_by_name_with_all_the_others(
    sources_to_change, expect, tmp_path
):
    catalogue = expect(sources_to_change)
    (sources_to_change / "worldbank/DAIforweb.xlsx").write_bytes(b"other")
    (sources_to_change / "context/OGHIST_FY21.xls").unlink()
    with pytest.raises(SourceError) as refusal:
        build_snapshot(sources_to_change, tmp_path / "out", catalogue=catalogue)
    assert "worldbank/DAIforweb.xlsx: SHA-256 is d9298a10" in str(refusal.value)
    assert "context/OGHIST_FY21.xls: cannot be read (No such file or directory)" in str(refusal.value)
    assert "2 file(s)" in str(refusal.value)
    assert not (tmp_path / "out").exists()


def test_unknown_places_of_all_files_are_listed_and_the_old_snapshot_stays(
    sources_to_change, layouts, expect, small_snapshot
):
    before = contents(small_snapshot)
    layouts.dai(sources_to_change / "worldbank/DAIforweb.xlsx", more=[["Atlantis", 2014, 0.5, 0.5, 0.5, 0.5]])
    layouts.govtech(
        sources_to_change / "worldbank/govtech_dataset_dec2020_sheet2_export.csv",
        more=["9,MUU,Mu,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0,0"],
    )
    with pytest.raises(SourceError, match=r"(?s)DAIforweb.*Atlantis.*govtech.*MUU"):
        build_snapshot(sources_to_change, small_snapshot, catalogue=expect(sources_to_change))
    assert contents(small_snapshot) == before


def test_a_duplicate_is_refused(sources_to_change, layouts, expect, tmp_path):
    layouts.dai(sources_to_change / "worldbank/DAIforweb.xlsx", more=[["Vietnam", 2014, 0.4, 0.4, 0.4, 0.4]])
    with pytest.raises(SourceError, match=r"More than one value for .*dai VNM 2014 = 0\.4"):
        build_snapshot(sources_to_change, tmp_path / "out", catalogue=expect(sources_to_change))


def test_values_out_of_bounds_are_refused(sources_to_change, layouts, expect, tmp_path):
    layouts.dai(
        sources_to_change / "worldbank/DAIforweb.xlsx", more=[["Singapore", 2014, 86.8, 0.8, 0.8, 0.9]]
    )
    with pytest.raises(SourceError, match=r"Out of bounds: dai SGP 2014 = 86\.8"):
        build_snapshot(sources_to_change, tmp_path / "out", catalogue=expect(sources_to_change))


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -0.1])
def test_no_value_outside_its_bounds_passes(value):
    rows = pd.DataFrame([{"indicator": "dai", "iso3": "VNM", "year": 2014, "value": value}])
    with pytest.raises(SourceError, match="Out of bounds: dai VNM 2014"):
        check_values(rows, load_catalogue().indicators.values())


def with_codes(catalogue, indicator, codes):
    changed = {**catalogue.indicators, indicator: replace(catalogue.indicators[indicator], codes=codes)}
    return replace(catalogue, indicators=MappingProxyType(changed))


def test_codes_are_tried_in_the_catalogues_order(tiny_sources, expect, tmp_path):
    renamed = with_codes(expect(tiny_sources), "population", ("SP.POP.NEW", "SP.POP.TOTL"))
    build_snapshot(tiny_sources, tmp_path / "renamed", catalogue=renamed)
    assert len(data.load_observations("population", folder=tmp_path / "renamed")) == 2
    both = with_codes(expect(tiny_sources), "population", ("SP.POP.TOTL", "NY.GDP.PETR.RT.ZS"))
    build_snapshot(tiny_sources, tmp_path / "both", catalogue=both)
    assert len(data.load_observations("population", folder=tmp_path / "both")) == 2


def test_a_series_that_no_code_finds_is_refused(tiny_sources, expect, tmp_path):
    lost = with_codes(expect(tiny_sources), "population", ("SP.POP.NEW",))
    with pytest.raises(SourceError, match=r"WDI_databank_2020-07-01\.xlsx: no values for population"):
        build_snapshot(tiny_sources, tmp_path / "out", catalogue=lost)


def test_a_folder_with_other_files_is_never_replaced(tiny_sources, expect, tmp_path):
    (tmp_path / "thesis.docx").write_text("dear")
    with pytest.raises(SnapshotError, match=r"holds other files \(.*thesis\.docx"):
        build_snapshot(tiny_sources, tmp_path, catalogue=expect(tiny_sources))
    assert (tmp_path / "thesis.docx").read_text() == "dear"


def test_a_new_build_replaces_the_old_one_and_leaves_nothing_beside_it(
    built, tiny_sources, expect, small_snapshot
):
    build_snapshot(tiny_sources, small_snapshot, catalogue=expect(tiny_sources))
    assert contents(small_snapshot) == contents(built)
    assert [path.name for path in small_snapshot.parent.iterdir()] == ["snapshot"]


def test_a_failure_while_replacing_keeps_the_old_one(tiny_sources, expect, small_snapshot, monkeypatch):
    before = contents(small_snapshot)
    rename = type(small_snapshot).rename

    def fail_on_the_new_one(self, target):
        if self.name.startswith(".snapshot-") and "old" not in self.name:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(type(small_snapshot), "rename", fail_on_the_new_one)
    with pytest.raises(KeyboardInterrupt):
        build_snapshot(tiny_sources, small_snapshot, catalogue=expect(tiny_sources))
    assert contents(small_snapshot) == before
    assert [path.name for path in small_snapshot.parent.iterdir()] == ["snapshot"]


def test_what_is_built_can_be_opened_once_it_is_there(built):
    assert open_store(built) is open_store(str(built))
