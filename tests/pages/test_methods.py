"""Data & methods: every series with its licence, every formula with its source, every file as offered."""

from __future__ import annotations

import io
import shlex
import zipfile
from pathlib import Path

import frictionless
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

import data
import dxindex as dx
from dxindex.bibtex import AUTHORS, REPORT_DOI, TITLE
from dxindex.cli_commands import COMMANDS
from dxindex.cli_options import build_parser
from dxindex.words import methods
from pages.ui.queries import certainty, citing, codes, downloads, scores, whole
from tests.pages.visiting import ROOT, assert_sound, opened, texts

FOLDED = ("formulas", "sureness", "panel", "snapshot", "bibtex", "citations")
LINK = "https://dx.example.org/methods?edition=2014"


def unfolded(**params: str) -> AppTest:
    app = opened("methods", **params)
    for key in FOLDED:
        app.session_state[key] = True
    return app.run()


def told(app: AppTest) -> str:
    return texts(app) + "\n".join(element.value for element in app.get("code"))


@pytest.mark.parametrize("edition", codes.offered_editions())
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_everything_unfolds_in_both_languages_and_all_editions(lang: str, edition: str) -> None:
    app = unfolded(lang=lang, edition=edition)
    assert_sound(app)
    assert len(app.dataframe) == 5
    assert len(app.latex) == 8
    for formula in app.latex:
        assert r"\text" not in formula.value, "formulas are the same in every language"


def test_what_is_folded_is_not_made() -> None:
    app = opened("methods", lang="en")
    assert len(app.dataframe) == 2
    assert not app.latex
    assert "@software" not in told(app)


def test_sections_come_in_the_order_of_trust() -> None:
    heads = [head.value for head in opened("methods", lang="en").header]
    assert heads == [
        "The index",
        "How sure it is",
        "The 132 countries",
        "Sources and licences",
        "What is there",
        "Your own figures",
        "Take it away",
        "How to cite",
        "What it is not",
        "What it must not be used for",
        "Addresses for programs",
    ]


def test_the_state_of_the_snapshot_is_told_straight() -> None:
    app = unfolded(lang="en")
    shown = texts(app)
    assert "No refreshed figures are here" in shown
    assert "No time of building is recorded" in shown
    assert f"`{data.version()}`" in shown
    assert f"{len(data.load_observations()):,} observations" in shown
    state, files = app.dataframe[3].value, app.dataframe[4].value
    row = state[state["source"] == "Digital Adoption Index"].iloc[0]
    assert (row["vintage"], row["newest"], row["economies"]) == ("2018-08", 2016, 183)
    assert files["sha256"].str.len().eq(64).all()


def test_the_panel_is_listed_with_its_groups() -> None:
    panel = unfolded(lang="vi").dataframe[1].value.set_index("code")
    assert len(panel) == 132
    assert panel.loc["VNM", ["group", "region"]].tolist() == ["Chuyển tiếp", "Đông Á và Thái Bình Dương"]
    assert panel["population"].min() >= 500_000


def test_what_a_run_varies_is_what_the_engine_varies() -> None:
    shown = texts(unfolded(lang="en"))
    for choice in ("min-max", "geometric mean", "25%", "Learning-adjusted years", "10,000 runs"):
        assert choice in shown
    assert "measure of schooling" not in texts(unfolded(lang="en", edition="2019"))


def test_on_a_stage_stands_the_chart_alone() -> None:
    app = opened("methods", lang="en", present="1")
    assert_sound(app)
    assert not app.dataframe
    assert not app.get("download_button")
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_each_offer_is_a_button_that_says_what_it_gives() -> None:
    app = opened("methods", lang="vi", edition="2016")
    buttons = {button.proto.label: button.proto for button in app.get("download_button")}
    offers = downloads.offers("2016", "vi")
    assert list(buttons) == [offer.label for offer in offers]
    assert all(buttons[offer.label].help == offer.note for offer in offers)


def made(key: str, edition: str = "2014", lang: str = "en") -> bytes:
    return offer_of(key, edition, lang).bound(LINK)()


def offer_of(key: str, edition: str, lang: str = "en") -> downloads.Offer:
    return next(offer for offer in downloads.offers(edition, lang) if offer.key == key)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_workbook_has_every_sheet_and_says_where_it_is_from(lang: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made("excel", lang=lang)))
    assert book.sheetnames == ["notes", "scores", "ranks", "groups", "figures", "sources"]
    notes = {row[1].value for row in book["notes"].iter_rows()}
    assert LINK in notes
    assert f"data {data.version()}, method {dx.METHOD_VERSION}" in notes
    assert book["scores"].max_row == book["groups"].max_row == 133
    figures = [[cell.value for cell in row] for row in book["figures"].iter_rows()]
    given = data.load_panel("2014")
    schooling = next(row for row in figures if row[0] == "VNM" and row[2] == "mean_years_schooling")
    assert schooling[4] == pytest.approx(given.loc["VNM", "mean_years_schooling"], rel=1e-12)
    assert schooling[6] == 2014
    licences = {row[2].value for row in book["sources"].iter_rows(min_row=2)}
    assert licences == {"CC-BY-4.0", "MIT"}
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas


