"""The catalogue is complete in both languages, and every fault in it is named."""

from pathlib import Path

import pytest

import data
from data import classifications
from data.catalog import load_catalogue
from data.classifications import members_on
from data.errors import CatalogueError
from data.fields import FOLDER
from data.places import load_place_rules
from data.recipes import load_recipes


def test_it_has_every_series_of_the_design_and_the_snapshot_has_figures_for_each(design_indicators):
    table = data.load_indicators()
    assert set(table.index) >= design_indicators
    assert (table.loc[table["inputs"].map(len) == 0, "values"] > 0).all()


def test_every_text_is_there_in_both_languages():
    table = data.load_indicators()
    required = ("title", "short", "unit", "year_note", "source_title", "publisher", "licence_name")
    for name in required:
        for language in ("en", "vi"):
            assert (table[f"{name}_{language}"].str.strip() != "").all(), (name, language)
    for name in ("title", "year_note", "licence_name"):
        same = table.index[table[f"{name}_en"] == table[f"{name}_vi"]]
        assert same.empty, (name, list(same))
    for name in ("note", "source_notes"):
        assert ((table[f"{name}_en"] == "") == (table[f"{name}_vi"] == "")).all(), name


def test_every_origin_is_there():
    table = data.load_indicators()
    for column in ("licence", "citation", "vintage", "obtained"):
        assert (table[column] != "").all(), column
    assert table["landing_page"].str.startswith("https://").all()
    assert set(table["licence"]) == {"CC-BY-4.0", "CC-BY-3.0-IGO", "MIT"}
    assert set(table["direction"]) == {1, -1, 0}
    assert (table["min"] < table["max"]).all()


def test_caveats_are_stated_where_they_matter():
    notes = data.load_indicators()["note_en"]
    assert notes.filter(like="wgi_").str.contains("Restandardised").all()
    assert "re-scored" in notes["dai_government"]
    assert notes.filter(like="starting_business").str.contains("discontinued in 2021").all()
    assert "625" in notes["skills_adjusted_schooling"]


def test_licence_texts_that_must_travel_with_the_figures_do():
    licences = {source.licence for source in load_catalogue().sources.values() if source.licence.file}
    assert {licence.id for licence in licences} == {"MIT"}
    for licence in licences:
        assert "Permission is hereby granted" in (FOLDER / licence.file).read_text(encoding="utf-8")
    assert "Barro, R. J. and J.-W. Lee (2013)" in (FOLDER / "licences/barro_lee_citation.txt").read_text()


def test_files_of_unclear_licence_are_named_as_left_out_and_not_imported():
    catalogue = load_catalogue()
    left_out = {entry.file for entry in catalogue.left_out}
    assert {Path(file).name for file in left_out} >= {
        "altinok_angrist_patrinos_2018_average.csv",
        "altinok_angrist_patrinos_2018_panel.csv",
    }
    assert not left_out & {source.file for source in catalogue.sources.values()}


def test_what_only_a_refresh_brings_is_in_the_catalogue_and_not_among_the_snapshots_series():
    catalogue = load_catalogue()
    refreshed_only = {name for name, one in catalogue.indicators.items() if not one.sources}
    assert refreshed_only == {"secure_servers"}
    assert not refreshed_only & set(data.load_indicators().index)
    assert data.load_observations("secure_servers").empty
    assert "api" not in set(data.load_sources()["role"])


def test_every_series_of_the_snapshot_is_refreshed_or_says_in_both_languages_why_not():
    catalogue = load_catalogue()
    for name, indicator in catalogue.indicators.items():
        if not indicator.api and not indicator.inputs:
            why = catalogue.sources[indicator.sources[0]].no_refresh
            assert why.en, name
            assert why.vi not in ("", why.en), name


