"""What publishers write becomes an ISO code, or is refused by name."""

import pandas as pd
import pytest

from data import CatalogueError, SourceError
from data.places import load_place_rules, name_economies, resolve
from data.store import open_store


@pytest.fixture(scope="module")
def economies() -> pd.DataFrame:
    return open_store().countries


def resolved(places: list[str], rules: str, economies: pd.DataFrame) -> list[str]:
    rows, _ = resolve(pd.DataFrame({"place": places}), rules, economies, "x.csv")
    return rows["iso3"].tolist()


@pytest.mark.parametrize(
    ("rules", "written", "iso3"),
    [
        ("barro_lee", "ROM", "MDA"),
        ("barro_lee", "SER", "SRB"),
        ("barro_lee", "ROU", "ROU"),
        ("govtech", "ROM", "ROU"),
        ("govtech", "ADO", "AND"),
        ("govtech", "ZAR", "COD"),
        ("govtech", "KSV", "XKX"),
        ("govtech", "TMP", "TLS"),
        ("govtech", "WBG", "PSE"),
        ("dai", "Macedonia, FYR", "MKD"),
        ("dai", "Swaziland", "SWZ"),
        ("dai", "Namibia", "NAM"),
        ("undp", "Viet Nam", "VNM"),
        ("undp", "Korea (Republic of)", "KOR"),
        ("undp", "Congo", "COG"),
        ("undp", "Congo (Democratic Republic of the)", "COD"),
        ("world_bank", "NAM", "NAM"),
        ("world_bank", "TWN", "TWN"),
    ],
)
def test_corrections_hold_for_their_files_only(rules, written, iso3, economies):
    assert resolved([written], rules, economies) == [iso3]


def test_the_same_code_is_unknown_where_no_correction_applies(economies):
    with pytest.raises(SourceError, match="ROM"):
        resolved(["ROM"], "world_bank", economies)


def test_unknown_places_are_listed_all_at_once(economies):
    with pytest.raises(
        SourceError, match=r"x\.csv: unknown places: Atlantis, ZZZ\. Add them to country_codes\.toml"
    ):
        resolved(["VNM", "ZZZ", "Atlantis"], "world_bank", economies)


def test_aggregates_territories_and_former_states_are_left_out_and_reported(economies):
    rows, left_out = resolve(
        pd.DataFrame({"place": ["WLD", "VNM", "REU", "YUGf", "WLD"]}), "world_bank", economies, "x.csv"
    )
    assert rows["iso3"].tolist() == ["VNM"]
    assert left_out == ["REU", "WLD", "YUGf"]


def test_each_economy_has_a_name_in_both_languages(economies):
    names = name_economies(economies["iso3"])
    assert (names != "").all(axis=None)
    assert len(economies) == 218
    by_code = names.set_axis(economies["iso3"])
    assert by_code.loc["VNM"].tolist() == ["Vietnam", "Việt Nam"]
    assert by_code.loc["XKX"].tolist() == ["Kosovo", "Kosovo"]
    assert by_code.loc["CHI"].tolist() == ["Channel Islands", "Quần đảo Eo Biển"]
    assert by_code.loc["NAM"].tolist() == ["Namibia", "Namibia"]


def test_a_code_without_a_name_is_refused():
    with pytest.raises(SourceError, match="no name for QQQ"):
        name_economies(pd.Series(["QQQ"]))


def test_a_correction_without_a_reason_is_refused(tmp_path):
    (tmp_path / "country_codes.toml").write_text('[[correction]]\nplaces = "dai"\nmap = { A = "B" }\n')
    with pytest.raises(CatalogueError, match="correction 1: reason is missing"):
        load_place_rules(tmp_path)
