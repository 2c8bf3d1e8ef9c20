"""What leaves is of the figures in use: refreshed ones by their version, one's own by their file and never as ours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

import data
import dxindex as dx
from data.refreshed import VARIABLE
from pages.ui.queries import bases, citing, codes, country_report, files, packed, scores, tables
from pages.ui.queries.own_basis import OwnBasis
from tests.data.refresh_setting import figures_of, run, serve
from tests.pages import own_setting
from tests.pages.test_methods import LINK, made, offer_of, told
from tests.pages.visiting import assert_sound

NAME = "của tôi =1_{x}.csv"
ODD = """name;Một;Hai;Ba;Bốn
=1+1;1;2;3;4
'=1+1;2;3;4;1
"He said ""no"", twice";3;3;1;2
-x|y;4;1;2;9
O'Higgins (A/B) <b>*_;5;7;2;1
N A;6;2;8;3
#c;7;;1;3
-3;2;1;3;4
"""
"""Units that a spreadsheet would run, that a reader would split, and one that begins as a defused one does."""


@pytest.fixture(scope="module")
def of_units() -> OwnBasis:
    return own_setting.own_basis(ODD.encode(), NAME)


@pytest.fixture(scope="module")
def of_countries() -> OwnBasis:
    return own_setting.own_basis(own_setting.countries_over_years())


def key_of(basis: OwnBasis) -> str:
    bases.admit(basis)
    return bases.key(basis.offered[0], basis.body)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    figures = figures_of(["human_capital_index"])
    for code, rows in figures.items():
        last = rows[rows["year"] == rows["year"].max()]
        figures[code] = pd.concat([rows, last.assign(year=2021)], ignore_index=True)
    with serve(figures) as server:
        run(folder, server.address, ["human_capital_index"])
    return folder


@pytest.fixture
def refreshed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The key of an edition on refreshed figures."""
    monkeypatch.setenv(VARIABLE, str(cache))
    bases.refreshed.clear()
    yield bases.key("2014", bases.refreshed())
    bases.refreshed.clear()


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def texts_of(book: openpyxl.Workbook, sheet: str) -> str:
    return "\n".join(str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("which", ["units", "countries"])
def test_own_figures_leave_as_a_valid_package_without_the_snapshot(
    which: str, of_units: OwnBasis, of_countries: OwnBasis, tmp_path: Path
) -> None:
    basis = of_units if which == "units" else of_countries
    key, path = key_of(basis), tmp_path / "package.zip"
    path.write_bytes(made("package", key))
    report = frictionless.validate(path.as_posix(), type="package")
    assert report.flatten(["message"]) == []
    package = opened(path.read_bytes())
    names = ["units", "indicators", "observations", "scores", "groups"]
    assert package.namelist() == [
        "datapackage.json",
        *(f"data/{name}.csv" for name in names),
        "framework.toml",
    ]
    assert dx.Framework.from_toml(package.read("framework.toml").decode()) == scores.framework(key)
    about = json.loads(package.read("datapackage.json"))
    assert about["version"] == basis.version
    assert "licenses" not in about
    assert about["sources"][0]["title"].startswith("Own figures, not checked by the dxindex authors: ")
    assert data.version() not in json.dumps(about)
    observed = pd.read_csv(package.open("data/observations.csv"), keep_default_na=False)
    assert observed["value"].tolist() == basis.figures.tidy["value"].tolist()
    scored = pd.read_csv(package.open("data/scores.csv"), keep_default_na=False, na_values=[""])
    assert ("year" in scored) == (which == "countries")
    newest = scored[scored["year"] == 2016] if "year" in scored else scored
    shown = newest[newest["node"] == "x"]["score"].to_numpy()
    assert shown == pytest.approx(scores.result(key).scores["x"].to_numpy(), nan_ok=True)
    assert newest["low"].notna().any()
    if which == "countries":
        assert set(scored["year"]) == {2012, 2014, 2016}
        assert scored[scored["year"] == 2012]["low"].isna().all()


def test_what_would_run_is_defused_and_stays_apart(of_units: OwnBasis) -> None:
    package = opened(made("package", key_of(of_units)))
    units = pd.read_csv(package.open("data/units.csv"), keep_default_na=False)["unit"].tolist()
    assert units[:2] == ["'=1+1", "''=1+1"]
    assert units[3] == "'-x|y"
    assert units[-1] == "-3"
    book = openpyxl.load_workbook(io.BytesIO(made("observations_excel", key_of(of_units))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_files_of_own_figures_name_the_file_and_call_units_so(of_units: OwnBasis) -> None:
    key = key_of(of_units)
    version = f"data {of_units.version}, method {dx.METHOD_VERSION}"
    book = openpyxl.load_workbook(io.BytesIO(made("excel", key)))
    assert version in texts_of(book, "notes")
    assert "not checked by us" in texts_of(book, "notes")
    assert f"{NAME}, own figures, not checked by us" in texts_of(book, "sources")
    assert f"{NAME}, SHA-256 {of_units.figures.fingerprint}" in texts_of(book, "sources")
    assert "CC-BY" not in texts_of(book, "sources")
    assert f"# version: {version}" in made("scores_csv", key).decode()
    table = pq.read_table(io.BytesIO(made("observations_parquet", key)))
    assert table.schema.metadata[b"version"].decode() == version
    assert table.schema.metadata[b"source"].decode().endswith("not checked by us")
    frame = table.to_pandas()
    assert frame.columns.tolist() == ["unit", "indicator", "value"]
    assert frame["unit"].iloc[0] == "=1+1"
    assert pq.read_schema(io.BytesIO(made("scores_parquet", key))).names[0] == "name"
    assert "31 values" in offer_of("observations_parquet", key).note
    for offer in offer_of("package", key), offer_of("observations_excel", key):
        assert "snapshot" not in offer.note


def test_charts_and_tables_name_the_version_of_the_figures_in_use(
    of_countries: OwnBasis, refreshed: str
) -> None:
    for key in (key_of(of_countries), refreshed, "2014"):
        sheet = tables.ranking_sheet(key, "vi", frozenset(codes.panel_codes(key)), "", "light")
        about = files.caption(sheet, LINK, key)
        assert about.version == f"data {codes.data_version(key)}, method {dx.METHOD_VERSION}"
        assert ("chúng tôi không kiểm tra" in about.source) == codes.is_own(key)


def test_own_figures_are_cited_by_their_file_and_no_publisher_is(of_units: OwnBasis) -> None:
    key = key_of(of_units)
    line = citing.text(key)
    assert f"{NAME}, SHA-256 {of_units.figures.fingerprint}" in line
    assert "not checked by the dxindex authors" in line
    assert scores.framework(key).sha256[:16] in line
    assert data.version() not in line
    entries = citing.bibtex(key).split("\n\n")
    assert [entry.split("{", 1)[1].split(",")[0] for entry in entries] == [
        "dxindex",
        "wdr2016",
        "dxindex-own",
    ]
    assert r"của tôi =1\_\{x\}.csv" in entries[-1]
    assert "CC-BY" not in citing.bibtex(key)


def test_the_page_cites_own_figures_and_knows_no_licence_for_them(of_units: OwnBasis) -> None:
    app = own_setting.opened_on(of_units, "methods", lang="en")
    app.session_state["bibtex"] = True
    app.run()
    assert_sound(app)
    shown = told(app)
    assert "know no licence for them" in shown
    assert f"SHA-256 {of_units.figures.fingerprint}" in shown
    assert "@misc{dxindex-own" in shown
    assert data.version() not in shown
    report = country_report.made(key_of(of_units), "-3", "panel", "en", LINK).decode()
    assert "none stated" in report
    assert "not checked by the dxindex authors" in report


def test_refreshed_figures_leave_under_their_version_with_their_source(
    refreshed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data.refreshed_folder()
    assert folder is not None
    assert folder.name in citing.text(refreshed)
    assert "dxindex-hci_api" in citing.bibtex(refreshed)
    assert "dxindex-hci_api" not in citing.bibtex("2014")
    table = pq.read_table(io.BytesIO(made("observations_parquet", refreshed)))
    assert folder.name in table.schema.metadata[b"version"].decode()
    assert table.num_rows == len(data.load_observations(folder=folder)) > len(data.load_observations())
    assert offer_of("package", refreshed).name == f"dxindex-{folder.name}.zip"
    monkeypatch.setattr(codes, "siblings", lambda _edition: (refreshed,))  # one edition is quick
    about = json.loads(opened(packed.package(refreshed)).read("datapackage.json"))
    assert about["version"] == folder.name
    assert {"scores", "groups"} <= {resource["name"] for resource in about["resources"]}