def broken(tmp_path, file, old, new):
    """Copy the package's TOML files with one change."""
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("indicators.toml", 'id = "dai_people"', 'id = "dai"', "indicator dai is declared twice"),
        ("indicators.toml", 'id = "dai_people"', 'id = "DAI people"', "id 'DAI people' does not look right"),
        ("indicators.toml", 'sources = ["dai"]', 'sources = ["day"]', "indicator dai: unknown source day"),
        ("indicators.toml", 'sources = ["dai"]', "sources = []", "indicator dai: sources is empty"),
        (
            "indicators.toml",
            'codes = ["IC.REG.DURS"]',
            "codes = []",
            "days_to_start_business: codes is empty",
        ),
        ("indicators.toml", "direction = 1", "direction = 2", "indicator dai: direction must be 1, -1 or 0"),
        ("indicators.toml", "direction = 1", "direction = true", "indicator dai: direction must be int"),
        ("indicators.toml", "decimals = 3", "decimals = -1", "indicator dai: decimals must be 0 or more"),
        (
            "indicators.toml",
            "range = [0.0, 1.0]",
            "range = [1.0, 0.0]",
            "indicator dai: range must be two numbers",
        ),
        (
            "indicators.toml",
            "range = [0.0, 1.0]",
            "range = [0, 1]",
            "indicator dai: range must hold float only",
        ),
        ("indicators.toml", 'vi = "Ứng dụng số"', 'vi = ""', "indicator dai, short: vi is empty"),
        ("indicators.toml", ', vi = "Ứng dụng số"', "", "indicator dai, short: vi is missing"),
        (
            "indicators.toml",
            'vi = "Ứng dụng số"',
            'vn = "Ứng dụng số"',
            "indicator dai, short: unknown field vn",
        ),
        (
            "indicators.toml",
            "decimals = 3",
            "decimals = 3\ncolour = 1",
            "indicator dai: unknown field colour",
        ),
        (
            "indicators.toml",
            '"mean_years_schooling", "harm',
            '"years", "harm',
            "input years must be declared before",
        ),
        (
            "indicators.toml",
            'sources = ["dxindex"]',
            'sources = ["hci"]',
            "source hci: a derived series has inputs",
        ),
        ("indicators.toml", "[[indicator]]", "[[indicator", "indicators.toml is not valid TOML"),
        ("indicators.toml", 'codes = ["DAI People Sub-index"]', 'inputs = ["dai"]', "no formula for it"),
        ("sources.toml", 'licence = "CC-BY-4.0"', 'licence = "?"', "source dai: unknown licence ?"),
        ("sources.toml", 'importer = "dai"', 'importer = "day"', "source dai: there is no importer day"),
        ("sources.toml", 'sha256 = "1e9c', 'sha256 = "XX9c', "source dai: sha256 'XX9c"),
        ("sources.toml", 'vintage = "2018-08"', 'vintage = "last year"', "source dai: vintage 'last year'"),
        ("sources.toml", 'role = "economies"', 'role = "economy"', "role must be one of"),
        ("sources.toml", 'role = "economies"\n', "", "exactly one source must have the role economies"),
        ("sources.toml", 'id = "doing_business"', 'id = "dai"', "source dai is declared twice"),
        ("sources.toml", "years_reason = ", "# ", "source hci: years needs a years_reason"),
        ("indicators.toml", 'api = "wgi_api"', 'api = "wgi"', "api wgi: no source with the role api"),
        ("indicators.toml", 'api = "wgi_api"\n', "", "source wgi has no no_refresh that says why"),
        ("indicators.toml", 'api = "wdi_api_servers"\n', "", "secure_servers: sources is missing"),
        ("indicators.toml", 'sources = ["wgi"]', 'sources = ["wgi_api"]', "source wgi_api is no file"),
        ("sources.toml", "database = 3\n", "", "source wgi_api: database is missing"),
        (
            "sources.toml",
            "years_left_out = [2017]\nyears_reason = ",
            "years_left_out = [2017]\n# ",
            "years_reason",
        ),
    ],
)
def test_each_fault_of_the_catalogue_is_named(tmp_path, file, old, new, fault):
    with pytest.raises(CatalogueError) as refusal:
        load_catalogue(broken(tmp_path, file, old, new))
    assert file in str(refusal.value)
    assert fault in str(refusal.value)