def test_scores_are_the_engines_in_csv_and_parquet() -> None:
    told_csv = made("scores_csv").decode("utf-8-sig")
    assert f"# link: {LINK}" in told_csv
    rows = pd.read_csv(io.StringIO(told_csv), comment="#", index_col="iso3")
    expected = scores.result("2014")
    assert rows.loc["VNM", "Digital adoption: score"] == expected.scores.at["VNM", "adoption"]
    assert rows.loc["VNM", "Digital adoption: rank"] == expected.ranks.at["VNM", "adoption"]
    interval = certainty.rank_interval("2014", "adoption").loc["VNM"]
    ends = [rows.at["VNM", f"Digital adoption: {end} rank in 90% of runs"] for end in ("best", "worst")]
    assert ends == [interval["low"], interval["high"]]
    table = pq.read_table(io.BytesIO(made("scores_parquet")))
    assert table.schema.metadata[b"link"].decode() == LINK
    frame = table.to_pandas()
    pd.testing.assert_series_equal(
        frame["enabling.business.score"], expected.scores["enabling.business"], check_names=False
    )
    assert frame.loc["VNM", "group"] == "transitioning"


def test_a_country_without_a_score_has_empty_cells() -> None:
    frame = whole.by_id("2019")
    missing = frame["adoption.business.score"].isna()
    assert missing.any()
    assert frame.loc[missing, "adoption.business.rank"].isna().all()


def test_observations_come_whole() -> None:
    table = pq.read_table(io.BytesIO(made("observations_parquet")))
    assert table.num_rows == len(data.load_observations())
    assert b"World Bank" in table.schema.metadata[b"source"]


def test_figures_name_year_and_origin() -> None:
    rows = pd.read_csv(io.BytesIO(made("figures_csv", "2016")), comment="#")
    assert len(rows) == rows.dropna(subset=["Year", "Origin", "Source", "Unit"]).shape[0]
    assert "carried from an earlier year" in set(rows["Origin"])


def test_the_package_carries_the_scores_of_all_editions_with_a_name(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(made("package"))
    package = frictionless.Package(path.as_posix())
    # What else is in it is the data's own, and validated there.
    assert [package.get_resource(name).validate().valid for name in ("scores", "groups")] == [True, True]
    with zipfile.ZipFile(path) as archive:
        rows = pd.read_csv(archive.open("data/scores.csv"), dtype={"edition": str})
        groups = pd.read_csv(archive.open("data/groups.csv"), dtype={"edition": str})
    assert set(rows["edition"]) == set(groups["edition"]) == set(codes.offered_editions())
    own = rows.set_index(["edition", "iso3", "node"])
    assert own.at[("2016", "SGP", "enabling"), "score"] == scores.result("2016").scores.at["SGP", "enabling"]


def test_the_citation_names_versions_and_agrees_with_the_citation_file() -> None:
    shown = told(unfolded(lang="en"))
    for part in (f"Version {dx.__version__}", f"data version {data.version()}", REPORT_DOI):
        assert part in shown
    file = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    for part in (TITLE, AUTHORS, REPORT_DOI, f"version: {dx.__version__}"):
        assert part in file


def test_bibtex_has_an_entry_a_source_with_balanced_braces() -> None:
    entries = citing.bibtex("2016").split("\n\n")
    keys = [entry.split("{", 1)[1].split(",")[0] for entry in entries]
    sources = data.load_sources()
    published = sources.index[sources["role"] != "derived"]
    assert keys == ["dxindex", "wdr2016", *(f"dxindex-{name}" for name in published)]
    assert f"version = {{{dx.__version__}}}" in entries[0]
    assert all(entry.count("{") == entry.count("}") for entry in entries)


def test_the_command_that_is_shown_bundles_the_view() -> None:
    app = opened("methods", edition="2016", method="ward", k="4", seed="7")
    (shown,) = [element.value for element in app.get("code") if "dxindex bundle" in element.value]
    asked = build_parser(COMMANDS).parse_args(shlex.split(shown)[3:])
    assert (asked.name, asked.edition, asked.method, asked.groups, asked.seed) == (
        "bundle",
        "2016",
        "ward",
        4,
        7,
    )


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_publisher_is_cited_with_its_licence(lang: str) -> None:
    shown = told(unfolded(lang=lang))
    for row in data.load_sources().query("role != 'derived'").itertuples():
        assert row.citation in shown
        assert f"({row.licence_url})" in shown


def test_every_formula_names_its_source_by_doi() -> None:
    for lang in ("en", "vi"):
        told_ones = [step for step in (*methods.computing(3, lang), *methods.sureness(lang)) if step.source]
        assert len(told_ones) == 7, "all but the ranks, which are a count"
        assert all("https://doi.org/10." in step.source for step in told_ones)
