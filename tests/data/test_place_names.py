"""Places are recognised however they are written, and what could mean several is not guessed."""

import os
from pathlib import Path

import pandas as pd
import pytest

import data
from data import gazetteer
from data.place_names import nearest_places, recognise_places
from data.places import load_place_rules
from data.store import open_store


@pytest.mark.parametrize(
    ("iso3", "written"),
    [
        ("VNM", ["VNM", "VN", "Vietnam", "Viet Nam", "VIỆT NAM", "việt nam", "Viê\u0323t Nam", "Viet-Nam "]),
        ("USA", ["USA", "US", "U.S.", "U.S.A.", "United States", "the United States of America", "Mỹ", "MỸ", "Hoa Kỳ"]),
        ("GBR", ["UK", "GB", "United Kingdom", "Great Britain", "Anh", "ANH", "Vương quốc Anh", "vuong quoc anh"]),
        ("KOR", ["South Korea", "Korea, Rep.", "Republic of Korea", "KOREA (Republic of)", "Hàn Quốc", "KR"]),
        ("PRK", ["Korea, Dem. People's Rep.", "Korea (Democratic People’s Rep. of)", "Triều Tiên", "Bắc Triều Tiên"]),
        ("CIV", ["Ivory Coast", "Cote d'Ivoire", "Côte d’Ivoire", "COTE D'IVOIRE", "Bờ Biển Ngà"]),
        ("CZE", ["Czech Republic", "Czechia", "Czech Rep.", "Séc", "Cộng hoà Séc"]),
        ("TUR", ["Türkiye", "Turkey", "TURKIYE", "Thổ Nhĩ Kỳ"]),
        ("MMR", ["Burma", "Myanmar", "Miến Điện"]),
        ("COD", ["DRC", "Congo, Dem. Rep.", "Congo (Democratic Republic of the)", "Democratic Republic of Congo", "ZAR"]),
        ("COG", ["Congo, Rep.", "Republic of the Congo", "Congo - Brazzaville"]),
        ("GMB", ["Gambia", "Gambia, The", "The Gambia"]),
        ("LCA", ["St. Lucia", "Saint Lucia", "St Lucia"]),
        ("VCT", ["St. Vincent and the Grenadines", "Saint Vincent & Grenadines"]),
        ("AUT", ["Áo", "áo", "Austria"]),
        ("RUS", ["Nga", "Russia", "Russian Federation", "Liên bang Nga"]),
        ("LAO", ["Lào", "Lao", "Laos", "Lao PDR"]),
        ("XKX", ["Kosovo", "XKX", "XK", "KSV"]),
        ("TWN", ["Taiwan, China", "Taiwan", "Đài Loan", "Chinese Taipei"]),
        ("NAM", ["NA", "NAM", "Namibia"]),
        ("AGO", ["AO", "Angola"]),
        ("NGA", ["NGA", "Nigeria"]),
        ("VAT", ["VAT", "Holy See", "Vatican City"]),
    ],
)  # fmt: skip
def test_every_way_of_writing_is_recognised(iso3: str, written: list[str]) -> None:
    assert recognise_places(written).to_dict() == dict.fromkeys(written, iso3)


@pytest.mark.parametrize(
    "text",
    ["", " ", "Atlantis", "Korea", "Congo", "Guinea", "Virgin Islands", "My", "Ao", "ROM", "vn", "Hà Nội",
     "World", "WLD", "123", "\u202e", "x" * 10_000],
)  # fmt: skip
def test_nothing_is_guessed(text: str) -> None:
    assert recognise_places([text]).isna().all()


@pytest.mark.parametrize(
    ("text", "other", "iso3"),
    [("Congo", "COD", "COG"), ("Korea", "North Korea", "KOR"), ("GUINEA", "Guinea-Bissau", "GIN")],
)
def test_a_shared_name_is_told_by_what_stands_beside_it(text: str, other: str, iso3: str) -> None:
    assert recognise_places([text, other, text]).tolist()[::2] == [iso3, iso3]
    assert recognise_places([text, iso3]).isna().tolist() == [True, False]


@pytest.mark.parametrize("column", ["iso3", "name_en", "name_vi", "name_world_bank"])
def test_all_economies_are_recognised_by_code_and_every_name(column: str) -> None:
    economies = open_store().countries
    assert recognise_places(economies[column]).tolist() == economies["iso3"].tolist()


def test_no_name_means_two_economies() -> None:
    economies = open_store().countries["iso3"]
    variants, shared = gazetteer._read_variants(gazetteer.FOLDER / "place_variants.toml")
    codes = gazetteer._iso_codes(economies)
    named: dict[str, set[str]] = {}
    for name, iso3 in [*gazetteer._cldr_names(codes), *variants, *gazetteer._corrected_names()]:
        named.setdefault(gazetteer.key_of(name), set()).add(iso3)
    assert {key: found for key, found in named.items() if len(found) > 1 and key not in shared} == {}
    assert {iso3 for _name, iso3 in variants} <= set(codes.values())


def test_the_corrections_of_publishers_files_are_recognised() -> None:
    for written in load_place_rules().corrections.values():
        names = {name: iso3 for name, iso3 in written.items() if name != "ROM"}
        assert recognise_places(names).to_dict() == names


@pytest.mark.skipif("DXINDEX_SOURCES" not in os.environ, reason="needs the publishers' files")
def test_what_publishers_write_is_recognised() -> None:
    quirks = pd.read_csv(Path(os.environ["DXINDEX_SOURCES"]) / "country_name_quirks.csv")
    for file, rows in quirks.groupby("file"):
        found = recognise_places(rows["name_in_file"])
        assert found.tolist() == rows["iso3"].tolist(), file


def test_what_is_not_recognised_is_told_with_what_it_may_mean() -> None:
    assert nearest_places("Congo", "vi") == ("Congo - Brazzaville", "Congo - Kinshasa")
    assert nearest_places("Viet Namm") == ("Vietnam",)
    assert len(nearest_places("land")) <= 3


def test_it_is_part_of_the_package() -> None:
    assert data.recognise_places is recognise_places
    assert data.nearest_places is nearest_places