def test_faults_are_listed_together(tmp_path):
    folder = broken(tmp_path, "indicators.toml", "direction = 1", "direction = 5\ncolour = 1")
    path = folder / "indicators.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("decimals = 0", 'decimals = "none"', 1), encoding="utf-8"
    )
    with pytest.raises(
        CatalogueError, match=r"(?s)has 3 fault\(s\):.*direction.*decimals must be int.*colour"
    ):
        load_catalogue(folder)


def test_a_missing_catalogue_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"sources\.toml cannot be read"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "2016"', 'id = "2014"', "edition 2014 is declared twice"),
        ("fixed_broadband = [2014", "broadband = [2014", "edition 2014, years: no series broadband"),
        (
            "fixed_broadband = [2014",
            "skills_adjusted_schooling = [2014",
            "no series skills_adjusted_schooling",
        ),
        (
            "mean_years_schooling = [2010, 2015]",
            "mean_years_schooling = [2015, 2020]",
            "the year before and the year",
        ),
        ('status = "reference"', 'status = "final"', "status must be one of"),
        ("gdp_per_capita = [2014", 'gdp_per_capita = ["2014"', "gdp_per_capita must hold int only"),
        ('framework = "wdr2016"\n', "", "edition 2014: framework is missing"),
        ('en = "{year} (open', 'en = "(open', "yearly: title, en: {year} must stand in it"),
        ("un_egdi = 2", "un_egdi = -2", "un_egdi must be 0 or more years"),
        ("un_egdi = 2", "un_egdo = 2", "no series un_egdo"),
        ("mean_years_schooling_25plus = 4\n", "", "carried lacks mean_years_schooling_25plus"),
        ("secure_servers = 2\n", "", "carried lacks secure_servers"),
        ("[yearly.carried]", "[yearly.held]", "unknown field held"),
    ],
)
def test_each_fault_of_the_editions_is_named(tmp_path, old, new, fault):
    with pytest.raises(CatalogueError) as refusal:
        load_recipes(broken(tmp_path, "editions.toml", old, new))
    assert "editions.toml" in str(refusal.value)
    assert fault in str(refusal.value)


@pytest.mark.parametrize(
    ("read", "file", "old", "new", "fault"),
    [
        (
            classifications._read_classifications,
            "classifications.toml",
            'vi = "Nam Á"',
            'vi = ""',
            "region SAS, title",
        ),
        (
            classifications._read_classifications,
            "classifications.toml",
            'id = "ECS"',
            'id = "EAS"',
            "region EAS is",
        ),
        (
            classifications._read_memberships,
            "memberships.toml",
            "GBR = 2020-01-31",
            "USA = 2020-01-31",
            "USA has no",
        ),
        (classifications._read_memberships, "memberships.toml", "1984-01-07", '"1984"', "BRN must be date"),
        (classifications._read_published, "published.toml", "rank = 89", 'rank = "89"', "rank must be int"),
        (classifications._read_published, "published.toml", "rank = 89", "rang = 89", "unknown field rang"),
        (load_place_rules, "country_codes.toml", 'territory = "XK"', "", "cldr 1: territory is missing"),
    ],
)
def test_each_fault_of_the_small_tables_is_named(tmp_path, read, file, old, new, fault):
    with pytest.raises(CatalogueError) as refusal:
        read(broken(tmp_path, file, old, new))
    assert file in str(refusal.value)
    assert fault in str(refusal.value)


def test_editions_in_order():
    editions = data.editions()
    assert editions.index.tolist() == ["2014", "2016", "2019"]
    assert editions["status"].tolist() == ["reference", "reference", "experimental"]
    assert editions["framework"].tolist() == ["wdr2016", "wdr2016", "open"]
    assert editions["year"].tolist() == [2014, 2016, 2019]


def test_members_are_economies_and_end_dates_count():
    memberships = data.load_memberships()
    assert set(memberships["iso3"]) <= set(data.load_countries().index)
    assert set(memberships["organisation"]) == {"asean", "oecd", "eu"}
    left = memberships[memberships["until"].notna()]
    assert left[["organisation", "iso3"]].to_numpy().tolist() == [["eu", "GBR"]]
    day = left["until"].iloc[0]
    assert "GBR" in members_on(day)["eu"]
    assert "GBR" not in members_on(day.replace(month=2, day=1))["eu"]
